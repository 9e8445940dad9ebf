public import MediaModel

extension ColorTable {
    /// Writes an area of a picture of eight bits as BT.709, limited range.
    ///
    /// - Parameters:
    ///   - layout: The source planes', in bytes. The same below.
    ///   - area: What of the source is read.
    ///   - target: Where it goes, of the same size.
    /// - Precondition: Both areas lie inside their pictures, on even edges; the spans hold what their layouts say; the source has eight bits.
    public func convert(
        _ luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout,
        _ area: PixelArea, into newLuma: inout MutableSpan<UInt8>, _ newBlueChroma: inout MutableSpan<UInt8>,
        _ newRedChroma: inout MutableSpan<UInt8>, _ newLayout: PlaneLayout, _ target: PixelArea
    ) {
        precondition(source.depth == 8, "a table of \(source.depth) bits")
        write(
            luma, blueChroma, redChroma, layout, area, into: &newLuma, &newBlueChroma, &newRedChroma, newLayout, target)
    }

    /// Writes an area of a picture of ten bits as BT.709 of eight bits, limited range.
    ///
    /// - Parameter layout: Its strides are in samples, of two bytes each.
    public func convert(
        _ luma: Span<UInt16>, _ blueChroma: Span<UInt16>, _ redChroma: Span<UInt16>, _ layout: PlaneLayout,
        _ area: PixelArea, into newLuma: inout MutableSpan<UInt8>, _ newBlueChroma: inout MutableSpan<UInt8>,
        _ newRedChroma: inout MutableSpan<UInt8>, _ newLayout: PlaneLayout, _ target: PixelArea
    ) {
        precondition(source.depth == 10, "a table of \(source.depth) bits")
        write(
            luma, blueChroma, redChroma, layout, area, into: &newLuma, &newBlueChroma, &newRedChroma, newLayout, target)
    }

    @inline(__always)
    private func withNodes(_ body: (UnsafeRawPointer, UnsafeRawPointer) -> Void) {
        luma.withUnsafeBytes { luma in chroma.withUnsafeBytes { chroma in body(luma.baseAddress!, chroma.baseAddress!) }
        }
    }

    @inline(__always)
    private func write<Sample: FixedWidthInteger & UnsignedInteger>(
        _ luma: Span<Sample>, _ blueChroma: Span<Sample>, _ redChroma: Span<Sample>, _ layout: PlaneLayout,
        _ area: PixelArea, into newLuma: inout MutableSpan<UInt8>, _ newBlueChroma: inout MutableSpan<UInt8>,
        _ newRedChroma: inout MutableSpan<UInt8>, _ newLayout: PlaneLayout, _ target: PixelArea
    ) {
        precondition(area.size == target.size, "a table doesn't scale")
        precondition(area.cuts(layout.size) && target.cuts(newLayout.size), "can't write \(area) to \(target)")
        precondition(luma.count >= layout.lumaByteCount && newLuma.count >= newLayout.lumaByteCount)
        precondition(blueChroma.count >= layout.chromaByteCount && newBlueChroma.count >= newLayout.chromaByteCount)
        precondition(redChroma.count >= layout.chromaByteCount && newRedChroma.count >= newLayout.chromaByteCount)
        let upshift = source.depth == 8 ? 2 : 0
        ChromaAxis.places.withUnsafeBufferPointer { places in
            withNodes { lumaNodes, chromaNodes in
                // All are as long as every index below can be: 0…1023 on each axis.
                let lookup = Lookup(
                    luma: lumaNodes, chroma: chromaNodes, places: places.baseAddress!, lumaBits: lumaBits,
                    nodes: self.lumaNodes, step: 1 / Float(1 << lumaBits))
                for row in 0..<area.height / 2 {
                    let from = (area.y + 2 * row) * layout.lumaStride + area.x
                    let fromChroma = (area.y / 2 + row) * layout.chromaStride + area.x / 2
                    let to = (target.y + 2 * row) * newLayout.lumaStride + target.x
                    let toChroma = (target.y / 2 + row) * newLayout.chromaStride + target.x / 2
                    for x in 0..<area.width / 2 {
                        let (upper, lower) = (from + 2 * x, from + layout.lumaStride + 2 * x)
                        // Masked: a broken picture may have more than ten bits.
                        @inline(__always)
                        func code(_ sample: Sample) -> Int { Int(truncatingIfNeeded: sample) &<< upshift & 1023 }
                        let found = lookup.find(
                            (
                                code(unsafe luma[unchecked: upper]), code(unsafe luma[unchecked: upper + 1]),
                                code(unsafe luma[unchecked: lower]), code(unsafe luma[unchecked: lower + 1])
                            ), code(unsafe blueChroma[unchecked: fromChroma + x]),
                            code(unsafe redChroma[unchecked: fromChroma + x]))
                        let (newUpper, newLower) = (to + 2 * x, to + newLayout.lumaStride + 2 * x)
                        unsafe newLuma[unchecked: newUpper] = UInt8(truncatingIfNeeded: found.luma.x)
                        unsafe newLuma[unchecked: newUpper + 1] = UInt8(truncatingIfNeeded: found.luma.y)
                        unsafe newLuma[unchecked: newLower] = UInt8(truncatingIfNeeded: found.luma.z)
                        unsafe newLuma[unchecked: newLower + 1] = UInt8(truncatingIfNeeded: found.luma.w)
                        unsafe newBlueChroma[unchecked: toChroma + x] = UInt8(truncatingIfNeeded: found.blue)
                        unsafe newRedChroma[unchecked: toChroma + x] = UInt8(truncatingIfNeeded: found.red)
                    }
                }
            }
        }
    }
}

