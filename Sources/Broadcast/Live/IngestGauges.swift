import Ingest

extension MetricSource {
    /// Who came to publish, and who was turned away, by the reason.
    ///
    /// - Parameter counters: Read when somebody asks. Any thread.
    static func publishers(_ counters: @escaping @Sendable () -> IngestCounters) -> [MetricSource] {
        [
            MetricSource(.gauge, "publisher_connections", "Connections to the address for publishers") {
                Double(counters().connections)
            },
            MetricSource(.counter, "publications", "Publications so far") { Double(counters().publications) },
            MetricSource(.counter, "takeovers", "Publications that ended because another began") {
                Double(counters().takeovers)
            },
            MetricSource(
                .counter, "undecodable_units", "Pictures and sounds that came before their sequence header"
            ) { Double(counters().dropped[.noConfiguration] ?? 0) },
        ]
            + RefusalReason.allCases.map { reason in
                MetricSource(
                    .counter, "refused_publishers", "Connections turned away", [("reason", reason.rawValue)]
                ) { Double(counters().refusals[reason] ?? 0) }
            }
            + DropReason.allCases.map { reason in
                MetricSource(
                    .counter, "dropped_messages", "Publishers' messages that couldn't be used, and were left out",
                    [("reason", reason.rawValue)]
                ) { Double(counters().dropped[reason] ?? 0) }
            }
    }
}
