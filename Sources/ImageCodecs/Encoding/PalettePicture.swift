public import MediaModel
public import Typeset

/// A picture in at most 256 colours of its own choice, without transparency.
///
/// For pictures that are kept in a repository and looked at, not for those that are compared.
public struct PalettePicture: Hashable, Sendable {
    public let size: PixelSize
    /// 1 to 256 colours.
    public let palette: [Color]
    /// An entry of the palette for each pixel, row by row.
    public let indices: [UInt8]

    /// Chooses the colours by median cut: the room of all colours is cut again and again where it errs most.
    ///
    /// - Parameter bitmap: Where it is transparent, black shows through.
    public init(_ bitmap: Bitmap) {
        let pixels = bitmap.pixels.span
        var counts = [Int32](repeating: 0, count: 1 << 18)
        for index in 0..<bitmap.size.area { counts[Self.bin(pixels, index)] += 1 }
        var bins = counts.indices.filter { counts[$0] > 0 }.map { Bin(number: $0, count: Int(counts[$0])) }
        let boxes = Self.cut(&bins)
        var entries = [UInt8](repeating: 0, count: 1 << 18)
        for (entry, box) in boxes.enumerated() {
            for bin in bins[box.range] { entries[bin.number] = UInt8(entry) }
        }
        size = bitmap.size
        palette = boxes.map(\.color)
        indices = (0..<bitmap.size.area).map { entries[Self.bin(pixels, $0)] }
    }

    /// Six bits a component: finer than the eye tells apart, and few enough to count.
    private static func bin(_ pixels: Span<UInt8>, _ index: Int) -> Int {
        Int(pixels[index * 4] >> 2) << 12 | Int(pixels[index * 4 + 1] >> 2) << 6 | Int(pixels[index * 4 + 2] >> 2)
    }

    private static func cut(_ bins: inout [Bin]) -> [Box] {
        var boxes = [Box(bins.indices, of: bins)]
        while boxes.count < 256 {
            guard let worst = boxes.indices.max(by: { boxes[$0].error < boxes[$1].error }), boxes[worst].error > 0
            else { break }
            let box = boxes[worst]
            bins[box.range].sort { ($0.parts[box.axis], $0.number) < ($1.parts[box.axis], $1.number) }
            // Between the mean and what lies below it: never at an end, as the parts along this axis differ.
            let middle = bins[box.range].firstIndex { Double($0.parts[box.axis]) > box.mean[box.axis] }
            let place = middle ?? box.range.upperBound - 1
            boxes[worst] = Box(box.range.lowerBound..<place, of: bins)
            boxes.append(Box(place..<box.range.upperBound, of: bins))
        }
        return boxes
    }

    /// Colours that are alike in their upper six bits.
    private struct Bin {
        let number: Int
        let count: Int

        /// Red, green and blue, 0 to 63.
        var parts: SIMD4<Int> { SIMD4(number >> 12, number >> 6 & 63, number & 63, 0) }
    }

    /// Bins that share an entry.
    private struct Box {
        let range: Range<Int>
        let mean: SIMD4<Double>
        /// The component that varies most: 0 to 2.
        let axis: Int
        /// The sum of squares that it is off by.
        let error: Double

        init(_ range: Range<Int>, of bins: [Bin]) {
            self.range = range
            var (count, sum, squares) = (0.0, SIMD4<Double>.zero, SIMD4<Double>.zero)
            for bin in bins[range] {
                let parts = SIMD4<Double>(bin.parts)
                count += Double(bin.count)
                sum += parts * Double(bin.count)
                squares += parts * parts * Double(bin.count)
            }
            let mean = sum / max(1, count)
            let errors = squares - sum * mean
            self.mean = mean
            let axis = (0..<3).max { errors[$0] < errors[$1] } ?? 0
            self.axis = axis
            // A box of one bin can't be cut, whatever rounding leaves of its error.
            error = range.count > 1 ? errors[axis] : 0
        }

        var color: Color {
            // The middle of a bin stands for all of it; black and white stay what they are.
            func byte(_ part: Double) -> UInt8 { UInt8(max(0, min(255, (part * 255 / 63).rounded()))) }
            return Color(red: byte(mean.x), green: byte(mean.y), blue: byte(mean.z))
        }
    }
}
