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
    private var videoEnd: Int?
    private var audioEnd: Int?
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
        report { $0.videoEnd = $0.tick(time) }
    }

    /// Says when the source's last sample ends; 0 if it has no sound.
    func reportAudioEnd(_ time: Int64) {
        report { $0.audioEnd = $0.tick(time) }
    }

    /// Ends the programme at `tick`, wherever the source is; or before, if it was to end before.
    func decide(_ tick: Int) {
        report { length in
            length.decided = min(length.decided ?? length.limit ?? tick, tick)
        }
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
            let end = max(1, videoEnd, audioEnd)
            decided = limit.map { min($0, end) } ?? end
        }
        changed.broadcast()
    }
}
