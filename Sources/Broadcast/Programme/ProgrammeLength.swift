import Foundation
import MediaModel

/// Where the programme ends: known only once both tracks have ended, or when somebody stops it.
///
/// The longer of the two decides, so that nothing of the source is lost: the last picture stays, or silence follows.
/// Its wait blocks: for threads only.
final class ProgrammeLength: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.
    private let changed = NSCondition()
    private let frameRate: FrameRate
    // In nanoseconds since the programme's start.
    private var videoEnd: Int64?
    private var audioEnd: Int64?
    private var decided: Int?
    private var isAborted = false

    /// - Parameter limit: The tick to end at, if the source doesn't end before.
    init(frameRate: FrameRate, limit: Int?) {
        self.frameRate = frameRate
        self.limit = limit
    }

    private let limit: Int?

    /// The tick after the last, once it is known.
    var end: Int? {
        changed.lock()
        defer { changed.unlock() }
        return decided ?? limit
    }

    /// Says when the source's last picture ends, in nanoseconds since the programme's start.
    func reportVideoEnd(_ time: Int64) {
        report { $0.videoEnd = time }
    }

    /// Says when the source's last sample ends; 0 if it has no sound.
    func reportAudioEnd(_ time: Int64) {
        report { $0.audioEnd = time }
    }

    /// Ends the programme at `tick`, wherever the source is; or before, if it was to end before.
    func decide(_ tick: Int) {
        report { length in
            length.decided = min(length.decided ?? length.limit ?? tick, tick)
        }
    }

    /// Ends the programme at the first tick at or after a time, in nanoseconds since its start.
    func decide(at time: Int64) {
        decide(max(1, frameRate.tick(atOrAfter: MediaTime(time, timescale: 1_000_000_000))))
    }

    /// Whether the programme's end is known, and lies before a time.
    func hasPassed(_ time: Int64) -> Bool {
        guard let end else { return false }
        return tick(time) > end
    }

    /// Lets everyone go who waits: the job has failed.
    func abort() {
        report { $0.isAborted = true }
    }

    /// Waits until the end is known. Returns `nil` if the job has failed.
    func waitForEnd() -> Int? {
        changed.lock()
        defer { changed.unlock() }
        while decided == nil && !isAborted { changed.wait() }
        return decided
    }

    private func tick(_ time: Int64) -> Int {
        max(0, frameRate.tick(nearest: MediaTime(time, timescale: 1_000_000_000)))
    }

    private func report(_ change: (ProgrammeLength) -> Void) {
        changed.lock()
        defer { changed.unlock() }
        change(self)
        if decided == nil, let videoEnd, let audioEnd {
            // A last AAC frame is filled up (at 44.1 kHz 23 ms): no reason for a picture more, or a segment of one.
            let isPadding = audioEnd - videoEnd < 25_000_000
            let end = max(1, tick(isPadding ? videoEnd : audioEnd))
            decided = limit.map { min($0, end) } ?? end
        }
        changed.broadcast()
    }
}
