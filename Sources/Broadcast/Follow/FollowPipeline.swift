import FFmpegKit
import Follow
import HLS
import Logging
import MediaModel
import Reframe
import Show

/// The threads that follow a clip.
///
///     reader ─► decoder ─► camera
final class FollowPipeline: Sendable {
    private let options: FollowJob.Options
    private let rules: FollowJob.Rules
    private let size: PixelSize
    private let length: ProgrammeLength
    private let progress: RenderProgress
    private let stop: Interrupt
    private let diagnostics: Diagnostics
    private let videoPackets = BoundedQueue<Packet>(capacity: 64)
    private let audioPackets = BoundedQueue<Packet>(capacity: 1)
    private let pictures = BoundedQueue<SourcePicture>(capacity: 5)
    private let reader: TransferBox<SourceReader>
    private let decoder: TransferBox<FilePictureDecoder>

    /// Opens the clip; nothing runs yet.
    ///
    /// - Parameter stop: Ends all of it, reading as well.
    /// - Throws: What stands against it: no such file, a missing codec.
    init(_ options: FollowJob.Options, progress: RenderProgress, stop: Interrupt, logger: Logger) throws {
        (self.options, self.progress, self.stop) = (options, progress, stop)
        let source = try FileSource(path: options.input, interrupt: stop)
        let preset = options.preset
        let plan = try RenderPlan(
            preset: preset, source: source.picture.size, sourceOrientation: source.picture.orientation,
            hasAudioOnlyVariant: false)
        let rate = plan.grid.frameRate
        rules = FollowJob.Rules(options.follow, preset.reframe, canvas: plan.canvas, frameRate: rate)
        size = plan.orientation.applied(to: source.picture.size)
        if let duration = source.duration {
            progress.expect(rate.tick(nearest: MediaTime(duration, timescale: 1_000_000_000)))
        }
        length = ProgrammeLength(frameRate: rate, limit: nil)
        length.reportAudioEnd(0)
        diagnostics = Diagnostics(logger: logger)
        decoder = TransferBox(
            try FilePictureDecoder(
                source, name: options.input, orientation: plan.orientation, packets: videoPackets, pictures: pictures,
                length: length, diagnostics: diagnostics))
        // The earlier of the two tracks begins the programme, so the sound is read as well. Nobody takes its packets.
        audioPackets.abandon()
        reader = TransferBox(
            SourceReader(
                source, name: options.input, videoPackets: videoPackets, audioPackets: audioPackets,
                diagnostics: diagnostics))
    }

    /// Runs all threads to the clip's end, or to where it is stopped.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run(_ makeDetector: @escaping @Sendable () throws -> any SubjectDetector) async throws -> FollowReport {
        let report = TransferSlot<FollowReport>()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await runOnThread(named: "reader") { self.reader.take().run() } }
                group.addTask { try await runOnThread(named: "decoder") { try self.decoder.take().run() } }
                group.addTask {
                    try await runOnThread(named: "camera") { report.put(try self.follow(makeDetector)) }
                    // If it fails, the group has heard why before the others let go, who would have reasons of their own.
                    self.abandon()
                }
                try await group.waitForAll { abandon() }
            }
        } catch {
            if let film = options.film { WholeMovie.abandon(film) }
            throw error
        }
        var result = report.take()
        result.warnings = diagnostics.warnings
        return result
    }

    private func follow(_ makeDetector: () throws -> any SubjectDetector) throws -> FollowReport {
        let eyes: FollowedPictures.Eyes =
            if let track = options.subjects { .track(track) } else { .detector(try makeDetector()) }
        var supply = FollowedPictures(pictures, eyes: eyes, rules: rules, length: length, progress: progress)
        var report = FollowReport(size: size, frameRate: rules.frameRate)
        var film: DebugFilm?
        var tick = 0
        while !stop.isRequested {
            guard supply.prepare(tick) else { break }
            if let end = length.end, tick >= end { break }
            guard let shown = supply.picture(forTick: tick), let picture = shown.picture, let sight = shown.sight else {
                break
            }
            report.ticks.append(.init(time: rules.time(ofTick: tick), sight: sight))
            if let path = options.film {
                if film == nil {
                    film = try DebugFilm(
                        path: path, picture: picture, preset: rules.reframe, canvas: rules.canvas,
                        frameRate: rules.frameRate)
                }
                try film?.add(picture, sight)
            }
            tick += 1
        }
        if let failure = supply.failure { throw failure }
        try film?.finish()
        supply.finish()
        return report
    }

    /// Ends all of them, wherever they are.
    private func abandon() {
        length.abort()
        videoPackets.abandon()
        audioPackets.abandon()
        pictures.abandon()
    }
}
