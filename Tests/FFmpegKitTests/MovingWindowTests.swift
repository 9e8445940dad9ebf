import FFmpegKit
import Foundation
import MediaModel
import Testing

/// Windows between samples, on a pattern that is known between samples as well.
@Suite struct MovingWindowTests {
    private static let source = PixelSize(width: 512, height: 288)
    /// A 720p source's enlargement, smaller.
    private static let crop = PixelSize(width: 162, height: 288)
    private static let canvas = PixelSize(width: 288, height: 512)

    /// Waves of 6 to 40 samples, as photos have.
    private static func pattern(_ x: Double, _ y: Double) -> Double {
        let waves = [
            (0.16, 0.09, 34.0, 0.4), (0.31, -0.13, 26.0, 1.9), (0.57, 0.31, 14.0, 2.8), (1.02, -0.2, 6.0, 5.1),
        ]
        return 128 + waves.reduce(0) { $0 + $1.2 * sin($1.0 * x + $1.1 * y + $1.3) }
    }

    private static func transposed(_ size: PixelSize, _ axis: PixelWindow.Axis) -> PixelSize {
        axis == .horizontal ? size : PixelSize(width: size.height, height: size.width)
    }

    private static func samples(_ plane: VideoFrame.Plane, of frame: borrowing VideoFrame) -> [UInt8] {
        frame.withPlanes { luma, blue, _, layout in
            let size = plane == .luma ? layout.size : layout.chromaSize
            let stride = plane == .luma ? layout.lumaStride : layout.chromaStride
            let source = plane == .luma ? luma : blue
            return (0..<size.height).flatMap { y in (0..<size.width).map { source[y * stride + $0] } }
        }
    }

    /// How far, in the canvas's samples, what is drawn lies from where it belongs: by least squares over the middle of the picture.
    private static func offset(
        _ plane: VideoFrame.Plane, of frame: borrowing VideoFrame, start: Double, _ axis: PixelWindow.Axis
    ) -> Double {
        let samples = samples(plane, of: frame)
        let halves = plane == .luma ? 1 : 2
        let (width, height) = (canvas.width / halves, canvas.height / halves)
        let scale = Double(crop.width) / Double(canvas.width)
        var (product, square) = (0.0, 0.0)
        for beside in stride(from: height / 8, to: height * 7 / 8, by: 31) {
            let other = (Double(beside) + 0.5) * Double(crop.height) / Double(canvas.height) - 0.5
            for along in width / 8..<width * 7 / 8 {
                let place = (Double(along) + 0.5) * scale - 0.5 + start / Double(halves)
                let slope = (pattern(place + 0.1, other) - pattern(place - 0.1, other)) * 5 * scale
                let index = axis == .horizontal ? beside * width + along : along * height + beside
                product += slope * (Double(samples[index]) - pattern(place, other))
                square += slope * slope
            }
        }
        return product / square
    }

    private static func makeSource(_ axis: PixelWindow.Axis) throws -> VideoFrame {
        func value(_ x: Int, _ y: Int) -> UInt8 {
            let (along, beside) = axis == .horizontal ? (x, y) : (y, x)
            return UInt8(pattern(Double(along), Double(beside)).rounded())
        }
        var frame = try makeFrame(transposed(source, axis), value)
        frame.withMutablePlanes { _, blue, _, layout in
            for y in 0..<layout.chromaSize.height {
                for x in 0..<layout.chromaSize.width { blue[y * layout.chromaStride + x] = value(x, y) }
            }
        }
        return frame
    }

    /// The window's start after so many source samples' movement, as a crop is placed.
    private static func window(at start: Double, _ axis: PixelWindow.Axis) -> PixelWindow {
        let place = Int((start * Double(PixelWindow.stepsPerSample)).rounded())
        let (size, even) = (transposed(crop, axis), place / PixelWindow.stepCount * 2)
        return PixelWindow(
            PixelArea(
                x: axis == .horizontal ? even : 0, y: axis == .vertical ? even : 0, width: size.width,
                height: size.height),
            axis: axis, step: place % PixelWindow.stepCount)
    }

