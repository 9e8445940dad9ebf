import ArgumentParser
import Broadcast
import Delivery
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
        try claim.take([folder, told.state].compactMap { $0.map { .folder($0) } }, stop: signals.stop)
        var options = Uploader.Options(folder: folder)
        options.isGzipped = uploadGzip
        if url != nil { try FolderUpload.look(into: folder) }
        let uploader = try url.map { try UploadOptions.uploader(to: $0, options, logger) }
        let webhooks = try await told.open(output: folder, drain: Drain(limit: ending.limit), logger: logger)
        try await uploader?.check(until: signals.stop)
        let delivery = FolderDelivery(folder: folder, uploader: uploader, webhooks: webhooks, logger: logger)
        try await delivery.run(repeats: all, until: signals.stop)
    }
}
