import Broadcast
import Foundation

/// For people.
extension CheckupReport {
    var text: String {
        let head = "\(source): \(String(format: "%.1f", duration)) s of it"
        return ([head] + sections.map { ([$0.title] + lines(of: $0)).joined(separator: "\n") } + [conclusion])
            .joined(separator: "\n\n")
    }

    private func lines(of section: Section) -> [String] {
        // One width for all sections, so that the details stand below each other.
        let width = sections.flatMap(\.findings).map(\.name.count).max() ?? 0
        return section.findings.flatMap { finding in
            let name = finding.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let advice = finding.advice.map { String(repeating: " ", count: width + 6) + "→ " + $0 }
            return ["  \(finding.state.mark) \(name)  \(finding.detail)"] + (advice.map { [$0] } ?? [])
        }
    }

    private var conclusion: String {
        let (bad, hints) = (count(of: .bad), count(of: .hint))
        if bad > 0 { return "Viewers will notice \(bad == 1 ? "one thing" : "\(bad) things")." }
        return hints > 0
            ? "It will do; \(hints == 1 ? "one thing" : "\(hints) things") could be better." : "All is well."
    }
}

extension CheckupReport.State {
    fileprivate var mark: Character {
        switch self {
        case .good: "✓"
        case .hint: "!"
        case .bad: "✗"
        }
    }
}
