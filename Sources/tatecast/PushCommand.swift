import ArgumentParser
import Broadcast
import Delivery
import FFmpegKit
import Foundation
import Ingest
import Lines
import Logging

struct PushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Try a destination before the show: does it take a stream?",
        discussion: """
            Connects as `tatecast live --push` does, publishes three seconds of coloured bars with silence, and says what the other side \
            answers. Viewers may see them. Exits with 0 if all of it was taken, with 77 if the stream key or the permission is refused, and \
            with 69 if it can't be reached, isn't believed, or breaks off.

            The stream key stands in TATECAST_PUSH_KEY, or in the file that TATECAST_PUSH_KEY_FILE names; of NAME=URL, as --push has \
            it, in TATECAST_PUSH_KEY_NAME. See docs/simulcast.md.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The destination: rtmps://host/app, rtmp://host/app or srt://host:port?mode=caller.", valueName: "url"))
    var check: String

    @OptionGroup
    var trust: PushTrustOption

    @OptionGroup
    var log: LogOptions

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) {
            let (order, secrets) = try destination()
            let trust = try trust.load()
            let check: PushCheck
            do throws(DestinationOrder.Failure) {
                check = try PushCheck(order, secrets, trust: trust)
            } catch {
                throw JobError(.usage, "--check: \(error)")
            }
            let signals = StopSignals.shared
            signals.prepare { $0.patience = .seconds(2) }
            if order.address.showsKey {
                logger.warning("without rtmps, everybody on the way can read the stream key")
            }
            let report = try await check.run(stop: signals.stop)
            if let signal = signals.received { throw ExitCode(128 + signal) }
            try conclude(report, order)
        }
    }

    private func destination() throws(JobError) -> (DestinationOrder, DestinationSecrets) {
        let isNamed = check.prefix { $0 != ":" && $0 != "/" && $0 != "?" }.contains("=")
        do {
            let order = try isNamed ? DestinationOrder(check) : DestinationOrder(only: check)
            return (order, try PushOptions.secrets(for: order))
        } catch let error as JobError {
            throw error
        } catch {
            throw JobError(.usage, "--check: \(error)")
        }
    }

    private func conclude(_ report: PushCheck.Report, _ order: DestinationOrder) throws {
        let place = order.address.shown
        if let answer = report.answer, let time = report.acceptance {
            let words = answer.isEmpty ? "" : ": \(SecretMask.masked(answer))"
            Console.shared.result("\(place) takes the stream after \(Int(time / .milliseconds(1))) ms\(words)")
        }
        guard let failure = report.failure else {
            return Console.shared.result("\(place) has taken 3 s of the test picture, \(report.bytes / 1_000) kB")
        }
        let status: ExitStatus = failure.kind == .refused ? .noPermission : .unavailable
        Console.shared.write("error: \(place): \(SecretMask.masked(failure.words))")
        throw status.code
    }
}
