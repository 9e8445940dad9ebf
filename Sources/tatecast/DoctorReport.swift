/// What `tatecast doctor` found, and its words for people and machines.
struct DoctorReport: Encodable, Sendable {
    enum State: String, Encodable, Sendable {
        case present
        /// Some sources need it, no show does.
        case optionalMissing = "optional-missing"
        case missing
        /// It is here, in a version that nobody has tried Tatecast with.
        case untried

        var mark: Character {
            switch self {
            case .present: "✓"
            case .optionalMissing: "!"
            case .missing: "✗"
            case .untried: "?"
            }
        }
    }

    struct Finding: Encodable, Sendable {
        var name: String
        var state: State
        /// What there is, or what its lack means.
        var detail: String
        /// The command that mends it; `nil` if nothing is to be mended.
        var remedy: String?
    }

    struct Section: Encodable, Sendable {
        var title: String
        var findings: [Finding]
    }

    struct EncoderSetting: Encodable, Sendable {
        var latency, preset, parameters: String
        /// In pictures.
        var delay: Int
    }

    var sections: [Section]
    var encoderTable: [EncoderSetting]

    /// Whether every show can be rendered here.
    var isComplete: Bool { !findings.contains { $0.state == .missing } }

    /// What to run, each command once, in the order of the findings.
    var remedies: [String] {
        var seen: Set<String> = []
        return findings.filter { $0.state != .present }.compactMap(\.remedy).filter { seen.insert($0).inserted }
    }

    private var findings: [Finding] { sections.flatMap(\.findings) }
}

// MARK: - For people

extension DoctorReport {
    var text: String {
        (sections.map(lines) + [encoderLines, [conclusion]]).map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private func lines(of section: Section) -> [String] {
        // One width for all sections, so that the details stand below each other.
        let width = findings.map(\.name.count).max() ?? 0
        return [section.title]
            + section.findings.flatMap { finding in
                let remedy = finding.state == .present ? nil : finding.remedy
                let indent = String(repeating: " ", count: width + 6)
                return ["  \(finding.state.mark) \(padded(finding.name, to: width))  \(finding.detail)"]
                    + (remedy.map { [indent + "→ " + $0] } ?? [])
            }
    }

    private var encoderLines: [String] {
        ["Encoder table: x264 at each latency, and its delay in pictures"]
            + encoderTable.map { row in
                let delay = String(row.delay)
                return "    \(padded(row.latency, to: 6))  " + String(repeating: " ", count: 2 - min(2, delay.count))
                    + "\(delay)  \(row.preset) \(row.parameters)"
            }
    }

    private var conclusion: String {
        let missing = findings.count { $0.state == .missing }
        let optional = findings.count { $0.state == .optionalMissing }
        let untried = findings.count { $0.state == .untried }
        let verdict =
            missing > 0
            ? "\(missing) missing: no show can be relied on here."
            : optional > 0
                ? "All that a show needs is here; \(optional) missing that some shows need." : "All is here."
        let note =
            untried > 0
            ? " \(untried == 1 ? "A version was" : "\(untried) versions were") never tried: make test tells whether it will do."
            : ""
        return remedies.isEmpty
            ? verdict + note
            : verdict + note + " To mend it:\n" + remedies.map { "    " + $0 }.joined(separator: "\n")
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
