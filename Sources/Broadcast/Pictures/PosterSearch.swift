import FFmpegKit
import Stills

/// Looks for the best poster among the pictures of a programme's first minute: the sharpest that is exposed well; one with a face is
/// worth twice as much.
struct PosterSearch: ~Copyable {
    /// When the best so far is put up, in seconds after the first picture: early, and then as it gets better.
    private let times: [Double]
    private var best: SharedFrame?
    private var bestScore = 0.0
    /// Whether the best isn't put up yet.
    private var isNew = false
    private var next = 0

    /// - Parameter isLive: Whether somebody looks at it before the minute is over.
    init(isLive: Bool) {
        let end = Double(PictureTap.posterSeconds)
        times = isLive ? [0, 1, 3, 8, 15, 30, end] : [end]
    }

    /// Looks at a picture.
    ///
    /// - Returns: What is to be put up now; `nil` for nothing, or nothing new.
    mutating func look(at sample: PictureTap.Sample) -> SharedFrame? {
        guard let second = sample.posterSecond, next < times.count else { return nil }
        let sharpness = sample.measured.frame.withPlanes { luma, _, _, layout in PictureScore.of(luma, layout) }
        let score = sample.hasFace ? 2 * sharpness : sharpness
        if score > bestScore { (best, bestScore, isNew) = (sample.canvas, score, true) }
        guard isNew, second >= times[next] else { return nil }
        while next < times.count, second >= times[next] { next += 1 }
        return take()
    }

    /// The best of a programme that ended before its minute was over, unless it is put up already.
    mutating func finish() -> SharedFrame? { isNew ? take() : nil }

    private mutating func take() -> SharedFrame? {
        isNew = false
        // Of what is over nobody needs to remember anything.
        guard next == times.count else { return best }
        return best.take()
    }
}
