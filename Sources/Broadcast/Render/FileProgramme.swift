import Captions
import FFmpegKit
import HLS
import MediaModel
import Overlay
import Show

/// The threads that make canvases of a file and a timeline, and the queues between them: half of a render, and nearly all of a
/// snapshot.
///
///     reader ─► decoder ─► composer
///        └────► sound, if anybody wants it
///     show feed ──────────┘
final class FileProgramme: Sendable {
    /// What is shown over the file.
    struct Show: Sendable {
        let preset: Preset
        let timeline: EventTimeline
        /// The wall-clock time of the first picture.
        let start: WallTime
        let builder: SceneBuilder
        /// What files say, in order of their beginnings.
        var captions: [Caption] = []
        /// The ticks that pictures are wanted of; `nil` for all.
        var wanted: Set<Int>?
        /// Who finds what a crop follows.
        var eyes = FollowEyes()
        /// Takes canvases for its poster and storyboard; `nil` where nobody wants them.
        var pictures: PictureTap?
    }

    private let audioPackets: BoundedQueue<Packet>
    private let videoPackets = BoundedQueue<Packet>(capacity: 64)
    private let pictures = BoundedQueue<SourcePicture>(capacity: 5)
    private let scenes = BoundedQueue<PreparedScene>(capacity: 8)
    private let context: RenderContext

    private let reader: TransferBox<SourceReader?>
    private let decoder: TransferBox<FilePictureDecoder?>
    private let feed: TransferBox<ShowFeed>
    private let composer: TransferBox<FrameComposer<FilePictures>>

    /// Makes all the parts; nothing runs yet.
    ///
    /// - Parameters:
    ///   - source: `nil`: one picture stands from the first to the last tick (``show(_:)``).
    ///   - audioPackets: Where the packets of the source's sound go.
    ///   - canvases: Where each canvas goes.
    ///   - pictureLength: Is told where the source's pictures end.
    /// - Throws: What stands against it: a missing codec, a text that can't be laid out.
    init(
        _ source: consuming FileSource?, plan: RenderPlan, show: Show, audioPackets: BoundedQueue<Packet>,
        canvases: [CanvasQueue], pictureLength: ProgrammeLength, context: RenderContext
    ) throws {
        (self.context, self.audioPackets) = (context, audioPackets)
        let reducer = ShowReducer(preset: show.preset, start: show.start, captions: show.captions)
        let diagnostics = context.diagnostics
        var follow = show.preset.reframe.following
        if let source {
            decoder = TransferBox(
                try FilePictureDecoder(
                    source, name: context.name, orientation: plan.orientation, packets: videoPackets,
                    pictures: pictures, length: pictureLength, diagnostics: diagnostics))
            reader = TransferBox(
                SourceReader(
                    source, name: context.name, videoPackets: videoPackets, audioPackets: audioPackets,
                    diagnostics: diagnostics))
        } else {
            (reader, decoder) = (TransferBox(nil), TransferBox(nil))
            // Nobody is to be found in what is one colour.
            follow = nil
        }
        feed = TransferBox(
            ShowFeed(
                timeline: show.timeline, reducer: reducer, builder: show.builder, scenes: scenes,
                length: context.length, diagnostics: diagnostics, wanted: show.wanted))
        composer = TransferBox(
            FrameComposer(
                pictures: Self.supply(pictures, plan, show, follow, context),
                compositions: [
                    Composition(
                        renderer: try CanvasRenderer(show.preset.reframe, canvas: plan.canvas),
                        firstScene: try show.builder.prepare(reducer.state), scenes: TimelineScenes(scenes),
                        canvases: canvases, pictures: show.pictures)
                ],
                grid: plan.grid, length: context.length, stop: context.stop))
    }

    private static func supply(
        _ pictures: BoundedQueue<SourcePicture>, _ plan: RenderPlan, _ show: Show, _ follow: FollowPreset?,
        _ context: RenderContext
    ) -> FilePictures {
        let rate = plan.grid.frameRate
        // A render has what the source has, unless the preset says otherwise.
        let isKept = show.preset.captions?.source != [:]
        let captions = SourceCaptions(frameRate: rate, isKept: isKept) {
            [captions = context.captions, diagnostics = context.diagnostics] in
            captions.note($0, isKept: isKept, diagnostics)
        }
        guard let follow else {
            return FilePictures(
                QueuedPictures(
                    pictures, frameRate: rate, length: context.length, progress: context.progress, captions: captions,
                    wanted: show.wanted))
        }
        var rules = FollowJob.Rules(follow, show.preset.reframe, canvas: plan.canvas, frameRate: rate)
        var cues = FocusCues()
        rules.hints = show.timeline.events.compactMap { event in
            guard let tick = event.tick(at: rate), let command = cues.command(for: event) else { return nil }
            return (tick, command)
        }
        var followed = FollowedPictures(
            pictures, eyes: show.eyes.open(for: follow.subject, context.diagnostics), rules: rules,
            length: context.length, progress: context.progress, wanted: show.wanted,
            diagnostics: context.diagnostics)
        followed.captions = captions
        return FilePictures(followed)
    }

    /// Has one picture stand from the first to the last tick.
    ///
    /// - Precondition: There is no source.
    func show(_ picture: SourcePicture) {
        _ = pictures.push(picture)
        pictures.close()
    }

    /// Adds a task for each thread.
    func addThreads(to group: inout ThrowingTaskGroup<Void, any Error>) {
        group.addTask { [self] in
            // A file on a disk that is gone, or a pipe that nobody writes to, can't be interrupted.
            let grace = Grace(.milliseconds(300), after: self.context.stopReading)
            _ = try await runOnThread(named: "reader", leavingAfter: [grace]) { self.reader.take()?.run() }
        }
        group.addTask { [self] in try await runOnThread(named: "decoder") { try self.decoder.take()?.run() } }
        group.addTask { [self] in try await runOnThread(named: "show") { try self.feed.take().run() } }
        // The reader is told by its queues: the sound may still need what stands in the file behind the last picture.
        group.addTask { [self] in try await runOnThread(named: "composer") { try self.composer.take().run() } }
    }

    /// Ends all of them, wherever they are.
    func abandon() {
        context.stopReading.request()
        context.length.abort()
        videoPackets.abandon()
        audioPackets.abandon()
        pictures.abandon()
        scenes.abandon()
    }
}
