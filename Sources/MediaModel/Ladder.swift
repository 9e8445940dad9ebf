/// The ladder that suits a canvas, after Apple's table of bit rates (authoring rule 1.25) turned upright.
public enum Ladder {
    /// The canvas for a source that, cropped to 9:16 and upright, has this size.
    ///
    /// Never more samples than the source has, for made-up ones cost bits and show nothing; but at least 720×1280, so
    /// that the overlays' text stays sharp.
    public static func canvasSize(forReframedSource size: PixelSize) -> PixelSize {
        size.width >= 1080 && size.height >= 1920
            ? PixelSize(width: 1080, height: 1920) : PixelSize(width: 720, height: 1280)
    }

    /// Two or three rungs from the best to the least: the canvas itself, and smaller pictures of the same aspect.
    ///
    /// At least two, since rule 9.9 demands several bit rates. Neighbours differ by a factor of 1.7 or more in samples:
    /// closer ones cost an encoder each and hardly look different.
    ///
    /// - Parameter canvas: Any size; an odd side loses its last row or column, as 4:2:0 pictures need even sizes.
    public static func automatic(canvas: PixelSize, frameRate: FrameRate) -> [Rung] {
        precondition(canvas.width >= 2 && canvas.height >= 2, "a canvas of \(canvas)")
        let top = PixelSize(width: canvas.width & ~1, height: canvas.height & ~1)
        // Well above 720×1280 that is the next rung, otherwise 540×960; 360×640 is the last.
        let candidates = isDistinct(921_600, below: top.area) ? [921_600, 230_400] : [518_400, 230_400]
        var sizes = [top]
        for area in candidates where isDistinct(area, below: top.area) {
            sizes.append(size(like: top, area: area))
        }
        if sizes.count == 1 { sizes.append(size(like: top, area: top.area * 4 / 9)) }
        var rungs = sizes.map { Rung(size: $0, bitRate: bitRate(area: $0.area, frameRate: frameRate)) }
        // A canvas of a few samples can't shrink; its second rung then saves bits only.
        if rungs[1].bitRate >= rungs[0].bitRate || rungs[1].size == top {
            rungs[1] = Rung(size: rungs[1].size, bitRate: max(1, rungs[0].bitRate / 2))
        }
        return rungs
    }

    private static func isDistinct(_ area: Int, below top: Int) -> Bool { area * 17 <= top * 10 }
}

// MARK: - Bit rates

extension Ladder {
    /// The video's target in bits per second for pictures of `area` samples, between Apple's by the number of samples.
    ///
    /// Apple's table names no other bit rates for 50 and 60 fps ("same as source"), but two for most sizes: these take
    /// the upper one, about half as much again, since twice the pictures differ less from each other.
    static func bitRate(area: Int, frameRate: FrameRate) -> Int {
        let rates = frameRate.framesPerSecond > 30 ? fastRates : rates
        var (low, high) = (rates[0], rates[1])
        for (next, after) in zip(rates.dropFirst(), rates.dropFirst(2)) where area > next.area {
            (low, high) = (next, after)
        }
        // Below the first size in proportion; above the last as between the last two, up to what phones decode.
        guard area >= low.area else { return max(50_000, area * low.bitRate / low.area) }
        let rate = low.bitRate + (area - low.area) * (high.bitRate - low.bitRate) / (high.area - low.area)
        // Rates are targets: hundreds of bits say nothing.
        return min(rate / 1_000 * 1_000, 16_000_000)
    }

    /// 234×416, 360×640, 540×960, 720×1280, 1080×1920.
    private static let rates: [(area: Int, bitRate: Int)] = [
        (97_344, 145_000), (230_400, 730_000), (518_400, 2_000_000), (921_600, 3_000_000), (2_073_600, 6_000_000),
    ]

    /// The rates of the same sizes at 50 and 60 pictures a second.
    private static let fastRates: [(area: Int, bitRate: Int)] = [
        (97_344, 365_000), (230_400, 1_100_000), (518_400, 3_000_000), (921_600, 4_500_000), (2_073_600, 7_800_000),
    ]
}

// MARK: - Sizes

extension Ladder {
    /// The even size of about `area` samples with the aspect of `canvas`: exactly its aspect where one lies within 3 % of
    /// the width wanted (rule 1.33), otherwise to the nearest even number.
    static func size(like canvas: PixelSize, area: Int) -> PixelSize {
        let ideal = (Double(area) * Double(canvas.width) / Double(canvas.height)).squareRoot()
        let divisor = greatestCommonDivisor(canvas.width, canvas.height)
        let (stepWidth, stepHeight) = (canvas.width / divisor * 2, canvas.height / divisor * 2)
        let steps = max(1, Int((ideal / Double(stepWidth)).rounded()))
        if abs(Double(steps * stepWidth) - ideal) <= ideal * 0.03 {
            return PixelSize(width: steps * stepWidth, height: steps * stepHeight)
        }
        let width = max(2, Int((ideal / 2).rounded()) * 2)
        let height = max(2, (width * canvas.height + canvas.width) / (2 * canvas.width) * 2)
        return PixelSize(width: min(width, canvas.width), height: min(height, canvas.height))
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
