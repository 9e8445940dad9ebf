import Broadcast
import Delivery
import FFmpegKit
import Logging

/// Delivers what a folder's show still owes once it is over: its files to a store, its events to webhooks.
struct FolderDelivery {
    let folder: String
    let uploader: Uploader?
    let webhooks: Webhooks?
    let logger: Logger

    /// Whether an earlier run left anything. Blocks.
    var isOwed: Bool {
        let hasFiles = uploader.map { FolderUpload($0, folder: folder).isOwed } ?? false
        return hasFiles || webhooks?.states.contains { $0.waiting > 0 } == true
    }

    /// - Parameter repeats: Whether all files are stored once more.
    /// - Precondition: The uploader is checked.
    /// - Throws: ``JobError`` (unfinished) if files are left; an exit code if only events are, whose sentences are in the log.
    func run(repeats: Bool = false, until stop: Interrupt) async throws {
        async let untold = tell(until: stop)
        var fault: (any Error)?
        do {
            try await store(repeats: repeats, until: stop)
        } catch {
            fault = error
        }
        let count = await untold
        if let fault { throw fault }
        if count > 0 { throw ExitStatus.tryAgain.code }
    }

    private func store(repeats: Bool, until stop: Interrupt) async throws {
        guard let uploader else { return }
        let left = try await FolderUpload(uploader, folder: folder).run(repeats: repeats, until: stop)
        let counters = uploader.counters
        await uploader.close()
        guard left == 0 else { throw Self.unfinished(left, folder: folder, uploader) }
        logger.info("\(counters.stored) files, \(counters.bytes) bytes, were stored at \(uploader.address.location)")
    }

    /// - Returns: How many events are left.
    private func tell(until stop: Interrupt) async -> Int {
        guard let webhooks else { return 0 }
        await untilFirst({ await webhooks.deliverRest() }, { await stop.wait() })
        return await webhooks.end(logger)
    }

    /// What to say where something is left to store.
    static func unfinished(_ count: Int, folder: String, _ uploader: Uploader) -> JobError {
        let cause = uploader.counters.failure.map { ": \($0)" } ?? ""
        let words = ["tatecast", "upload"] + [folder, uploader.address.text].map { ShellWord.quoted($0) }
        let command = (words + (uploader.options.isGzipped ? ["--upload-gzip"] : [])).joined(separator: " ")
        return JobError(
            .unfinished,
            "\(count) files aren't stored at \(uploader.address.location) yet\(cause); to go on: \(command)")
    }
}
