public import Broadcast
import Follow
import Foundation
import ImageCodecs
public import MediaModel
import NIOPosix
public import Presets
public import Show
import Synchronization

/// A show that a designer looks at while the preset changes: a live programme of a looped sample, the preset's file, and
/// what pages are told of both.
public final class PreviewShow: Sendable {
    /// Reads the preset's file. Blocks.
    public typealias PresetReader = @Sendable (_ path: String) throws(PresetError) -> (preset: Preset, files: [String])

    public struct Configuration: Sendable {
        /// The preset's file.
        public var path: String
        public var read: PresetReader
        /// What happens in each round of the sample; empty for a show of the buttons alone.
        public var events: [LiveEvent]
        public var screens: [AppScreen]

        public init(path: String, events: [LiveEvent], screens: [AppScreen], read: @escaping PresetReader) {
            (self.path, self.events, self.screens, self.read) = (path, events, screens, read)
        }
    }

    struct State {
        /// On air.
        var preset: Preset
        /// As its file had it when the preview began.
        let first: Preset
        var stillCount = 0
        var still: [UInt8] = []
    }

    let job: BroadcastJob
    let feed = PreviewFeed()
    let configuration: Configuration
    let state: Mutex<State>

    /// - Parameters:
    ///   - job: Not yet running; of a preset as ``onAir(_:canvas:)`` gives it.
    ///   - preset: As it was read.
    public init(_ job: BroadcastJob, preset: Preset, configuration: Configuration) {
        self.job = job
        self.configuration = configuration
        state = Mutex(State(preset: preset, first: preset))
    }

    /// A preset as a preview shows it: one rendition of a modest size, and the least latency that there is.
    ///
    /// - Parameter canvas: What ``canvas(for:)`` gave when the preview began.
    public static func onAir(_ preset: Preset, canvas: PixelSize, frameRate: FrameRate) -> Preset {
        var preset = preset
        preset.canvas = CanvasPreset(size: canvas, frameRate: frameRate)
        preset.latency = .ultra
        // There is no room for more than none.
        preset.reframe.follow.lookAhead = nil
        preset.ladder = .rungs([Rung(size: canvas, bitRate: 3_500_000)])
        return preset
    }

    /// At most 540 luma samples wide, of the preset's shape: sharp enough on a desk, and half the work.
    public static func canvas(for preset: Preset) -> PixelSize {
        let size = preset.canvas.size ?? PixelSize(width: 720, height: 1_280)
        guard size.width > 540 else { return size }
        return PixelSize(width: 540, height: (size.height * 540 + size.width) / (2 * size.width) * 2)
    }

    /// What the still of the last saved preset is, as a JPEG file; empty before the first.
    var still: [UInt8] { state.withLock { $0.still } }
}

// MARK: - Running

