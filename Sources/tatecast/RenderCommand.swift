import ArgumentParser
import Broadcast
import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import Service
import Show
import Synchronization

struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Turn a media file into a vertical show: HLS for phones, with prices and hearts burnt in.",
        discussion: """
            Writes master.m3u8 and its renditions into the output folder. Ctrl-C completes the segment in \
            progress, writes valid playlists and exits with 130; once a show is served, with 0. What a render left that was \
            killed is replaced by the next. All exit statuses: docs/exit-statuses.md.
            """
    )

    @Argument(help: "The media file to show.", completion: .file())
    var input: String

    @OptionGroup
    var show: ShowOptions

    @Option(help: "What happens when: one JSON event a line, each with its 'at'.", completion: .file())
    var events: String?

    @Option(name: .shortAndLong, help: "The folder to write the show to.", completion: .directory)
    var output: String

    @Option(
        help: ArgumentHelp(
            "When the show is rendered, serve it over HTTP until Ctrl-C: 0.0.0.0:8080. Port 0 is any free one.",
            valueName: "host:port"))
    var serve: String?

    @Option(help: PublicURLOption.help)
    var publicUrl: PublicURLOption?

    @Option(help: "Also write the top rung and its sound to one MP4 file.", completion: .file())
    var mp4: String?

    @Option(help: "Also write the canvas, uncompressed, as YUV4MPEG2 (44 MB a second).", completion: .file())
    var rawCanvas: String?

    @Flag(help: "Replace what is in the output folder and the files.")
    var overwrite = false

    @Option(help: "Render this much at most, in seconds.")
    var duration: Double?

    @Option(help: "The wall-clock time of the first picture, e.g. 2026-11-22T20:00:00.000Z. Default: now.")
    var startTime: String?

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    @OptionGroup
    var log: LogOptions

    func validate() throws {
        guard serve != nil || publicUrl == nil else {
            throw ValidationError("--public-url is for --serve: nothing else of render tells viewers where to go")
        }
        if let duration, !(duration > 0 && duration <= 86_400) {
            throw ValidationError("--duration \(duration): expected more than 0 and at most 86400 seconds")
        }
        if let startTime, ProgramDateTime(parsing: startTime) == nil {
            throw ValidationError("--start-time \(startTime): expected a time such as 2026-11-22T20:00:00.000Z")
        }
    }

    func run() async throws {
        let logger = log.bootstrap(isService: false)
        try await ExitStatus.reporting(to: logger) { try await render(logger) }
    }

    private func render(_ logger: Logger) async throws {
        let preset = try show.load()
        let start =
            startTime.flatMap { ProgramDateTime(parsing: $0) }
            ?? ProgramDateTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
        let timeline = try events.map { try Self.loadTimeline($0, start: start) } ?? EventTimeline()
        for gap in timeline.gaps { logger.warning("\(events ?? ""): \(gap)") }
        let job = RenderJob(options(preset, timeline, start), logger: logger)
        let origin = Origin()
        let isRendered = Atomic(false)
        let signals = StopSignals.shared
        let claim = OutputClaim()
        defer { claim.giveUp() }
        signals.prepare { ending in
            ending.patience = Self.patience
            ending.announce = { _ in
                guard !isRendered.load(ordering: .relaxed) else { return }
                logger.info("stopping: the segment in progress is being completed")
            }
            ending.abandon = {
                claim.giveUp()
                logger.warning("what hung is left to itself: the process ends")
            }
        }
        // First of all: whoever comes second writes nothing, and takes no port.
        try await job.claim(claim, stop: signals.stop)
        // Before anything is written: an address that is taken leaves no trace. Who comes early waits.
        let server = try await startServer(origin, logger)
        do {
            try await render(job, timeline, preset, signals, logger)
            isRendered.store(true, ordering: .relaxed)
            guard let server else { return }
            try await serve(server, origin, until: signals.stop)
        } catch {
            await server?.close()
            throw error
        }
    }

    /// Longer than an end takes that hangs nowhere: a movie's index is being written, say, and hours of work hang on it.
    private static let patience = Duration.seconds(15)

    private func startServer(_ origin: Origin, _ logger: Logger) async throws -> OriginServer? {
        guard let serve else { return nil }
        var configuration = try ServeAddressOption(serve, certificate: nil, key: nil).configuration
        configuration.publicAddress = try publicUrl?.address()
        return try await OriginServer.start(
            configuration, origin: origin, isStopping: { StopSignals.shared.stop.isRequested }, logger: logger)
    }

    /// A finished show's viewers come and go until somebody has seen enough: that is no failure.
    private func serve(_ server: OriginServer, _ origin: Origin, until stop: Interrupt) async throws {
        try origin.open(folder: output)
        if json {
            Console.shared.answer("{\"ready\":true,\"play\":\"\(server.playURL)\"}")
        } else {
            Console.shared.answer("play \(server.playURL); Ctrl-C ends")
        }
        await stop.wait()
        await server.close(patience: .seconds(1))
    }

    private func render(
        _ job: RenderJob, _ timeline: EventTimeline, _ preset: Preset, _ signals: StopSignals, _ logger: Logger
    ) async throws {
        let reporter =
            log.quiet ? nil : ProgressReporter(job.progress, frameRate: preset.canvas.frameRate, logger: logger)
        let reporting = reporter.map { reporter in Task { await reporter.run() } }
        defer {
            reporting?.cancel()
            Console.shared.clearStatus()
        }
        guard let summary = try await job.run(stop: signals.stop) else {
            logger.info("stopped before a segment was complete: nothing is left of it")
            throw ExitCode(128 + (signals.received ?? SIGTERM))
        }
        reporting?.cancel()
        Console.shared.clearStatus()

        let late = timeline.count(atOrAfterTick: summary.frames, frameRate: preset.canvas.frameRate)
        if late > 0 && !summary.isStopped {
            let subject =
                late == 1 ? "1 event comes after the end and isn't" : "\(late) events come after the end and aren't"
            logger.warning("\(events ?? ""): \(subject) shown")
        }
        if json {
            Console.shared.result(summary.json)
        } else if !log.quiet {
            Console.shared.result(summary.text)
        }
        if let signal = signals.received {
            throw ExitCode(128 + signal)
        }
    }

    private func options(_ preset: Preset, _ timeline: EventTimeline, _ start: ProgramDateTime) -> RenderOptions {
        RenderOptions(
            input: input, preset: preset, timeline: timeline,
            // Events name pictures beside their own file.
            pictureFolder: events.map { FilePath.parent(of: $0) }.map { $0.isEmpty ? "." : $0 },
            output: output, movie: mp4,
            rawCanvas: rawCanvas, overwrites: overwrite,
            maximumDuration: duration.map { .microseconds(Int64(($0 * 1_000_000).rounded())) },
            hasAudioOnlyVariant: !show.hasNoAudioOnly, start: start)
    }

    static func loadTimeline(_ path: String, start: ProgramDateTime) throws -> EventTimeline {
        let file = URL(fileURLWithPath: path)
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        guard size <= EventTimeline.maximumByteCount else {
            throw JobError(.inputUnusable, "\(path): larger than \(EventTimeline.maximumByteCount >> 20) MiB")
        }
        let data: Data
        do {
            data = try Data(contentsOf: file)
        } catch {
            throw JobError(.inputNotFound, "\(path) can't be read: no such file, or permission denied")
        }
        do {
            return try EventTimeline(
                ndjson: data, start: WallTime(microseconds: start.millisecondsSince1970 * 1000))
        } catch {
            throw JobError(.inputUnusable, error.description(inFile: path))
        }
    }
}
