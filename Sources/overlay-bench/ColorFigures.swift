import ColorMapping
import Foundation
import MediaModel
import Reframe

/// What HDR costs a picture, in milliseconds of one core: beside another matrix, which is what SDR of 10 bits costs.
enum ColorFigures {
    /// What the part of a 1080p picture that a canvas of 9:16 shows may cost.
    private static let target = 7.0
    private static let source = PixelSize(width: 1920, height: 1080)

    /// Prints the figures, and returns whether the target is met.
    static func print() throws -> Bool {
        let table = try ColorTable(
            .init(codes: ColorCodePoints(transfer: 18).resolved(for: source), isFullRange: false, depth: 10))
        let part = measure(PixelArea(x: 656, y: 0, width: 608, height: 1080), of: source, table)
        let matrix = measureMatrix()
        let figures = [
            ("1920x1080, cut to 608x1080", part),
            ("720x1280, as of a picture that shrinks", measure(PixelSize(width: 720, height: 1280), table)),
            ("1080x1920, an upright picture as it is", measure(PixelSize(width: 1080, height: 1920), table)),
        ]
        for (name, figure) in figures { Swift.print("HLG  \(text(figure)) ms a picture  \(name)") }
        Swift.print("SDR  \(text(matrix)) ms a picture  1920x1080, BT.2020's matrix to BT.709's, eight bits")
        let isMet = part - matrix <= target
        Swift.print(
            "HLG costs \(text(part - matrix)) ms more than another matrix, \(text(part / matrix)) times as much; "
                + "target \(text(target)): \(isMet ? "met" : "MISSED")")
        return isMet
    }

    private static func measure(_ size: PixelSize, _ table: ColorTable) -> Double {
        measure(PixelArea(size: size), of: size, table)
    }

    private static func measure(_ area: PixelArea, of size: PixelSize, _ table: ColorTable) -> Double {
        let layout = PlaneLayout(size: size, lumaStride: size.width, chromaStride: size.width / 2)
        // Slopes of light and colour, and a camera's noise.
        var noise = SystemRandomNumberGenerator()
        let luma = (0..<layout.lumaByteCount).map { index in
            UInt16(64 + (index % size.width * 600 / size.width) + index / size.width / 8 % 200 + Int(noise.next() % 8))
        }
        let blue = (0..<layout.chromaByteCount).map { UInt16(450 + $0 % 120 + Int(noise.next() % 4)) }
        let red = (0..<layout.chromaByteCount).map { UInt16(460 + $0 / 500 % 110 + Int(noise.next() % 4)) }
        let target = PlaneLayout(size: area.size, lumaStride: area.width, chromaStride: area.width / 2)
        var (luma8, blue8, red8) = planes(target)
        var newLuma = luma8.mutableSpan
        var newBlue = blue8.mutableSpan
        var newRed = red8.mutableSpan
        return median {
            table.convert(
                luma.span, blue.span, red.span, layout, area, into: &newLuma, &newBlue, &newRed, target,
                PixelArea(size: area.size))
        }
    }

    private static func measureMatrix() -> Double {
        let layout = PlaneLayout(size: source, lumaStride: source.width, chromaStride: source.width / 2)
        let luma = (0..<layout.lumaByteCount).map { UInt8(truncatingIfNeeded: 16 + $0 % 200) }
        let chroma = (0..<layout.chromaByteCount).map { UInt8(truncatingIfNeeded: 100 + $0 % 60) }
        guard let conversion = ColorConversion(from: .bt2020, isFullRange: false) else { return 0 }
        var (luma8, blue8, red8) = planes(layout)
        var newLuma = luma8.mutableSpan
        var newBlue = blue8.mutableSpan
        var newRed = red8.mutableSpan
        return median {
            conversion.convert(luma.span, chroma.span, chroma.span, layout, into: &newLuma, &newBlue, &newRed, layout)
        }
    }

    private static func planes(_ layout: PlaneLayout) -> ([UInt8], [UInt8], [UInt8]) {
        let chroma = [UInt8](repeating: 0, count: layout.chromaByteCount)
        return ([UInt8](repeating: 0, count: layout.lumaByteCount), chroma, chroma)
    }

    /// Of 15 runs of 10 pictures, after one that warms the caches up.
    private static func median(_ body: () -> Void) -> Double {
        var times: [Double] = []
        for run in 0..<16 {
            let start = processorTime()
            for _ in 0..<10 { body() }
            if run > 0 { times.append((processorTime() - start) / 10) }
        }
        return times.sorted()[times.count / 2]
    }

    /// What this thread has had of a core, in milliseconds: other programs' turns on a busy machine don't count.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    private static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
