public import MediaModel

/// Where an upright canvas finds its picture in a source. Pure arithmetic, on even edges throughout, since 4:2:0
/// chroma can't be cut between samples.
public struct ReframeGeometry: Hashable, Sendable {
    /// The source, upright, without a last odd row or column; in its own samples.
    public let source: PixelSize
    /// The width of a source sample over its height.
    public let sampleAspectRatio: SampleAspectRatio
    public let canvas: PixelSize

    public struct SampleAspectRatio: Hashable, Sendable {
        public let width, height: Int

        /// Anything beyond 8:1 either way is taken for a broken file, and for square samples.
        public init(width: Int, height: Int) {
            let isPlausible = width > 0 && height > 0 && width <= 8 * height && height <= 8 * width
            // Hostile files write 2³¹-ish terms; twelve bits keep every product below 2⁶³.
            let shift = isPlausible ? max(0, (Int.bitWidth - max(width, height).leadingZeroBitCount) - 12) : 0
            self.width = isPlausible ? max(1, width >> shift) : 1
            self.height = isPlausible ? max(1, height >> shift) : 1
        }

        public static let square = SampleAspectRatio(width: 1, height: 1)
        public var transposed: SampleAspectRatio { SampleAspectRatio(width: height, height: width) }
    }

    /// - Precondition: Both sizes are at least 2×2; the canvas is even.
    public init(source: PixelSize, sampleAspectRatio: SampleAspectRatio = .square, canvas: PixelSize) {
        precondition(source.width >= 2 && source.height >= 2, "no picture of \(source) can be reframed")
        precondition(canvas.width >= 2 && canvas.height >= 2 && (canvas.width | canvas.height) % 2 == 0)
        self.source = PixelSize(width: source.width & ~1, height: source.height & ~1)
        self.sampleAspectRatio = sampleAspectRatio
        self.canvas = canvas
    }

    /// The largest part of the source that has the canvas' shape, to the nearest even number of samples.
    ///
    /// - Parameters:
    ///   - horizontalAnchor: 0 keeps the source's left edge, 1 its right edge, 0.5 the middle.
    ///   - verticalAnchor: 0 keeps its top edge, 1 its bottom edge.
    public func cropArea(horizontalAnchor: Double = 0.5, verticalAnchor: Double = 0.5) -> PixelArea {
        let (across, down) = (canvas.width * sampleAspectRatio.height, canvas.height * sampleAspectRatio.width)
        let width = min(source.width, nearestEven(source.height * across, over: down))
        let height = min(source.height, nearestEven(width * down, over: across))
        return PixelArea(
            x: offset(horizontalAnchor, room: source.width - width),
            y: offset(verticalAnchor, room: source.height - height), width: width, height: height)
    }

    /// The axis along which a crop can move. Rounding to even sizes may leave two rows, or columns, on the other.
    public func axis(of crop: PixelSize) -> PixelWindow.Axis {
        source.height - crop.height > source.width - crop.width ? .vertical : .horizontal
    }

    /// A crop moved along its axis, to the nearest step between samples.
    ///
    /// - Parameter center: Where its middle is to be, as a share of the source; it stays inside the source.
    public func window(of crop: PixelArea, around center: Double) -> PixelWindow {
        let axis = axis(of: crop.size)
        let (length, whole) = axis == .horizontal ? (crop.width, source.width) : (crop.height, source.height)
        let steps = Double(PixelWindow.stepsPerSample)
        let start = (center * Double(whole) - Double(length) / 2) * steps
        let place = start.isFinite ? Int(min(max(0, start), Double(whole - length) * steps).rounded()) : 0
        var area = crop
        let even = place / PixelWindow.stepCount * 2
        switch axis {
        case .horizontal: area.x = even
        case .vertical: area.y = even
        }
        return PixelWindow(area, axis: axis, step: place % PixelWindow.stepCount)
    }

    /// The part of the canvas that the whole source fills, if nothing of it may be cut off.
    public func fitArea(horizontalAnchor: Double = 0.5, verticalAnchor: Double = 0.5) -> PixelArea {
        let (across, down) = (source.width * sampleAspectRatio.width, source.height * sampleAspectRatio.height)
        let width = min(canvas.width, nearestEven(canvas.height * across, over: down))
        let height = min(canvas.height, nearestEven(width * down, over: across))
        return PixelArea(
            x: offset(horizontalAnchor, room: canvas.width - width),
            y: offset(verticalAnchor, room: canvas.height - height), width: width, height: height)
    }

    private func offset(_ anchor: Double, room: Int) -> Int {
        Int(Double(room) * min(1, max(0, anchor))) & ~1
    }
}

/// The even number nearest to `dividend / divisor`, the larger of two as near, and at least 2.
private func nearestEven(_ dividend: Int, over divisor: Int) -> Int {
    max(2, (dividend + divisor) / (2 * divisor) * 2)
}
