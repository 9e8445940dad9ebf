public import Broadcast
import FFmpegKit
import Foundation
import HLS
public import MediaModel
public import Show

/// Makes clips of a show that goes on, out of what the disk or the live window has of it: one after the other, on a thread of its own that
/// gives way to all others. Nothing of the programme waits for it.
///
/// Any thread.
public final class ClipDesk: Sendable {
    /// The folder beside the show's renditions.
    public static let folderName = PresentationNames.clips
    /// How many may wait to be made.
    private static let mostWaiting = 8
    /// How many are remembered.
    private static let mostRemembered = 200
    /// The longest, in seconds: what is longer is a recording, which `tatecast clip` cuts.
    public static let mostSeconds: Int64 = 300
    /// How long the disk may take after a clip's last picture was shown, in nanoseconds.
    private static let patience: Int64 = 15_000_000_000
    /// How long another process may cut into the same folder.
    private static let claimPatience = Duration.seconds(60)

    private struct State {
        /// The oldest first.
        var clips: [LiveClip] = []
        var isOver = false
        var hasThread = false
        /// On the folder that a clip is being written to.
        var claim: OutputClaim?
    }

    // Sendable, as every access to it holds the lock of `changed`.
    private nonisolated(unsafe) var state = State()
    private let changed = NSCondition()
    private let stop = Interrupt()
    private let show: Show
    private let clips: Clips
    private let language: @Sendable () -> String
    private let now: @Sendable () -> MediaTime
    private let tell: @Sendable (ClipChange) -> Void

    /// Where the show is.
    public enum Show: Sendable {
        case folder(String)
        /// What viewers can fetch just now, of a broadcast that keeps nothing on a disk.
        case window(@Sendable () throws(JobError) -> RecordingReader)
    }

    /// Where clips are put.
    public struct Clips: Sendable {
        let folder: String
        /// What is before a clip's name where it is told of.
        let prefix: String

        /// In the show's own folder.
        public init(ofShow folder: String) {
            self.folder = "\(folder)/\(ClipDesk.folderName)"
            prefix = "\(ClipDesk.folderName)/"
        }

        public init(folder: String) { (self.folder, prefix) = (folder, folder.hasSuffix("/") ? folder : folder + "/") }

