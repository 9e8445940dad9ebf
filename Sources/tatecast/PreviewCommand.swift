import ArgumentParser
import Broadcast
import FFmpegKit
import Foundation
import Logging
import MediaModel
import Origin
import Presets
import Service
import ServiceLifecycle
import Show

struct PreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract:
            "Look at a preset in a browser while you change it: a running show, and buttons for all that happens in one.",
        discussion: """
            Prints the page's address. The show is the clip, again and again, with the preset on it. Save the preset, \
            and the picture follows within a tenth of a second; where it has a mistake, the page says where, and the \
            last good one stays. The page is for this machine alone.

            Ctrl-C ends it. All exit statuses: docs/exit-statuses.md.
            """
    )

    @Argument(help: "How the show looks: a YAML file.", completion: .file())
    var preset: String

    @Option(
        help:
            "The media file below the overlays. Default: \(PreviewRequest.sample), beside the preset's folder or here.",
        completion: .file())
    var input: String?

    @Option(
        help: """
            What happens in each round of the clip: one JSON event a line, each with its 'at'. Default: a product, and \
            what the page's buttons do.
            """,
        completion: .file())
    var events: String?

    @Option(help: "Where the page is: an address of this machine's own, 127.0.0.1 or [::1]. Port 0 is any free one.")
    var serve = "127.0.0.1:0"

    @OptionGroup
    var log: LogOptions

    func run() async throws {
        let logger = log.bootstrap(isService: true)
        try await ExitStatus.reporting(to: logger) {
            try await preview(try PreviewRequest(preset: preset, input: input, events: events, serve: serve), logger)
        }
    }

    private func preview(_ request: PreviewRequest, _ logger: Logger) async throws {
        // Frames, segments and the like are no news here.
        var calm = logger
        calm.logLevel = log.verbose ? .debug : .warning
        let origin = Origin()
        let job = try BroadcastJob(
            .file(path: request.input, loops: true), options: request.options, origin: origin, logger: calm)
        let show = PreviewShow(job, preset: request.preset, configuration: request.configuration)
        let site = PreviewSite(show, origin: origin)
        let signals = StopSignals.shared
        signals.prepare { ending in
            ending.patience = .seconds(3)
            ending.announce = { _ in site.close() }
        }
        let server = try await OriginServer.start(request.address, origin: origin, preview: site, logger: calm)
        if let fault = request.fault {
            logger.warning("\(fault)\nThe page shows this mistake, and a plain preset until it is mended.")
        }
        let closing = StartedService {
            site.close()
            await server.close(patience: .seconds(1))
        }
        // Once the sample is open: an address that ends at once would be no use.
        let broadcast = BroadcastService(job) { _ in Console.shared.answer("\(server.url)/") }
        let following = FollowingService(show: show, fault: request.fault)
        try await ServiceGroup(of: [closing, following], around: broadcast).run(until: signals.stop)
    }
}

/// What tells the pages of the programme and the preset's file.
private struct FollowingService: ServiceLifecycle.Service {
    let show: PreviewShow
    let fault: PresetError?

    func run() async throws {
        await cancelWhenGracefulShutdown { await show.follow(fault: fault) }
        // It also ends by itself when it hears that the programme is over, and then waits for its turn.
        try? await gracefulShutdown()
    }
}
