import ArgumentParser
import Broadcast
import FFmpegKit
import Foundation
import Lines
import Presets
import Show

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tell what this machine has for a show, or how a clip or stream is, and what to do about it.",
        discussion: """
            With a clip, or the address of a stream, its sound and pictures are measured: ✓ is good, ! could be better, \
            ✗ viewers will notice; → says what to do. Exits with 2 if there is a ✗, else with 0.

            Without, this machine is looked at, and the command that mends it is told: ✓ is here, ✗ is missing, ! is missing and only some shows need it, ? is here in a version that Tatecast \
            was never tried with. Exits with 0 if all that a show needs is here, else with 69.
            """
    )

    @Argument(
        help: "A media file, or a stream's address: rtmp://, srt://, http://, https://. Default: this machine.",
        completion: .file())
    var source: String?

    @Option(
        help: ArgumentHelp("So many seconds of the source are looked at, at most. Default: 60.", valueName: "seconds"))
    var duration: Double?

    @Option(
        help: "A preset whose fonts and locale are needed as well. May be given more than once.", completion: .file())
    var preset: [String] = []

    @Flag(help: "Print the findings as one JSON object.")
    var json = false

    func validate() throws {
        if source != nil, !preset.isEmpty {
            throw ValidationError("--preset goes with the machine, not with a source; leave one of them out")
        }
        if source == nil, duration != nil { throw ValidationError("--duration goes with a source; name one") }
        if let duration, !(1...3_600).contains(duration) {
            throw ValidationError("--duration \(duration): expected 1 to 3600 seconds")
        }
    }

    func run() async throws {
        Console.shared.capturePrinted(as: .text)
        if let source { return try await look(at: source) }
        let report = DoctorChecks(presets: try loadPresets()).report()
        Console.shared.result(json ? report.json : report.text)
        guard report.isComplete else { throw ExitStatus.unavailable.code }
    }

    private func look(at source: String) async throws {
        let signals = StopSignals.shared
        signals.prepare { $0.patience = .seconds(2) }
        // What libraries say isn't a finding, and may have the key of an address in it.
        FFmpegLog.redirect(verbose: false) { _ in }
        let report: CheckupReport
        do {
            report = try await SourceCheckup(source, limit: .milliseconds(Int((duration ?? 60) * 1_000)))
                .run(stop: signals.stop)
        } catch {
            let (status, message) = ExitStatus.explain(error)
            Console.shared.write("error: \(message)")
            throw status.code
        }
        Console.shared.result(json ? report.jsonLine : report.text)
        if let signal = signals.received { throw ExitCode(128 + signal) }
        guard report.count(of: .bad) == 0 else { throw ExitStatus.nonconforming.code }
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
