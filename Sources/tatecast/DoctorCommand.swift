import ArgumentParser
import Foundation
import Lines
import Presets
import Show

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tell what this machine has for a show, what is missing, and the command that mends it.",
        discussion: """
            ✓ is here, ✗ is missing, ! is missing and only some shows need it, ? is here in a version that Tatecast \
            was never tried with. Exits with 0 if all that a show needs is here, else with 69.
            """
    )

    @Option(
        help: "A preset whose fonts and locale are needed as well. May be given more than once.", completion: .file())
    var preset: [String] = []

    @Flag(help: "Print the findings as one JSON object.")
    var json = false

    func run() async throws {
        Console.shared.capturePrinted(as: .text)
        let report = DoctorChecks(presets: try loadPresets()).report()
        Console.shared.result(json ? report.json : report.text)
        guard report.isComplete else { throw ExitStatus.unavailable.code }
    }

    private func loadPresets() throws -> [Preset] {
        do {
            return try preset.map { try PresetFile.load(path: $0) }
        } catch {
            let (status, message) = ExitStatus.explain(error)
            Console.shared.write("error: \(message)")
            throw status.code
        }
    }
}

extension DoctorReport {
    /// For machines: one object.
    fileprivate var json: String {
        struct Encoded: Encodable {
            var complete: Bool
            var sections: [Section]
            var encoderTable: [EncoderSetting]
            var remedies: [String]
        }
        return Encoded(complete: isComplete, sections: sections, encoderTable: encoderTable, remedies: remedies)
            .jsonLine
    }
}