/// Finds what four samples of luma and the two of chroma between them become.
///
/// It goes between the grid's colours by straight lines on all three axes, with floating point in a fixed order: the bytes are
/// the same everywhere.
private struct Lookup {
    let luma, chroma: UnsafeRawPointer
    /// The place of each chroma code.
    let places: UnsafePointer<ChromaAxis.Place>
    let lumaBits, nodes: Int
    /// How much of a luma cell one code takes.
    let step: Float

    /// - Parameters: All in 0…1023.
    @inline(__always)
    func find(
        _ codes: (Int, Int, Int, Int), _ blue: Int, _ red: Int
    ) -> (luma: SIMD4<Int32>, blue: Int32, red: Int32) {
        let (bluePlace, redPlace) = (places[blue], places[red])
        let (b, r) = (bluePlace.share, redPlace.share)
        let weights = SIMD4<Float>((1 - b) * (1 - r), (1 - b) * r, b * (1 - r), b * r)
        // The cell's corners: blue and red low, red high, blue high, both high.
        let first = (Int(bluePlace.cell) &* ChromaAxis.nodeCount &+ Int(redPlace.cell)) &* nodes
        let blueStep = ChromaAxis.nodeCount &* nodes
        let corners = (first, first &+ nodes, first &+ blueStep, first &+ blueStep &+ nodes)

        let mask = Int32(1) &<< Int32(lumaBits) &- 1
        let parts = SIMD4(
            Int32(truncatingIfNeeded: codes.0), Int32(truncatingIfNeeded: codes.1),
            Int32(truncatingIfNeeded: codes.2), Int32(truncatingIfNeeded: codes.3))
        // The nodes below and above two samples each.
        let upper = pairs(corners, weights, codes.0 &>> lumaBits, codes.1 &>> lumaBits)
        let lower = pairs(corners, weights, codes.2 &>> lumaBits, codes.3 &>> lumaBits)
        let below = SIMD4(lowHalf: upper.evenHalf, highHalf: lower.evenHalf)
        let above = SIMD4(lowHalf: upper.oddHalf, highHalf: lower.oddHalf)
        let new = rounded(below + (above - below) * fractions(parts & SIMD4(repeating: mask), step))

        let mean = (codes.0 &+ codes.1 &+ codes.2 &+ codes.3) &>> 2
        let both = chromaPair(corners, weights, mean &>> lumaBits)
        let share = fractions(SIMD4(repeating: Int32(truncatingIfNeeded: mean) & mask), step).lowHalf
        let newChroma = both.lowHalf + (both.highHalf - both.lowHalf) * share
        let roundedChroma = rounded(SIMD4(lowHalf: newChroma, highHalf: newChroma))
        return (new, roundedChroma.x, roundedChroma.y)
    }

    /// Luma below and above one sample, then below and above the other, between the four corners.
    @inline(__always)
    private func pairs(
        _ corners: (Int, Int, Int, Int), _ weights: SIMD4<Float>, _ first: Int, _ second: Int
    ) -> SIMD4<Float> {
        @inline(__always)
        func corner(_ corner: Int) -> SIMD4<Float> {
            SIMD4(
                lowHalf: luma.loadUnaligned(fromByteOffset: (corner &+ first) &* 4, as: SIMD2<Float>.self),
                highHalf: luma.loadUnaligned(fromByteOffset: (corner &+ second) &* 4, as: SIMD2<Float>.self))
        }
        return (corner(corners.0) * weights.x + corner(corners.1) * weights.y)
            + (corner(corners.2) * weights.z + corner(corners.3) * weights.w)
    }

    /// Blue and red below, then above.
    @inline(__always)
    private func chromaPair(
        _ corners: (Int, Int, Int, Int), _ weights: SIMD4<Float>, _ node: Int
    ) -> SIMD4<Float> {
        @inline(__always)
        func corner(_ corner: Int) -> SIMD4<Float> {
            chroma.loadUnaligned(fromByteOffset: (corner &+ node) &* 8, as: SIMD4<Float>.self)
        }
        return (corner(corners.0) * weights.x + corner(corners.1) * weights.y)
            + (corner(corners.2) * weights.z + corner(corners.3) * weights.w)
    }

    /// Whole numbers of less than 2²³ as fractions. They become the lowest bits of a number whose lowest bit is worth 1: conversions
    /// by the language look at each for what can't be here.
    @inline(__always)
    private func fractions(_ values: SIMD4<Int32>, _ step: Float) -> SIMD4<Float> {
        (unsafeBitCast(values | SIMD4(repeating: 0x4B00_0000), to: SIMD4<Float>.self) - 8_388_608) * step
    }

    /// The nearest whole numbers, likewise. All nodes lie in 0…255, and so does what is between them.
    @inline(__always)
    private func rounded(_ values: SIMD4<Float>) -> SIMD4<Int32> {
        unsafeBitCast(values + 8_388_608, to: SIMD4<Int32>.self) & SIMD4(repeating: 0xFF)
    }
}
