public import MediaModel

/// Converts 8-bit 4:2:0 pictures of any matrix and range to BT.709, limited range.
///
/// From one Y'CbCr to another, luma needs all three components, chroma only the two of its own: so chroma keeps
/// its resolution, and the whole is a few multiplications a sample in fixed point. (swscale goes by way of
/// RGB at full resolution, at some ten times the cost.) Integer arithmetic: the same bytes everywhere.
public struct ColorConversion: Hashable, Sendable {
    /// Scaled by 2¹⁶.
    private let lumaFromLuma, lumaFromBlue, lumaFromRed, lumaOffset: Int32
    private let blueFromBlue, blueFromRed, redFromBlue, redFromRed: Int32

    private static let one = Double(1 << 16)

    /// - Returns: `nil` if there is nothing to convert.
    public init?(from matrix: ColorMatrix, isFullRange: Bool) {
        if matrix == .bt709 && !isFullRange { return nil }
        let (source, target) = (matrix.weights, ColorMatrix.bt709.weights)
        let (lumaGain, chromaGain) = isFullRange ? (219.0 / 255, 224.0 / 255) : (1, 1)

        // Red and blue of the source's chroma differences, per unit of each (ITU-R BT.709-6, 3.2).
        let redPerRed = 2 * (1 - source.red)
        let bluePerBlue = 2 * (1 - source.blue)
        let green = 1 - source.red - source.blue
        let greenPerRed = -redPerRed * source.red / green
        let greenPerBlue = -bluePerBlue * source.blue / green

        // The target's luma, less the source's, per unit of chroma; then the target's chroma.
        let targetGreen = 1 - target.red - target.blue
        let lumaPerBlue = targetGreen * greenPerBlue + target.blue * bluePerBlue
        let lumaPerRed = target.red * redPerRed + targetGreen * greenPerRed
        let blueScale = chromaGain / (2 * (1 - target.blue))
        let redScale = chromaGain / (2 * (1 - target.red))

        func fixed(_ value: Double) -> Int32 { Int32((value * Self.one).rounded()) }
        lumaFromLuma = fixed(lumaGain)
        // One unit of chroma is 224 steps in limited range and 255 in full, one of luma 219 and 255.
        let stepsPerStep = isFullRange ? 219.0 / 255 : 219.0 / 224
        lumaFromBlue = fixed(lumaPerBlue * stepsPerStep)
        lumaFromRed = fixed(lumaPerRed * stepsPerStep)
        lumaOffset = fixed(16.5) - (isFullRange ? 0 : 16 * fixed(lumaGain))
        blueFromBlue = fixed((bluePerBlue - lumaPerBlue) * blueScale)
        blueFromRed = fixed(-lumaPerRed * blueScale)
        redFromBlue = fixed(-lumaPerBlue * redScale)
        redFromRed = fixed((redPerRed - lumaPerRed) * redScale)
    }

    /// Writes the converted picture.
    ///
    /// - Precondition: Both layouts have the same size, and the spans are as long as their layouts say.
    public func convert(
        _ luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout,
        into newLuma: inout MutableSpan<UInt8>, _ newBlueChroma: inout MutableSpan<UInt8>,
        _ newRedChroma: inout MutableSpan<UInt8>, _ newLayout: PlaneLayout
    ) {
        precondition(layout.size == newLayout.size, "\(layout.size) isn't \(newLayout.size)")
        precondition(luma.count >= layout.lumaByteCount && newLuma.count >= newLayout.lumaByteCount)
        precondition(blueChroma.count >= layout.chromaByteCount && newBlueChroma.count >= newLayout.chromaByteCount)
        precondition(redChroma.count >= layout.chromaByteCount && newRedChroma.count >= newLayout.chromaByteCount)
        let width = layout.size.width
        // What a chroma sample adds to the four luma samples around it, for one row of them.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: width) { added in
            for row in 0..<layout.size.height / 2 {
                let (from, to) = (row * layout.chromaStride, row * newLayout.chromaStride)
                for x in 0..<width / 2 {
                    let blue = Int32(unsafe blueChroma[unchecked: from + x]) - 128
                    let red = Int32(unsafe redChroma[unchecked: from + x]) - 128
                    let sum = lumaFromBlue &* blue &+ lumaFromRed &* red &+ lumaOffset
                    unsafe added[2 * x] = sum
                    unsafe added[2 * x + 1] = sum
                    unsafe newBlueChroma[unchecked: to + x] =
                        clamped((blueFromBlue &* blue &+ blueFromRed &* red &+ Self.chromaOffset) >> 16)
                    unsafe newRedChroma[unchecked: to + x] =
                        clamped((redFromBlue &* blue &+ redFromRed &* red &+ Self.chromaOffset) >> 16)
                }
                for line in [2 * row, 2 * row + 1] {
                    let (from, to) = (line * layout.lumaStride, line * newLayout.lumaStride)
                    for x in 0..<width {
                        let value = Int32(unsafe luma[unchecked: from + x])
                        unsafe newLuma[unchecked: to + x] = clamped((lumaFromLuma &* value &+ added[x]) >> 16)
                    }
                }
            }
        }
    }

    /// 128, and a half to round by.
    private static let chromaOffset: Int32 = (128 << 16) + (1 << 15)
}

private func clamped(_ value: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: min(255, max(0, value)))
}
