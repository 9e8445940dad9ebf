import Broadcast
import Delivery
import Lines
import Logging
import MediaModel

/// What still has to leave the machine when a programme is over, and how long it may take: the second of a broadcast's two deadlines.
final class LiveDelivery: Sendable {
    let webhooks: Webhooks?
    private let uploader: Uploader?
    private let folder: String?
    private let drain: Drain
    private let logger: Logger

    /// - Parameters:
    ///   - folder: Has what is left; `nil` if nothing has.
    ///   - drain: What uploads and webhooks may take after the programme's end.
    init(_ uploader: Uploader?, _ webhooks: Webhooks?, folder: String?, drain: Drain, logger: Logger) {
        (self.uploader, self.webhooks) = (uploader, webhooks)
        (self.folder, self.drain, self.logger) = (folder, drain, logger)
    }

    /// Where the show is uploaded to, for people.
    var location: String? { uploader?.address.location(of: "master.m3u8") }

    /// The programme begins, and its folder is its own: what an earlier run left there is handed over first. Blocks.
    ///
    /// - Parameter removes: Whether what the folder doesn't have any more is removed elsewhere.
    func resume(removes: Bool) { uploader?.resume(removes: removes) }

    /// The programme is over: webhooks are told so, and the deadline counts from now.
    ///
    /// - Parameters:
    ///   - status: What the process would end with now.
    ///   - error: What went wrong.
    ///   - time: Of what was composed last.
    /// - Returns: What the process needs beyond the programme's end.
    func begin(status: Int, error: String?, time: MediaTime?) -> Duration {
        webhooks?.finish(status: status, error: error, time: time)
        drain.begin()
        return uploader == nil && webhooks == nil ? .zero : drain.limit
    }

    /// Waits for what is left, as long as it may take.
    ///
    /// - Throws: ``JobError`` that says what is left to upload, and how to go on; an exit code if only webhooks are left, whose
    ///   sentences are in the log.
    func finish() async throws {
        // A programme that never began has no end either.
        drain.begin()
        let left = await finishUpload()
        // Both have had the same time.
        let untold = await webhooks?.end(logger) ?? 0
        if let left { throw left }
        if untold > 0 { throw ExitStatus.tryAgain.code }
    }

    private func finishUpload() async -> JobError? {
        guard let uploader else { return nil }
        let pending = uploader.counters.pending
        if pending > 0, drain.remaining > .zero {
            logger.info(
                "\(pending) files are still to be stored at \(uploader.address.location); a second signal leaves them")
        }
        let left = await uploader.drain(for: drain.remaining)
        await uploader.close()
        guard left > 0 else { return nil }
        guard let folder else {
            let cause = uploader.counters.failure.map { ": \($0)" } ?? ""
            return JobError(
                .outputNotWritable,
                "\(left) files of the show aren't at \(uploader.address.location), and with --no-disk nothing else has them\(cause)"
            )
        }
        return FolderDelivery.unfinished(left, folder: folder, uploader)
    }
}
