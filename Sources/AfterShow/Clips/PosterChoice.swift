import Broadcast
import FFmpegKit
import MediaModel
import Stills
import Typeset

/// Keeps the sharpest, best exposed picture of those that are offered.
struct PosterChoice: ~Copyable {
    private var best: SharedFrame?
    private var bestScore = -1.0
    private var lastTick: Int?

    /// One of so many pictures is looked at: half a second.
    private static let distance = 15

    /// Whether a picture of this tick would be looked at.
    func isDue(at tick: Int) -> Bool { lastTick.map { tick - $0 >= Self.distance } ?? true }

    /// Looks at a picture, and keeps it if it is better than all before.
    mutating func offer(_ frame: consuming VideoFrame, tick: Int) { offer(frame.share(), tick: tick) }

    /// The same, of one that others look at too.
    mutating func offer(_ picture: SharedFrame, tick: Int) {
        guard isDue(at: tick), picture.frame.depth == 8 else { return }
        lastTick = tick
        let score = picture.frame.withPlanes(of: UInt8.self) { luma, _, _, layout in PictureScore.of(luma, layout) }
        guard score > bestScore else { return }
        bestScore = score
        best = picture
    }

    /// The picture that was kept; `nil` if there was none.
    consuming func bitmap() -> Bitmap? {
        best.map { Bitmap($0.frame) }
    }
}
