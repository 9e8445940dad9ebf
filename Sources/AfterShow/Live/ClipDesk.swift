public import Broadcast
import FFmpegKit
import Foundation
import HLS
public import MediaModel
public import Show

/// Makes clips of a show that goes on, out of what the disk has of it: one after the other, on a thread of its own that gives way to all
/// others. Nothing of the programme waits for it.
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

    private struct State {
        /// The oldest first.
        var clips: [LiveClip] = []
        var isOver = false
        var hasThread = false
    }

    // Sendable, as every access to it holds the lock of `changed`.
    private nonisolated(unsafe) var state = State()
    private let changed = NSCondition()
    private let stop = Interrupt()
    private let folder: String
    private let language: @Sendable () -> String
    private let now: @Sendable () -> MediaTime
    private let tell: @Sendable (ClipChange) -> Void

    /// - Parameters:
    ///   - folder: The show's.
    ///   - language: Of titles, where the show has names in several: that of its canvas.
    ///   - now: The programme's media time.
    ///   - tell: Hears what becomes of clips, on the desk's thread; it must not wait.
    public init(
        folder: String, language: @escaping @Sendable () -> String = { Preset().locale },
        now: @escaping @Sendable () -> MediaTime, tell: @escaping @Sendable (ClipChange) -> Void
    ) {
        (self.folder, self.language, self.now, self.tell) = (folder, language, now, tell)
    }

    /// Asks for what was shown last.
    public func order(last duration: MediaTime) throws(LiveClip.Refusal) -> LiveClip {
        let end = now()
        return try order(from: max(.zero, end - duration), to: end)
    }

    /// Asks for a range of the running programme. Returns at once.
    ///
    /// - Throws: ``LiveClip/Refusal``, in words.
    public func order(from: MediaTime, to: MediaTime) throws(LiveClip.Refusal) -> LiveClip {
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
        let clip = LiveClip(id: Self.makeID(), from: from, to: to, state: .waiting)
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
        for clip in state.clips where clip.state == .cutting { WholeMovie.abandon("\(folder)/\(Self.file(clip))") }
        changed.broadcast()
    }

    private static func file(_ clip: LiveClip) -> String { "\(folderName)/clip-\(clip.id).mp4" }

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
        let reader = try waitForDisk(clip)
        let start = reader.currentRunStart
        var events = try RecordedEvents(ofFolder: folder, reader)
        events.language = language()
        let cutter = try ClipCutter(reader, events: events)
        let file = Self.file(clip)
        try Self.makeFolder("\(folder)/\(Self.folderName)")
        let order = ClipOrder(from: start + clip.from, to: start + clip.to, path: "\(folder)/\(file)")
        let record = try cutter.cut(order, stop: stop)
        var catalogue = try ClipCatalogue(folder: "\(folder)/\(Self.folderName)")
        try catalogue.add(record)
        return .ready(file: file, record)
    }

    /// Waits until all that a clip shows is on the disk.
    private func waitForDisk(_ clip: LiveClip) throws -> RecordingReader {
        let begin = ContinuousClock.now
        while true {
            if stop.isRequested {
                let range = "--from \(ClipTime.text(clip.from)) --to \(ClipTime.text(clip.to))"
                throw JobError(
                    .unfinished,
                    "the programme has ended before the clip was made: `tatecast clip \(folder) \(range)` makes it")
            }
            // Before the first segment there is nothing to open.
            if let reader = try? RecordingReader(folder: folder), reader.currentRunStart + clip.to <= reader.end {
                return reader
            }
            guard ContinuousClock.now - begin < .nanoseconds(Self.patience) else {
                throw JobError(
                    .outputNotWritable,
                    "the disk hasn't got what was shown at \(ClipTime.text(clip.to)): is it full, or too slow?")
            }
            // On a thread of the desk's own, which nobody waits for.
            Thread.sleep(forTimeInterval: 0.15)
        }
    }

    private static func makeFolder(_ path: String) throws(JobError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw JobError(.outputNotWritable, "\(path) can't be made: \(String(cString: strerror(errno)))")
        }
    }
}
