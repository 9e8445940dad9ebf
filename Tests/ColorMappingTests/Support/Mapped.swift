import ColorMapping
import MediaModel

extension ColorTable {
    /// The table that a source's 1080p pictures get.
    static func make(
        _ codes: ColorCodePoints, isFullRange: Bool = false, depth: Int = 10
    ) throws(ColorMappingError) -> ColorTable {
        try ColorTable(
            .init(
                codes: codes.resolved(for: PixelSize(width: 1920, height: 1080)), isFullRange: isFullRange,
                depth: depth))
    }

    static func make(_ signal: HDRSignal) throws(ColorMappingError) -> ColorTable {
        try make(ColorCodePoints(primaries: 9, transfer: signal.transfer, matrix: 9))
    }

    /// What a patch of one colour becomes: luma, blue and red chroma.
    func mapped(_ codes: SIMD3<Double>) -> SIMD3<Double> {
        let layout = PlaneLayout(size: PixelSize(width: 2, height: 2), lumaStride: 2, chromaStride: 1)
        let (area, rounded) = (PixelArea(size: layout.size), codes.map { $0.rounded() })
        var luma = [UInt8](repeating: 0, count: 4)
        var (blue, red): ([UInt8], [UInt8]) = ([0], [0])
        var newLuma = luma.mutableSpan
        var newBlue = blue.mutableSpan
        var newRed = red.mutableSpan
        if source.depth == 8 {
            convert(
                [UInt8](repeating: UInt8(rounded.x), count: 4).span, [UInt8(rounded.y)].span, [UInt8(rounded.z)].span,
                layout, area, into: &newLuma, &newBlue, &newRed, layout, area)
        } else {
            convert(
                [UInt16](repeating: UInt16(rounded.x), count: 4).span, [UInt16(rounded.y)].span,
                [UInt16(rounded.z)].span, layout, area, into: &newLuma, &newBlue, &newRed, layout, area)
        }
        return SIMD3(Double(luma[0]), Double(blue[0]), Double(red[0]))
    }

    /// What grey of ten bits becomes.
    func mapped(gray luma: Int) -> Int { Int(mapped(SIMD3(Double(luma), 512, 512)).x) }
}
