import Foundation
import Lines
import PresetCheck

/// What `check` found in all presets it was given.
struct CheckReport {
    private struct Preset: Encodable {
        var file: String
        var findings: [CheckFinding] = []
        /// Why it couldn't be read; `nil` if it could.
        var unreadable: String?
    }

    private var presets: [Preset] = []

    mutating func add(_ findings: [CheckFinding], of file: String) {
        presets.append(Preset(file: file, findings: findings))
    }

    mutating func addUnreadable(_ file: String, _ reason: String) {
        presets.append(Preset(file: file, unreadable: reason))
    }

    mutating func dropWarnings() {
        for index in presets.indices { presets[index].findings.removeAll { $0.severity == .warning } }
    }

    /// What the command ends with; `nil` for success.
    var status: ExitStatus? {
        if presets.contains(where: { $0.unreadable != nil }) { return .noInput }
        return count(.error) > 0 ? .usage : nil
    }

    /// For people and editors: a line for each finding, preset by preset, and one for all.
    var text: String {
        var lines: [String] = []
        for preset in presets {
            lines += preset.findings.map(\.description)
            if let reason = preset.unreadable { lines.append("\(preset.file): error: \(reason)") }
        }
        let files = presets.count == 1 ? "1 preset" : "\(presets.count) presets"
        let errors = count(.error) + presets.count { $0.unreadable != nil }
        lines.append("\(files): \(counted(errors, "error")), \(counted(count(.warning), "warning"))")
        return lines.joined(separator: "\n")
    }

    /// For machines: one object.
    var json: String {
        struct Encoded: Encodable {
            var presets: [Preset]
            var errors, warnings: Int
        }
        return Encoded(presets: presets, errors: count(.error), warnings: count(.warning)).jsonLine
    }

    private func count(_ severity: CheckFinding.Severity) -> Int {
        presets.reduce(0) { sum, preset in sum + preset.findings.count { $0.severity == severity } }
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
