import Dispatch
import FFmpegKit
import Foundation
import Synchronization

/// Turns SIGINT and SIGTERM into a request to stop; the second one ends the process at once.
final class StopSignals: Sendable {
    let stop = Interrupt()
    private let first = Mutex<Int32?>(nil)
    // Kept alive for as long as signals are to be heard; never touched again.
    private nonisolated(unsafe) var sources: [any DispatchSourceSignal] = []

    /// Which came first, or `nil`.
    var received: Int32? { first.withLock { $0 } }

    /// Starts listening.
    init(onFirst: @escaping @Sendable () -> Void) {
        // A log or a summary that nobody reads any more, and a file that grew too large, are errors of a write, and
        // no reason to die without closing the show.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let queue = DispatchQueue(label: "signals")
        for number in [SIGINT, SIGTERM] {
            // The default action would end the process before anybody hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in
                let isFirst = first.withLock { first in
                    if first == nil { first = number }
                    return !stop.isRequested
                }
                guard isFirst else { _exit(128 + number) }
                stop.request()
                Console.shared.hurry()
                onFirst()
            }
            source.resume()
            sources.append(source)
        }
    }
}
