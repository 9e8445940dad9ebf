/// What a run has measured, printed as JSON or in words. Durations are in milliseconds.
struct LoadResult: Encodable {
    var viewers: Int
    var seconds: Double
    var requestsPerSecond: Double
    /// Of the bodies and heads of all viewers, in bits per second.
    var bitsPerSecond = 0.0
    /// Of what one viewer gets: its video and its audio parts.
    var bitsPerSecondOfAViewer = 0.0
    var videoParts: Samples.Summary?
    var audioParts: Samples.Summary?
    /// Both.
    var parts: Samples.Summary?
    /// How much later than the first viewer they were told of a part.
    var reloads: Samples.Summary?
    /// How much later than anyone knew of a part they had its last byte.
    var lateness: Samples.Summary?
    /// From part to part, as the first viewer was told of them.
    var pace: Samples.Summary?
    var jumps: Int
    var errors: [String: Int]
    /// Cores used by this program, and by the server if its process is known.
    var ownCores = 0.0
    var serverCores: Double?
    /// Resident memory of the server, in bytes.
    var serverMemory: Int?
    /// Only of idle viewers: how many waited at the end, and what each took of the server's memory, in bytes.
    var waiting: Int?
    var bytesPerWaiting: Double?

    /// - Parameter seconds: How long they were measured.
    init(viewers: Int, seconds: Double, _ measured: Measurements) {
        (self.viewers, self.seconds) = (viewers, seconds)
        requestsPerSecond = Double(measured.requests) / seconds
        (videoParts, audioParts) = (measured.videoParts.summary, measured.audioParts.summary)
        var both = measured.videoParts
        both.add(measured.audioParts)
        parts = both.summary
        (reloads, lateness) = (measured.reloads.summary, measured.lateness.summary)
        (jumps, errors) = (measured.jumps, measured.errors)
    }

    var text: String {
        var lines = [
            "\(viewers) viewers for \(Self.text(seconds)) s: \(Int(requestsPerSecond)) requests/s, "
                + "\(Self.text(bitsPerSecond / 1e6)) Mbit/s, \(Self.text(bitsPerSecondOfAViewer / 1e6)) Mbit/s each"
        ]
        let rows = [
            ("video part", videoParts), ("audio part", audioParts), ("parts", parts),
            ("reload after the first", reloads),
            ("part after its first naming", lateness), ("pace of parts", pace),
        ]
        for (name, summary) in rows {
            guard let summary else { continue }
            lines.append(
                "  \(name): p50 \(Self.text(summary.p50)) ms, p95 \(Self.text(summary.p95)), p99 \(Self.text(summary.p99)), "
                    + "max \(Self.text(summary.max)) (\(summary.count))")
        }
        if let waiting, let bytesPerWaiting {
            lines.append("  \(waiting) waiting, \(Int(bytesPerWaiting)) bytes of the server's memory each")
        }
        lines.append(
            "  answers that named two parts or more: \(jumps); own cores: \(Self.text(ownCores))"
                + (serverCores.map { "; server's cores: \(Self.text($0))" } ?? "")
                + (serverMemory.map { "; server's memory: \($0 / 1_000_000) MB" } ?? ""))
        lines.append("  errors: \(errors.values.reduce(0, +))")
        for (sentence, count) in errors.sorted(by: { $0.value > $1.value }).prefix(20) {
            lines.append("    \(count) × \(sentence)")
        }
        return lines.joined(separator: "\n")
    }

    private static func text(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(String(100 + hundredths % 100).suffix(2))"
    }
}
