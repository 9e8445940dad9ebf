/// Findings, of which the first few of a kind are kept and the others counted: a long run with one fault has thousands.
struct FindingList {
    private static let maximumOfAKind = 3

    private struct Kind: Hashable {
        var rule: String
        var place: String
        var severity: Finding.Severity
    }

    private var kept: [Finding] = []
    private var counts: [Kind: Int] = [:]

    mutating func add(_ finding: Finding) {
        let kind = Kind(rule: finding.rule, place: finding.place, severity: finding.severity)
        counts[kind, default: 0] += 1
        if counts[kind, default: 0] <= Self.maximumOfAKind { kept.append(finding) }
    }

    /// In the order in which they came.
    var all: [Finding] {
        var seen: [Kind: Int] = [:]
        return kept.map { finding in
            let kind = Kind(rule: finding.rule, place: finding.place, severity: finding.severity)
            seen[kind, default: 0] += 1
            let more = counts[kind, default: 0] - Self.maximumOfAKind
            guard seen[kind] == Self.maximumOfAKind, more > 0 else { return finding }
            var last = finding
            last.found += "; and \(more) more like it"
            return last
        }
    }
}
