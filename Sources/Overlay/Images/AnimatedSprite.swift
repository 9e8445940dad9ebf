import MediaModel
import ImageCodecs

/// A picture as sprites: one, or an animation's, which starts over when it is through.
struct AnimatedSprite: Sendable {
    /// At least one, all of the same size.
    private let sprites: [Sprite]
    /// When each frame ends, in milliseconds from the film's start.
    private let ends: [Int]

    init(_ picture: Picture) {
        self.init(sprites: picture.frames.map { Sprite($0.bitmap) }, milliseconds: picture.frames.map(\.milliseconds))
    }

    /// - Precondition: As many sprites as durations; at least one.
    init(sprites: [Sprite], milliseconds: [Int]) {
        precondition(!sprites.isEmpty && sprites.count == milliseconds.count, "a film without a frame")
        self.sprites = sprites
        var end = 0
        ends = milliseconds.map { duration in
            end += max(1, duration)
            return end
        }
    }

    /// The first frame.
    var first: Sprite { sprites[0] }

    /// In luma samples.
    var size: PixelSize { sprites[0].size }

    /// What the film takes in memory, in bytes.
    var byteCount: Int { sprites.reduce(0) { $0 + $1.byteCount } }

    /// The frame that is shown so many ticks after the film's start; the first one before that.
    func sprite(after elapsed: Int, frameRate: FrameRate) -> Sprite {
        guard sprites.count > 1, elapsed > 0 else { return sprites[0] }
        let time = elapsed * 1_000 / frameRate.framesPerSecond % ends[ends.count - 1]
        // The first frame that ends after this instant.
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] > time { high = middle } else { low = middle + 1 }
        }
        return sprites[low]
    }
}
