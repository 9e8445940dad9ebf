import Foundation
import HLS
import Lines
import Verifier

/// What `verify` prints.
struct VerifyOutput {
    let report: Report

    /// For machines: one object.
    var json: String {
        struct Encoded: Encodable {
            var conforms: Bool
            var errors, warnings: Int
            var summary: Report.Summary
            var findings: [Finding]
        }
        return Encoded(
            conforms: report.errorCount == 0, errors: report.errorCount, warnings: report.warningCount,
            summary: report.summary, findings: report.findings
        ).jsonLine
    }

    /// For people: one line.
    func summary(tolerance: Int) -> String {
        let summary = report.summary
        var words = [
            counted(summary.renditions, "rendition"), counted(summary.segments, "segment"),
            counted(summary.parts, "part"), "\(decimal(summary.seconds, digits: 1)) s",
            counted(summary.requests, "request"),
        ]
        if let gap = summary.partGap {
            words.append(
                "part gap \(decimal(gap.median)) / \(decimal(gap.p95)) / \(decimal(gap.maximum)) s "
                    + "(median, p95, max; \(tolerance) ms late is allowed)")
        }
        let verdict = report.errorCount == 0 ? "conforms" : "doesn't conform"
        return "\(words.joined(separator: ", ")): \(counted(report.errorCount, "error")), "
            + "\(counted(report.warningCount, "warning")): it \(verdict)"
    }

    private func decimal(_ value: Double, digits: Int = 3) -> String { String(format: "%.\(digits)f", value) }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