extension PreviewShow {
    /// Follows the programme and the preset's file until the task is cancelled or the programme is over.
    ///
    /// - Parameter fault: What was wrong with the preset's file at the start; then the programme has another.
    public func follow(fault: PresetError? = nil) async {
        let canvas = job.canvas
        feed.send(
            "hello",
            HelloMessage(
                file: URL(filePath: configuration.path).lastPathComponent,
                canvas: .init(width: canvas.width, height: canvas.height),
                apps: configuration.screens.map { HelloMessage.App($0) }))
        let sample = SampleEvents(configuration.events)
        feed.send("sample", json: sample.marks)
        feed.send("preset", PresetMessage(state.withLock { $0.preset }))
        if let fault { tell(fault) } else { feed.send("problem", ProblemMessage()) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.tellEvents() }
            group.addTask { await self.tellState() }
            group.addTask { await self.followFile() }
            group.addTask { await self.follow(sample) }
            // The first of them to end is the one that hears of the programme's end.
            await group.next()
            group.cancelAll()
        }
        feed.close()
    }

    private func tellEvents() async {
        for await event in job.events.listen() {
            switch event {
            case .source(let source, _):
                let (kind, text) = Self.words(of: source)
                log(kind, text)
            case .refused(_, let reason): log(.bad, "refused: \(reason)")
            case .warning(let text): log(.warn, text)
            case .finished: return
            case .ready, .takeover, .overload, .disk, .upload, .committed, .preset, .segment, .destinationUp,
                .destinationDown, .clip:
                break
            }
        }
    }

    private static func words(of source: LiveStatus.SourceState) -> (LogMessage.Kind, String) {
        switch source {
        case .waiting: (.plain, "waiting for the sample")
        case .live: (.good, "the sample's picture is on air")
        case .frozen: (.warn, "the source stalls: its last picture stays")
        case .slate: (.warn, "the source is lost: the slate is shown")
        case .finished: (.plain, "the programme is over")
        }
    }

    private func tellState() async {
        var meter = ProcessorMeter()
        var (ticks, time) = (job.status.snapshot.ticks, ContinuousClock.now)
        var (fps, cpu) = (0.0, 0.0)
        while !Task.isCancelled {
            let snapshot = job.status.snapshot
            let now = ContinuousClock.now
            let elapsed = time.duration(to: now) / .seconds(1)
            if elapsed >= 1 {
                fps = Double(snapshot.ticks - ticks) / elapsed
                cpu = meter.percent()
                (ticks, time) = (snapshot.ticks, now)
            }
            feed.send(
                "state",
                StateMessage(
                    snapshot, job.status.show, locale: state.withLock { $0.preset.locale },
                    isCut: job.controls.settings.isCut, sight: job.sight, fps: fps, cpu: cpu))
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    func log(_ kind: LogMessage.Kind, _ text: String, at time: Double? = nil) {
        feed.send("log", LogMessage(time: time ?? programmeTime, kind: kind, text: text))
    }

    /// In seconds; `nil` before the first picture.
    private var programmeTime: Double? {
        let ticks = job.status.snapshot.ticks
        let rate = state.withLock { $0.first.canvas.frameRate }
        return ticks > 0 ? rate.time(ofTick: ticks).seconds : nil
    }
}

// MARK: - Events

extension PreviewShow {
    /// Commits an event, now unless it says when.
    func commit(_ json: String) async -> CommitResult {
        do throws(EventError) {
            let event = try EventDecoder().decode(json.utf8).resolved(startedAt: job.status.snapshot.start)
            let answer = await job.commit([LiveEvent(event, json: json)]).first ?? .busy("the programme is over")
            tell(answer, of: LiveEvent(event, json: json), isPressed: true)
            return answer
        } catch {
            log(.bad, "refused: \(error)")
            return .refused("\(error)")
        }
    }

    /// - Parameters:
    ///   - event: One whose JSON was read without fault, so it can stand in a message.
    ///   - isPressed: Whether somebody sent it, as against the sample's own: then it has a place in this round.
    func tell(_ answer: CommitResult, of event: LiveEvent, isPressed: Bool = false) {
        guard case .committed(let time, _) = answer, !event.json.isEmpty else { return }
        let status = job.status.snapshot
        let place = "\"position\":\(status.samplePosition),\"round\":\(status.sampleRound),"
        feed.send(
            "log",
            json: "{\"time\":\(time.seconds),\"kind\":\"plain\",\(isPressed ? place : "")\"event\":\(event.line)}")
    }

    /// Has the sample go on from a position, in seconds. Returns what is wrong with that, in a sentence.
    func seek(to position: Double) -> String? {
        guard let duration = job.status.snapshot.sourceDuration, duration > 0 else {
            return "the sample's length isn't known, so it can't be searched"
        }
        let length = Double(duration) / 1e9
        guard position >= 0, position <= length else {
            return "position: expected seconds from 0 to \(length), found \(position)"
        }
        // Its very end shows nothing.
        job.controls.seek(to: Int64(min(position, max(0, length - 0.1)) * 1e9))
        return nil
    }

    /// Tells the crop whom or what to follow. Returns what is wrong with that, in a sentence.
    func tell(_ command: FollowCommand) -> String? {
        let mode = state.withLock { $0.preset.reframe.mode }
        guard mode == .follow else {
            return "the crop stands still: the preset's reframe.mode is \(mode.rawValue), and follow is what moves it"
        }
        job.controls.change { $0.follow(command) }
        return nil
    }

    /// The sample's whole picture as a JPEG file, small, with what following saw; `nil` where none is shown.
    func sourcePicture() async throws -> [UInt8]? {
        guard let bitmap = try await job.sourceSnapshot(in: Self.sourceBox) else { return nil }
        return try await NIOThreadPool.singleton.runIfActive { try JPEGEncoder.encode(bitmap, name: "the source") }
    }

    /// As large as the page shows it, on a screen of two samples to a pixel.
    private static let sourceBox = PixelSize(width: 640, height: 640)

    func cutSource(_ isCut: Bool) {
        job.controls.change { $0.isCut = isCut }
        log(.plain, isCut ? "the source is cut" : "the source is let through again")
    }
}
