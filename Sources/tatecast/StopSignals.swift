import Broadcast
import CProcess
import FFmpegKit
import Foundation
import Logging
import Synchronization

/// Turns SIGINT, SIGTERM and SIGHUP into a request to stop, from the process's first instant; and sees to it that it ends.
///
/// The signals are held back in all threads, and one thread waits for them (``process_next_signal()``), which never waits for
/// anything else. What a stop does is the command's to say as it goes along (``prepare(_:)``). Before it says anything,
/// and so before anything is written, the process ends at once. A second signal ends it at once whatever is said.
final class StopSignals: Sendable {
    /// What a stop does.
    struct Ending: Sendable {
        /// How long the command may take to end by itself; zero: it isn't asked.
        var patience = Duration.zero
        /// What the process then ends with, if it has to be ended; `signal` is `nil` for a stop that was asked for otherwise.
        var status: @Sendable (_ signal: Int32?) -> Int32 = { 128 + ($0 ?? SIGTERM) }
        /// Called once, on a thread of its own, when a stop is asked for.
        var announce: @Sendable (_ signal: Int32?) -> Void = { _ in }
        /// Called before the process is ended, if it has to be: removes what shouldn't stay. Must not wait.
        var abandon: @Sendable () -> Void = {}

        /// Gives up the outputs if the process has to be ended, so that whoever writes there next finds them free.
        mutating func givesUpOutputs(of claim: OutputClaim, _ logger: Logger) {
            abandon = {
                claim.giveUp()
                logger.warning("what hung is left to itself: the process ends")
            }
        }
    }

    private struct State {
        var ending = Ending()
        /// Since when that holds.
        var since = ContinuousClock.now
        var request: Request?
        /// Whether the process is being ended: nothing may begin any more.
        var isGivenUp = false
    }

    private struct Request {
        let signal: Int32?
        let time: ContinuousClock.Instant
    }

    static let shared = StopSignals()

    /// Requested once somebody asked for a stop.
    let stop = Interrupt()
    private let state = Mutex(State())
    /// Signalled whenever a command says anew what a stop does.
    private let isPrepared = DispatchSemaphore(value: 0)

    /// A terminal sends a signal to all processes in it, and `timeout` sends its own twice: these are no second wish.
    private static let echo = Duration.milliseconds(200)

    /// The signal that asked for the stop, or `nil`.
    var received: Int32? { state.withLock { $0.request?.signal } }

    /// Starts listening. Call it once, first of all.
    ///
    /// - Parameter status: What a stop ends with before the command has said so.
    func begin(status: @escaping @Sendable (_ signal: Int32?) -> Int32) {
        // A log or a summary that nobody reads any more, and a file that grew too large, are errors of a write, and
        // no reason to die without closing the show.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        process_hold_back_signals()
        state.withLock { $0.ending.status = status }
        Self.startThread(named: "signals") { self.listen() }
    }

    /// Says what a stop does from now on. Where one has been asked for already, the patience counts from now.
    func prepare(_ change: (inout Ending) -> Void) {
        let isGivenUp = state.withLock { state in
            change(&state.ending)
            state.since = .now
            return state.isGivenUp
        }
        isPrepared.signal()
        // The process ends in a moment, by what held before: what comes next, an output's lock say, would stay.
        while isGivenUp { pause() }
    }

    /// Asks for a stop, as the first signal does.
    func request() { request(nil) }

    // MARK: - Threads

    private func listen() -> Never {
        var first: ContinuousClock.Instant?
        while true {
            let number = process_next_signal()
            guard number > 0 else {
                // Without a descriptor nothing else works either.
                usleep(100_000)
                continue
            }
            if let first {
                if ContinuousClock.now - first > Self.echo { _exit(128 + number) }
                continue
            }
            first = .now
            request(number)
        }
    }

    private func request(_ signal: Int32?) {
        let ending = state.withLock { state -> Ending? in
            guard state.request == nil else { return nil }
            state.request = Request(signal: signal, time: .now)
            state.isGivenUp = state.ending.patience == .zero
            return state.ending
        }
        guard let ending else { return }
        stop.request()
        Console.shared.hurry()
        if ending.patience == .zero { give(up: ending, signal) }
        Self.startThread(named: "stop") { ending.announce(signal) }
        Self.startThread(named: "end") { self.watch(signal) }
    }

    /// Ends the process when the command doesn't.
    private func watch(_ signal: Int32?) {
        while true {
            let (ending, begin) = state.withLock { ($0.ending, max($0.since, $0.request?.time ?? .now)) }
            let rest = begin + ending.patience - .now
            guard rest > .zero else { give(up: ending, signal) }
            _ = isPrepared.wait(timeout: .now() + rest / .seconds(1))
        }
    }

    private func give(up ending: Ending, _ signal: Int32?) -> Never {
        let status = ending.status(signal)
        // On a thread of its own, too: a disk that hangs must not keep the process.
        let done = DispatchSemaphore(value: 0)
        Self.startThread(named: "abandon") {
            ending.abandon()
            done.signal()
        }
        _ = done.wait(timeout: .now() + .milliseconds(200))
        Console.shared.settle(within: .milliseconds(50))
        _exit(status)
    }

    private static func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            Thread.current.name = name
            body()
        }
        thread.start()
    }
}
