/// Findings, of which the first few of a kind are kept and the others counted: a long run with one fault has thousands.
package struct FindingList {
    private static let maximumOfAKind = 3

    private struct Kind: Hashable {
        let rule: String
        let place: String
        let severity: Finding.Severity

        init(_ finding: Finding) {
            (rule, place, severity) = (finding.rule.name, finding.place, finding.severity)
        }
    }

    /// Names of rules that aren't looked at.
    private let exceptions: Set<String>
    private var kept: [Finding] = []
    private var counts: [Kind: Int] = [:]

    package init(except exceptions: Set<String> = []) { self.exceptions = exceptions }

    package mutating func add(_ finding: Finding) {
        guard !exceptions.contains(finding.rule.name) else { return }
        counts[Kind(finding), default: 0] += 1
        if counts[Kind(finding), default: 0] <= Self.maximumOfAKind { kept.append(finding) }
    }

    /// In the order in which they came.
    package var all: [Finding] {
        var seen: [Kind: Int] = [:]
        return kept.map { finding in
            seen[Kind(finding), default: 0] += 1
            let more = counts[Kind(finding), default: 0] - Self.maximumOfAKind
            guard seen[Kind(finding)] == Self.maximumOfAKind, more > 0 else { return finding }
            var last = finding
            last.found += "; and \(more) more like it"
            return last
        }
    }
}
