import ArgumentParser
import FFmpegKit
import Foundation
import HLS
import Lines
import MediaModel
import Verifier

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge a show by what players get of it: files, or any server's answers.",
        discussion: """
            Holds playlists, media and answers against RFC 8216bis and Apple's authoring rules (docs/hls-rules.md). A \
            folder and a finished show are read whole; a broadcast, whose playlists have no EXT-X-ENDLIST, is followed in \
            all renditions at once, with blocking reloads where the server offers them. One line for each finding: \
            where:line: error or warning: what was found; what was expected [rule; source]. Exits with 0 if there are \
            warnings at most, with 2 if there are errors, with 66 if the show isn't there and with 69 if its server \
            can't be reached.
            """
    )

    @Argument(help: "The address of a playlist (http or https), a folder, or a playlist's path.")
    var show: String

    @Option(help: "How many seconds a broadcast is followed; 0: to its end, or to Ctrl-C.")
    var duration: Double = 30

    @Option(
        help: """
            How many milliseconds later than promised an answer may come, since clocks, networks and this machine are \
            only so good.
            """)
    var tolerance: Int = 300

    @Option(
        name: .customLong("except"),
        help: "A rule not to look at, by its name in brackets; may be given more than once.")
    var exceptions: [String] = []

    @Flag(name: .customLong("rfc"), help: "Take what Apple alone asks for advice: such findings are warnings.")
    var isRFCAlone = false

    @Flag(name: .customLong("no-decode"), help: "Don't decode sound and pictures.")
    var skipsDecoding = false

    @Flag(help: "Print findings and summary as one JSON object.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing of warnings, nor the summary.")
    var quiet = false

    func validate() throws {
        guard MediaLocation(show) != nil else {
            throw ValidationError("\(show): give an http or https address, a folder, or a playlist's path")
        }
        guard 0...86_400 ~= duration else { throw ValidationError("--duration: give 0 to 86400 seconds") }
        guard 0...60_000 ~= tolerance else { throw ValidationError("--tolerance: give 0 to 60000 milliseconds") }
        for name in exceptions where !Verifier.ruleNames.contains(name) {
            throw ValidationError(
                "--except \(name): unknown rule; one of \(Verifier.ruleNames.joined(separator: ", "))")
        }
    }

    func run() async throws {
        guard let location = MediaLocation(show) else { throw ExitStatus.usage.code }
        var options = Verifier.Options(
            duration: duration > 0 ? .microseconds(Int64(duration * 1_000_000)) : nil,
            lateness: .milliseconds(Int64(tolerance)), exceptions: Set(exceptions), isLenientWithApple: isRFCAlone,
            decodes: !skipsDecoding)
        let signals = StopSignals.shared
        signals.prepare { $0.patience = .seconds(2) }
        options.stop = signals.stop
        Console.shared.capturePrinted(as: .text)
        SecretMask.learn(address: show)
        // What FFmpeg complains of is counted, and said in a finding.
        FFmpegLog.redirect(verbose: false) { _ in }
        var report: Report
        do throws(Verifier.Failure) {
            report = try await Verifier.verify(location, options: options)
        } catch {
            if let signal = signals.received { throw ExitCode(128 + signal) }
            Console.shared.write("error: \(error)")
            switch error {
            case .notFound: throw ExitStatus.noInput.code
            case .unavailable: throw ExitStatus.unavailable.code
            }
        }
        if quiet { report.findings.removeAll { $0.severity == .warning } }
        let output = VerifyOutput(report: report)
        if json {
            Console.shared.result(output.json)
        } else {
            for finding in report.findings { Console.shared.result("\(finding)") }
            if !quiet { Console.shared.result(output.summary(tolerance: tolerance)) }
        }
        // A broadcast that was followed for a while is judged; half a show isn't.
        if !report.summary.isLive, let signal = signals.received {
            throw ExitCode(128 + signal)
        }
        if report.errorCount > 0 { throw ExitStatus.nonconforming.code }
    }
}
