import Broadcast
import Delivery
import Foundation
import Lines
import Logging
import Synchronization

/// What still has to leave the machine when a programme is over, and how long it may take: the second of a broadcast's two deadlines.
final class LiveDelivery: Sendable {
    private let uploader: Uploader?
    private let folder: String?
    private let patience: Duration
    private let logger: Logger
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameters:
    ///   - folder: Has what is left; `nil` if nothing has.
    ///   - patience: What uploads may take after the programme's end.
    init(_ uploader: Uploader?, folder: String?, patience: Duration, logger: Logger) {
        (self.uploader, self.folder, self.patience, self.logger) = (uploader, folder, patience, logger)
    }

    /// Where the show is uploaded to, for people.
    var location: String? { uploader?.address.location(of: "master.m3u8") }

    /// The programme is over: the deadline counts from now.
    ///
    /// - Returns: What the process needs beyond the programme's end.
    func begin() -> Duration {
        guard uploader != nil else { return .zero }
        end.withLock { $0 = .now + patience }
        return patience
    }

    /// Waits for what is left, as long as it may take.
    ///
    /// - Throws: ``JobError`` that says what is left, and how to go on.
    func finish() async throws {
        guard let uploader else { return }
        let rest = end.withLock { $0 }.map { $0 - .now } ?? patience
        let pending = uploader.counters.pending
        if pending > 0, rest > .zero {
            logger.info(
                "\(pending) files are still to be stored at \(uploader.address.location); a second signal leaves them")
        }
        let left = await uploader.drain(for: max(.zero, rest))
        let cause = uploader.counters.failure.map { ": \($0)" } ?? ""
        await uploader.close()
        guard left > 0 else { return }
        guard let folder else {
            throw JobError(
                .outputNotWritable,
                "\(left) files of the show aren't at \(uploader.address.location), and with --no-disk nothing else has them\(cause)"
            )
        }
        throw UploadCommand.unfinished(left, folder: folder, uploader.address, cause)
    }
}
