import Ingest

extension MetricSource {
    /// Who came to publish, and who was turned away, by the reason.
    ///
    /// - Parameter counters: Read when somebody asks. Any thread.
    static func publishers(_ counters: @escaping @Sendable () -> IngestCounters) -> [MetricSource] {
        [
            MetricSource("publisher_connections", "Connections to the address for publishers") {
                Double(counters().connections)
            },
            MetricSource("publications", "Publications so far", isCounter: true) { Double(counters().publications) },
            MetricSource("takeovers", "Publications that ended because another began", isCounter: true) {
                Double(counters().takeovers)
            },
            MetricSource(
                "undecodable_units", "Pictures and sounds that came before their sequence header", isCounter: true
            ) { Double(counters().dropped[.noConfiguration] ?? 0) },
        ]
            + RefusalReason.allCases.map { reason in
                MetricSource(
                    "refused_publishers", "Connections turned away", isCounter: true, [("reason", reason.rawValue)]
                ) { Double(counters().refusals[reason] ?? 0) }
            }
            + DropReason.allCases.map { reason in
                MetricSource(
                    "dropped_messages", "Publishers' messages that couldn't be used, and were left out",
                    isCounter: true,
                    [("reason", reason.rawValue)]
                ) { Double(counters().dropped[reason] ?? 0) }
            }
    }
}