    /// On even samples alone, this error is 1.2 to 1.8.
    @Test(arguments: [PixelWindow.Axis.horizontal, .vertical], [0.25, 0.37, 1, 2.83, 4.5])
    func movesEvenly(axis: PixelWindow.Axis, speed: Double) throws {
        let source = try Self.makeSource(axis)
        var target = try makeFrame(Self.transposed(Self.canvas, axis)) { _, _ in 0 }
        let whole = PixelArea(size: target.size)
        var scaler = Scaler()
        for plane in [VideoFrame.Plane.luma, .blueChroma] {
            var offsets: [Double] = []
            for tick in 0..<16 {
                let start = 3.1 + speed * Double(tick)
                try scaler.scale(Self.window(at: start, axis), of: source, into: whole, of: &target)
                offsets.append(Self.offset(plane, of: target, start: start, axis))
            }
            let judder = zip(offsets.dropFirst(), offsets).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
            #expect((judder / Double(offsets.count - 1)).squareRoot() <= 0.05)
            #expect(offsets.allSatisfy { abs($0) < 0.1 })
        }
    }

    @Test func isTheAreaItselfOnEvenEdges() throws {
        let source = try Self.makeSource(.horizontal)
        let area = PixelArea(x: 118, y: 0, width: Self.crop.width, height: Self.crop.height)
        var still = try makeFrame(Self.canvas) { _, _ in 0 }
        var moving = try makeFrame(Self.canvas) { _, _ in 0 }
        let whole = PixelArea(size: Self.canvas)
        var one = Scaler()
        var other = Scaler()
        try one.scale(area, of: source, into: whole, of: &still)
        // What was drawn between samples before leaves nothing behind.
        try other.scale(PixelWindow(area, step: 7), of: source, into: whole, of: &moving)
        #expect(Self.samples(.luma, of: moving) != Self.samples(.luma, of: still))
        try other.scale(PixelWindow(area), of: source, into: whole, of: &moving)
        for plane in [VideoFrame.Plane.luma, .blueChroma] {
            #expect(Self.samples(plane, of: moving) == Self.samples(plane, of: still))
        }
    }

    @Test func isAsSharpBetweenSamples() throws {
        let source = try Self.makeSource(.horizontal)
        var target = try makeFrame(Self.canvas) { _, _ in 0 }
        var scaler = Scaler()
        let row = 100
        let other = (Double(row) + 0.5) * Double(Self.crop.height) / Double(Self.canvas.height) - 0.5
        for step in 0..<PixelWindow.stepCount {
            let start = 60 + Double(step) / Double(PixelWindow.stepsPerSample)
            try scaler.scale(
                Self.window(at: start, .horizontal), of: source, into: PixelArea(size: Self.canvas), of: &target)
            let samples = Self.samples(.luma, of: target)
            let errors = (40..<250).map { x in
                let place = (Double(x) + 0.5) * Double(Self.crop.width) / Double(Self.canvas.width) - 0.5 + start
                return abs(Double(samples[row * Self.canvas.width + x]) - Self.pattern(place, other))
            }
            #expect(errors.reduce(0, max) < 4)
        }
    }

    /// The window's last place begins on an even edge: there is nothing beyond it to look at.
    @Test func reachesTheSourcesEdge() throws {
        let source = try Self.makeSource(.horizontal)
        var target = try makeFrame(Self.canvas) { _, _ in 0 }
        var scaler = Scaler()
        let last = Double(Self.source.width - Self.crop.width)
        for start in [0, last - 1.0 / 16, last] {
            let window = Self.window(at: start, .horizontal)
            #expect(window.reach.cuts(Self.source))
            try scaler.scale(window, of: source, into: PixelArea(size: Self.canvas), of: &target)
        }
    }
}