        /// Looks whether clips can be put there, or the folder made; makes nothing. Blocks.
        ///
        /// - Throws: ``JobError`` that says what is in the way.
        public func check() throws(JobError) {
            var place = folder
            while access(place.isEmpty ? "." : place, F_OK) != 0, !place.isEmpty, place != "/" {
                place = FilePath.parent(of: place)
            }
            var isFolder: ObjCBool = false
            let name = place.isEmpty ? "." : place
            _ = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
            guard isFolder.boolValue else {
                throw JobError(.outputNotWritable, "--clips \(folder): \(name) is no folder")
            }
            guard access(name, W_OK | X_OK) == 0 else {
                throw JobError(
                    .outputNotWritable,
                    "--clips \(folder): \(name) can't be written: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// - Parameters:
    ///   - language: Of titles, where the show has names in several: that of its canvas.
    ///   - now: The programme's media time.
    ///   - tell: Hears what becomes of clips, on the desk's thread; it must not wait.
    public init(
        _ show: Show, clips: Clips, language: @escaping @Sendable () -> String = { Preset().locale },
        now: @escaping @Sendable () -> MediaTime, tell: @escaping @Sendable (ClipChange) -> Void
    ) {
        (self.show, self.clips, self.language, self.now, self.tell) = (show, clips, language, now, tell)
    }

    /// Asks for what was shown last.
    ///
    /// - Parameter isClean: As for a range.
    public func order(last duration: MediaTime, isClean: Bool = false) throws(LiveClip.Refusal) -> LiveClip {
        let end = now()
        return try order(from: max(.zero, end - duration), to: end, isClean: isClean)
    }

    /// Asks for a range of the running programme. Returns at once.
    ///
    /// - Parameter isClean: Whether it has no overlays: its pictures are the recorded source's.
    /// - Throws: ``LiveClip/Refusal``, in words.
    public func order(
        from: MediaTime, to: MediaTime, isClean: Bool = false
    ) throws(LiveClip.Refusal) -> LiveClip {
        let now = now()
        guard to <= now else {
            throw .init(.range, "to: expected a time that has been shown; the show is at \(ClipTime.text(now))")
        }
        guard from < to, to - from >= .milliseconds(500) else {
            throw .init(.range, "from: expected half a second before the end, or earlier")
        }
        guard to - from <= .seconds(Self.mostSeconds) else {
            throw .init(
                .range,
                "expected \(Self.mostSeconds) seconds at most; `tatecast clip` cuts longer ones, also while the show goes on"
            )
        }
        if isClean, case .window = show {
            throw .init(
                .unavailable,
                "a clip without overlays is cut from the recorded source by the show's folder: start the programme with --output "
                    + "and --record-source")
        }
        let clip = LiveClip(id: Self.makeID(), from: from, to: to, isClean: isClean, state: .waiting)
        changed.lock()
        defer { changed.unlock() }
        guard !state.isOver else {
            throw .init(.unavailable, "the programme is over: `tatecast clip` cuts what there is of it")
        }
        guard state.clips.count(where: { $0.state == .waiting }) < Self.mostWaiting else {
            throw .init(.busy, "\(Self.mostWaiting) clips are waiting to be made: ask again when one is ready")
        }
        state.clips.append(clip)
        forget()
        if !state.hasThread {
            state.hasThread = true
            startThread(named: "clips") { self.work() }
        }
        changed.broadcast()
        return clip
    }

    /// The clip of an identifier; `nil` if there is none, or it was long ago.
    public func clip(_ id: String) -> LiveClip? {
        changed.lock()
        defer { changed.unlock() }
        return state.clips.last { $0.id == id }
    }

    /// Makes no more. Returns at once; a clip that is being made is left out, and nothing of it stays.
    public func finish() {
        stop.request()
        changed.lock()
        defer { changed.unlock() }
        state.isOver = true
        // The process may end before the thread hears of it.
        for clip in state.clips where clip.state == .cutting { WholeMovie.abandon(path(of: clip)) }
        state.claim?.giveUp()
        changed.broadcast()
    }

    private static func name(of clip: LiveClip) -> String { "clip-\(clip.id).mp4" }

    private func path(of clip: LiveClip) -> String { "\(clips.folder)/\(Self.name(of: clip))" }

    private func forget() {
        let spare = state.clips.count - Self.mostRemembered
        guard spare > 0 else { return }
        var done = spare
        state.clips.removeAll { clip in
            guard done > 0, clip.state != .waiting, clip.state != .cutting else { return false }
            done -= 1
            return true
        }
    }

    private static func makeID() -> String {
        String(UInt64.random(in: 1 << 32...1 << 40), radix: 36)
    }

    // MARK: - The thread

    private func work() {
        // Of this thread alone, on Linux: who makes the programme gets ten times as much of a processor that both want.
        setpriority(.init(PRIO_PROCESS.rawValue), 0, 10)
        while let clip = next() {
            let state: LiveClip.State
            do {
                state = try make(clip)
            } catch {
                state = .failed((error as? JobError)?.description ?? "\(error)")
            }
            set(state, of: clip)
        }
    }

    private func next() -> LiveClip? {
        changed.lock()
        defer { changed.unlock() }
        while true {
            if let place = state.clips.firstIndex(where: { $0.state == .waiting }) {
                guard !state.isOver else { return state.clips[place] }
                state.clips[place].state = .cutting
                return state.clips[place]
            }
            guard !state.isOver else {
                state.hasThread = false
                return nil
            }
            changed.wait()
        }
    }

    private func set(_ new: LiveClip.State, of clip: LiveClip) {
        changed.lock()
        if let place = state.clips.firstIndex(where: { $0.id == clip.id }) { state.clips[place].state = new }
        changed.unlock()
        switch new {
        case .ready(let file, _): tell(.ready(id: clip.id, file: file, from: clip.from, to: clip.to))
        case .failed(let cause): tell(.failed(id: clip.id, cause: cause))
        case .waiting, .cutting: break
        }
    }

    private func make(_ clip: LiveClip) throws -> LiveClip.State {
        let reader = try waitForMedia(clip)
        let start = reader.currentRunStart
        let cutter: ClipCutter
        switch show {
        case .folder(let folder):
            var events = try RecordedEvents(ofFolder: folder, reader)
            events.language = language()
            cutter = try ClipCutter(reader, events: events, bareFolder: clip.isClean ? folder : nil)
        case .window:
            // Nobody has written down what happened.
            cutter = try ClipCutter(reader, events: .none)
        }
        let claim = try claimFolder(clip)
        defer { claim.giveUp() }
        let order = ClipOrder(from: start + clip.from, to: start + clip.to, path: path(of: clip))
        let record = try cutter.cut(order, stop: stop)
        var catalogue = try ClipCatalogue(folder: clips.folder)
        try catalogue.add(record)
        return .ready(file: clips.prefix + Self.name(of: clip), record)
    }

    private func open() throws(JobError) -> RecordingReader {
        switch show {
        case .folder(let folder): try RecordingReader(folder: folder)
        case .window(let open): try open()
        }
    }

    /// Waits until all that a clip shows is on the disk, or in the window.
    private func waitForMedia(_ clip: LiveClip) throws -> RecordingReader {
        let begin = ContinuousClock.now
        // The source's recording reaches the disk a second later than what came.
        let end = clip.to + (clip.isClean ? .seconds(2) : .zero)
        while true {
            if stop.isRequested { throw unfinished(clip) }
            // Before the first segment there is nothing to open.
            if let reader = try? open(), reader.currentRunStart + end <= reader.end { return reader }
            guard ContinuousClock.now - begin < .nanoseconds(Self.patience) else {
                throw JobError(
                    .outputNotWritable,
                    "what was shown at \(ClipTime.text(clip.to)) hasn't come to where clips are cut from: is the disk full, or too slow?"
                )
            }
            // On a thread of the desk's own, which nobody waits for.
            Thread.sleep(forTimeInterval: 0.15)
        }
    }

    /// Makes the folder, and waits until no other process cuts into it: the list of clips has one writer.
    private func claimFolder(_ clip: LiveClip) throws -> OutputClaim {
        let claim = OutputClaim(patience: Self.claimPatience)
        changed.lock()
        state.claim = claim
        changed.unlock()
        try claim.take([.folder(clips.folder)], stop: stop)
        // Who is asked to stop gets no claim.
        guard !stop.isRequested else { throw unfinished(clip) }
        return claim
    }

    private func unfinished(_ clip: LiveClip) -> JobError {
        let ended = "the programme has ended before the clip was made"
        guard case .folder(let folder) = show else { return JobError(.unfinished, "\(ended), and it kept nothing") }
        let range = "--from \(ClipTime.text(clip.from)) --to \(ClipTime.text(clip.to))"
        return JobError(.unfinished, "\(ended): `tatecast clip \(folder) \(range)` makes it")
    }
}
