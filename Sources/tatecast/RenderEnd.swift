import ArgumentParser
import Delivery
import Logging
import MediaModel
import Synchronization

/// Tells webhooks that a render is over, once: `finished` with its status is all that they hear of it.
final class RenderEnd: Sendable {
    private let webhooks: Webhooks?
    private let logger: Logger
    private let time: @Sendable () -> MediaTime?
    private let isTold = Mutex(false)

    /// - Parameter time: How much of the show there is; `nil` for nothing.
    init(_ webhooks: Webhooks?, logger: Logger, time: @escaping @Sendable () -> MediaTime?) {
        (self.webhooks, self.logger, self.time) = (webhooks, logger, time)
    }

    /// Tells it, and waits as long as the drain lets it. From the second call on nothing happens.
    ///
    /// - Parameter error: What ended the render; `nil` if nothing did.
    /// - Returns: How many events are left.
    func tell(_ error: (any Error)?) async -> Int {
        let isFirst = isTold.withLock { isTold in
            defer { isTold = true }
            return !isTold
        }
        guard isFirst, let webhooks else { return 0 }
        let (status, message): (Int32, String?) =
            switch error {
            case nil: (ExitStatus.finished.rawValue, nil)
            case let exit as ExitCode: (exit.rawValue, nil)
            case let error?: (ExitStatus.explain(error).status.rawValue, ExitStatus.explain(error).message)
            }
        webhooks.finish(status: Int(status), error: message, time: time())
        await webhooks.deliverRest()
        return await webhooks.end(logger)
    }
}
