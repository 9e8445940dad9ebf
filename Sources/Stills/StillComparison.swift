public import MediaModel
public import Typeset

/// How alike two pictures are, as a viewer would judge.
///
/// Light is compared by structural similarity (SSIM; Wang, Bovik, Sheikh, Simoncelli 2004, with their constants): of
/// the whole in windows of 8×8, so that one letter counts little, and of every block of 16×16, so that no letter goes
/// unseen. SSIM hardly minds a plate in another shade and doesn't see colour at all, so the means of a block's luma and
/// chroma are compared as well. Bounds leave room for another release of a font, not for another price.
public struct StillComparison: Hashable, Sendable {
    /// A block of 16×16 and how far it is off.
    public struct Block: Hashable, Sendable {
        public let area: PixelArea
        /// How alike they are, from -1 to 1, which is the same.
        public let similarity: Double
        /// The means' distance, in levels of 255.
        public let lightDistance: Double
        /// The larger of both chroma means' distances, in levels of 255.
        public let colorDistance: Double

        public var isAlike: Bool {
            similarity >= StillComparison.leastBlockSimilarity && lightDistance <= StillComparison.mostLightDistance
                && colorDistance <= StillComparison.mostColorDistance
        }
    }

    public static let leastSimilarity = 0.995
    public static let leastBlockSimilarity = 0.9
    /// A plate that is a twentieth lighter is another plate.
    public static let mostLightDistance = 12.0
    /// The same for colour, of which half as much is seen.
    public static let mostColorDistance = 6.0

    /// The mean over the whole picture, from -1 to 1, which is the same.
    public let similarity: Double
    /// The blocks that differ, in reading order.
    public let differentBlocks: [Block]

    public var isAlike: Bool { similarity >= Self.leastSimilarity && differentBlocks.isEmpty }

    /// - Precondition: Both have one size.
    public init(_ picture: Bitmap, _ expected: Bitmap) {
        precondition(picture.size == expected.size, "\(picture.size) and \(expected.size)")
        let (first, second) = (Planes(picture), Planes(expected))
        let size = picture.size
        var (sum, count) = (0.0, 0.0)
        for area in Self.areas(of: size, side: 8, step: 4) {
            sum += Self.similarity(first.luma, second.luma, area, width: size.width)
            count += 1
        }
        similarity = sum / max(1, count)
        differentBlocks = Self.areas(of: size, side: 16, step: 16).compactMap { area in
            func distance(_ plane: KeyPath<Planes, [Float]>) -> Double {
                abs(
                    Self.mean(first[keyPath: plane], area, width: size.width)
                        - Self.mean(second[keyPath: plane], area, width: size.width))
            }
            let block = Block(
                area: area, similarity: Self.similarity(first.luma, second.luma, area, width: size.width),
                lightDistance: distance(\.luma), colorDistance: max(distance(\.blue), distance(\.red)))
            return block.isAlike ? nil : block
        }
    }

    /// Squares that cover the picture; the last of a row or column is moved inwards rather than cut.
    private static func areas(of size: PixelSize, side: Int, step: Int) -> [PixelArea] {
        func starts(_ length: Int) -> [Int] {
            let last = max(0, length - side)
            return Array(stride(from: 0, to: last, by: step)) + [last]
        }
        return starts(size.height).flatMap { y in
            starts(size.width).map { x in
                PixelArea(x: x, y: y, width: min(side, size.width), height: min(side, size.height))
            }
        }
    }

    private static func similarity(_ first: [Float], _ second: [Float], _ area: PixelArea, width: Int) -> Double {
        var (sums, squares, product) = (SIMD2<Float>.zero, SIMD2<Float>.zero, Float.zero)
        let (a, b) = (first.span, second.span)
        for y in area.y..<area.y + area.height {
            for x in area.x..<area.x + area.width {
                let pair = SIMD2(a[y * width + x], b[y * width + x])
                sums += pair
                squares += pair * pair
                product += pair.x * pair.y
            }
        }
        let count = Double(area.width * area.height)
        let mean = SIMD2<Double>(sums) / count
        let variance = SIMD2<Double>(squares) / count - mean * mean
        let covariance = Double(product) / count - mean.x * mean.y
        let (c1, c2) = (2.55 * 2.55, 7.65 * 7.65)
        return (2 * mean.x * mean.y + c1) * (2 * covariance + c2)
            / ((mean.x * mean.x + mean.y * mean.y + c1) * (variance.x + variance.y + c2))
    }

    private static func mean(_ plane: [Float], _ area: PixelArea, width: Int) -> Double {
        var sum: Float = 0
        let samples = plane.span
        for y in area.y..<area.y + area.height {
            for x in area.x..<area.x + area.width { sum += samples[y * width + x] }
        }
        return Double(sum) / Double(area.width * area.height)
    }

    /// Light and colour of a picture: BT.709's, all from 0 to 255, chroma from -128 to 127.
    private struct Planes {
        var luma, blue, red: [Float]

        init(_ bitmap: Bitmap) {
            let count = bitmap.size.area
            let pixels = bitmap.pixels.span
            luma = [Float](repeating: 0, count: count)
            (blue, red) = (luma, luma)
            for index in 0..<count {
                let (r, g, b) = (
                    Float(pixels[index * 4]), Float(pixels[index * 4 + 1]), Float(pixels[index * 4 + 2])
                )
                let light = 0.2126 * r + 0.7152 * g + 0.0722 * b
                luma[index] = light
                blue[index] = (b - light) / 1.8556
                red[index] = (r - light) / 1.5748
            }
        }
    }
}

extension StillComparison: CustomStringConvertible {
    /// E.g. `similarity 0.971 (at least 0.995); 9 blocks differ, the first at 32, 448: similarity 0.412, …`.
    public var description: String {
        var text = "similarity \(Self.rounded(similarity, 1000, .down)) (at least \(Self.leastSimilarity))"
        if let first = differentBlocks.first {
            text += """
                ; \(differentBlocks.count) of its 16x16 blocks differ, the first at \(first.area.x), \(first.area.y): \
                similarity \(Self.rounded(first.similarity, 1000, .down)) (at least \(Self.leastBlockSimilarity)), light off by \
                \(Self.rounded(first.lightDistance, 10, .up)) (at most \(Int(Self.mostLightDistance))), colour by \
                \(Self.rounded(first.colorDistance, 10, .up)) (at most \(Int(Self.mostColorDistance)))
                """
        }
        return text
    }

    /// Rounds to the worse, so that what fails a bound doesn't read as if it met it.
    private static func rounded(_ value: Double, _ parts: Double, _ rule: FloatingPointRoundingRule) -> Double {
        (value * parts).rounded(rule) / parts
    }
}
