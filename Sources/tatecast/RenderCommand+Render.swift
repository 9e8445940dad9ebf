import ArgumentParser
import Broadcast
import Captions
import Delivery
import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import Origin
import Service
import Show
import Synchronization

/// Rendering: what has to be there, the job, and then its viewers.
extension RenderCommand {
    func render(_ logger: Logger) async throws {
        let (preset, captions) = try said.load(over: try show.load(), logger: logger)
        let start = beginning.date
        let timeline = try events.map { try EventInput.loadTimeline($0, start: start) } ?? EventTimeline()
        for gap in timeline.gaps { logger.warning("\(events ?? ""): \(gap)") }
        let job = RenderJob(try options(preset, timeline, captions, start), logger: logger)
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
            ending.givesUpOutputs(of: claim, logger)
        }
        // First of all: whoever comes second writes nothing, and takes no port.
        try await job.claim(claim, stop: signals.stop)
        if let state = told.state { try claim.take([.folder(state)], stop: signals.stop) }
        let uploader = try uploading.uploader(of: output, window: 0, logger)
        let drain = Drain(limit: ending.limit)
        let webhooks = try await told.open(output: output, drain: drain, logger: logger)
        let end = RenderEnd(webhooks, logger: logger) {
            let frames = job.progress.frames
            return frames > 0 ? preset.canvas.frameRate.time(ofTick: frames) : nil
        }
        var server: OriginServer?
        do {
            // Keys that are wrong are noticed while somebody looks.
            try await uploader?.check(until: signals.stop)
            // Before anything is written: an address that is taken leaves no trace. Who comes early waits.
            server = try await startServer(origin, timeline, logger)
            try await render(job, timeline, preset, signals, logger)
            isRendered.store(true, ordering: .relaxed)
            signals.prepare { ending in
                // What is left to deliver can be delivered later.
                ending.patience = max(Self.patience, drain.limit + .seconds(3))
                ending.status = { _ in ExitStatus.tryAgain.rawValue }
            }
            try await FolderDelivery(folder: output, uploader: uploader, webhooks: nil, logger: logger)
                .run(until: signals.stop)
            let untold = await end.tell(nil)
            if let server { try await serve(server, origin, until: signals.stop) }
            if untold > 0 { throw ExitStatus.tryAgain.code }
        } catch {
            await server?.close()
            _ = await end.tell(error)
            throw error
        }
    }

    /// Longer than an end takes that hangs nowhere: a movie's index is being written, say, and hours of work hang on it.
    private static let patience = Duration.seconds(15)

    private func startServer(_ origin: Origin, _ timeline: EventTimeline, _ logger: Logger) async throws
        -> OriginServer?
    {
        guard let serve else { return nil }
        var configuration = try ServeAddressOption(serve, certificate: nil, key: nil).configuration
        configuration.publicAddress = try publicUrl?.address()
        configuration.page = try page.content()
        configuration.products = RecordedProducts.shelf(of: timeline.events, pictures: pictureFolder)
        return try await OriginServer.start(
            configuration, origin: origin, readiness: Readiness(isStopping: { StopSignals.shared.stop.isRequested }),
            logger: logger)
    }

    /// Where the pictures are that events name: beside their file.
    private var pictureFolder: String? { events.map { FilePath.parent(of: $0) }.map { $0.isEmpty ? "." : $0 } }

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
        guard let summary = try await ProgressReporter.show(reporter, during: { try await job.run(stop: signals.stop) })
        else {
            logger.info("stopped before a segment was complete: nothing is left of it")
            throw ExitCode(128 + (signals.received ?? SIGTERM))
        }

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

    private func options(
        _ preset: Preset, _ timeline: EventTimeline, _ captions: [Caption], _ start: ProgramDateTime
    ) throws -> RenderOptions {
        var options = RenderOptions(input: input, preset: preset, timeline: timeline, output: output, start: start)
        options.captions = captions
        options.pictureFolder = pictureFolder
        options.eyes = try FollowEyes(for: preset, track: try SubjectFile.load(subjects, for: preset))
        options.movie = mp4
        options.rawCanvas = rawCanvas
        options.overwrites = overwrite
        options.maximumDuration = duration.map { .microseconds(Int64(($0 * 1_000_000).rounded())) }
        options.hasAudioOnlyVariant = !show.hasNoAudioOnly
        return options
    }
}
