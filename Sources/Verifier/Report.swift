public import HLS

/// What the verifier found, and how much it looked at.
public struct Report: Sendable {
    public struct Summary: Sendable, Hashable, Encodable {
        /// Whether it was followed live.
        public var isLive = false
        /// Media playlists, those of I-frames included.
        public var renditions = 0
        public var segments = 0
        public var parts = 0
        /// Of media on demand, by the longest rendition; live, how long it was followed.
        public var seconds = 0.0
        public var requests = 0
        /// Between two parts of a rendition, in seconds; `nil` without parts.
        public var partGap: Spread?
    }

    public struct Spread: Sendable, Hashable, Encodable {
        public var median, p95, maximum: Double

        /// - Returns: `nil` for none.
        init?(_ values: [Double]) {
            guard !values.isEmpty else { return nil }
            let sorted = values.sorted()
            func at(_ share: Double) -> Double { sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] }
            (median, p95, maximum) = (at(0.5), at(0.95), sorted[sorted.count - 1])
        }
    }

    public var findings: [Finding] = []
    public var summary = Summary()

    public var errorCount: Int { findings.count { $0.severity == .error } }
    public var warningCount: Int { findings.count { $0.severity == .warning } }
}

extension Report {
    /// Says once what was found again and again at the same place.
    mutating func mergeRepeated() {
        var merged: [Finding] = []
        for finding in findings {
            let same = merged.lastIndex {
                $0.rule.name == finding.rule.name && $0.place == finding.place && $0.severity == finding.severity
                    && $0.sequence == finding.sequence && finding.found.hasPrefix($0.found)
            }
            if let same {
                // The last of a kind knows how many there are.
                merged[same].found = finding.found
            } else {
                merged.append(finding)
            }
        }
        findings = merged
    }
}
