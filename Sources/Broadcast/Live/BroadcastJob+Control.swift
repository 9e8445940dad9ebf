import FFmpegKit
public import Follow
import HLS
public import MediaModel
import Overlay
public import Typeset
public import Show

/// What others may do with a programme while it runs. All from any thread.
extension BroadcastJob {
    /// Commits an event on the next free tick, or at the time that it names. Returns at once.
    ///
    /// - Returns: Whether there was room for it.
    public func send(_ event: LiveEvent) -> Bool {
        inbox.offer(ShowCommand(work: .events(.init(events: [event], time: clock.now, answer: { _ in }))))
    }

    /// Commits events on one tick, or at the times that they name, and waits for it: less than half a second.
    ///
    /// - Returns: What became of each, in their order.
    public func commit(_ events: [LiveEvent]) async -> [CommitResult] {
        await withCheckedContinuation { continuation in
            let batch = ShowCommand.EventBatch(events: events, time: clock.now) { continuation.resume(returning: $0) }
            let command = ShowCommand(work: .events(batch))
            if !inbox.offer(command) { command.refuse("too many events wait, or the programme is over") }
        }
    }

    /// Lets another preset draw the show; what is on stage stays.
    ///
    /// Takes a tenth of a second and more, mostly on a thread of its own; the programme goes on meanwhile.
    ///
    /// - Parameter folder: Where the pictures are that it and the events name; `nil` for the one from the start.
    public func put(_ preset: Preset, pictureFolder folder: String? = nil) async -> PresetChangeResult {
        switch await prepare(preset, pictureFolder: folder) {
        case .ready(let prepared): await put(prepared)
        case .refused(let refusal): .refused(refusal)
        }
    }

    /// The canvas that was composed last, as viewers see it; `nil` before the first.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    public func snapshot() async throws -> Bitmap? {
        guard let view = monitor.current else { return nil }
        return try await runOnThread(named: "snapshot") { Bitmap(view.canvas.frame) }
    }

    /// The whole picture of the source that was shown last, and on it what following saw; `nil` where none is shown.
    ///
    /// - Parameter box: It is as large as fits into it.
    /// - Throws: ``FFmpegError`` without memory.
    public func sourceSnapshot(in box: PixelSize) async throws -> Bitmap? {
        guard let view = monitor.current, let picture = view.picture else { return nil }
        return try await runOnThread(named: "snapshot") {
            var source = try SourceView(size: SourceView.size(of: picture, in: box))
            return Bitmap(try source.draw(picture, view.sight))
        }
    }

    /// What following saw and did on the tick that was composed last; `nil` while the crop doesn't follow.
    public var sight: FollowSight? { monitor.current?.sight }

    /// The pictures' size, for the whole broadcast.
    public var canvas: PixelSize { plan.canvas }

    public var frameRate: FrameRate { plan.grid.frameRate }

    func refusal(of preset: Preset) -> String? {
        let old = options.preset
        if let size = preset.canvas.size, size != canvas {
            return "canvas: the broadcast's pictures are \(canvas) and can't become \(size); start another broadcast"
        }
        if preset.canvas.frameRate != old.canvas.frameRate {
            return "canvas.frameRate: the broadcast has \(old.canvas.frameRate.framesPerSecond) pictures a second "
                + "and can't change to \(preset.canvas.frameRate.framesPerSecond); start another broadcast"
        }
        if let latency = preset.latency, latency != old.latency ?? .low {
            return
                "latency: the broadcast's is \((old.latency ?? .low).rawValue) and can't become \(latency.rawValue); "
                + "start another broadcast"
        }
        let languages = old.captions?.languages ?? []
        if let other = preset.captions?.languages.first(where: { !languages.contains($0) }) {
            return
                "captions.languages: the broadcast has no subtitle track for \(other), and can't add one; start another "
                + "broadcast"
        }
        if preset.ladder != old.ladder, preset.ladder != .automatic {
            return "ladder: a broadcast's renditions can't change; start another broadcast"
        }
        if let captions = preset.captions?.source, captions != old.captions?.source {
            return
                "captions.source: what players are told of the source's closed captions can't change; start another broadcast"
        }
        return nil
    }
}
