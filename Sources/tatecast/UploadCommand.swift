import ArgumentParser
import Broadcast
import Delivery
import FFmpegKit
import Foundation
import Logging

struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Store a folder's show elsewhere: what a broadcast had no time for, or all of it.",
        discussion: """
            What the folder's ledger, uploads.ndjson, has as stored there isn't stored again. With --webhook, what the folder's outbox \
            has for it is delivered as well, or alone if no URL is given. Ends with 75 if something is left: the same \
            command goes on. See docs/uploads.md.
            """
    )

    @Argument(help: "The show's folder.", completion: .directory)
    var folder: String

    @Argument(help: ArgumentHelp("s3://bucket/prefix?region=…&endpoint=… or https://host/path.", valueName: "url"))
    var url: String?

    @Flag(help: "Store everything once more, whatever the ledger says.")
    var all = false

    @Flag(help: "Store playlists gzip-compressed, for servers that don't compress.")
    var uploadGzip = false

    @OptionGroup
    var told: WebhookOptions

    @OptionGroup
    var ending: DrainOption

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        guard let url else {
            guard !told.webhooks.isEmpty else {
                throw ValidationError(
                    "expected where to store the show, s3://bucket/prefix or https://host/path, or --webhook")
            }
            return
        }
        do throws(JobError) {
            _ = try UploadAddress(url)
        } catch {
            throw ValidationError(error.message)
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) { try await upload(logger) }
    }

    private func upload(_ logger: Logger) async throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw JobError(.inputNotFound, "\(folder): no such folder")
        }
        let signals = StopSignals.shared
        let claim = OutputClaim()
        defer { claim.giveUp() }
        signals.prepare { ending in
            ending.patience = .seconds(3)
            ending.status = { _ in ExitStatus.tryAgain.rawValue }
            ending.givesUpOutputs(of: claim, logger)
        }
        // Who broadcasts there stores it, and tells of it.
        try claim.take([.folder(folder)], stop: signals.stop)
        let webhooks = try await told.open(output: folder, drain: Drain(limit: ending.limit), logger: logger)
        async let untold = Self.tell(webhooks, until: signals.stop, logger)
        var left: (any Error)?
        do {
            try await store(until: signals.stop, logger)
        } catch {
            left = error
        }
        let count = await untold
        if let left { throw left }
        if count > 0 { throw ExitStatus.tryAgain.code }
    }

    private func store(until stop: Interrupt, _ logger: Logger) async throws {
        guard let url else { return }
        var options = Uploader.Options(folder: folder)
        options.isGzipped = uploadGzip
        let uploader = try Uploader(
            try UploadAddress(url), options: options, environment: ProcessInfo.processInfo.environment, logger: logger)
        try await uploader.check()
        try await Self.store(folder, by: uploader, repeats: all, until: stop, logger)
    }

    /// Tells webhooks what is left in the folder's outboxes.
    ///
    /// - Returns: How many events are left.
    private static func tell(_ webhooks: Webhooks?, until stop: Interrupt, _ logger: Logger) async -> Int {
        guard let webhooks else { return 0 }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await webhooks.deliverRest() }
            group.addTask { await stop.wait() }
            await group.next()
            group.cancelAll()
        }
        return await webhooks.end(logger)
    }

    /// Stores what isn't stored yet.
    ///
    /// - Throws: ``JobError`` (unfinished) if something is left.
    static func store(
        _ folder: String, by uploader: Uploader, repeats: Bool, until stop: Interrupt, _ logger: Logger
    ) async throws {
        let left = try await FolderUpload(uploader, folder: folder).run(repeats: repeats, until: stop)
        let counters = uploader.counters
        await uploader.close()
        guard left == 0 else {
            throw unfinished(left, folder: folder, uploader.address, counters.failure.map { ": \($0)" } ?? "")
        }
        logger.info("\(counters.stored) files, \(counters.bytes) bytes, were stored at \(uploader.address.location)")
    }

    /// What to say where something is left.
    ///
    /// - Parameter cause: With a colon before it, or empty.
    static func unfinished(_ count: Int, folder: String, _ address: UploadAddress, _ cause: String) -> JobError {
        JobError(
            .unfinished,
            "\(count) files aren't stored at \(address.location) yet\(cause); to go on: tatecast upload \(folder) '\(address.text)'"
        )
    }
}
