import Foundation
public import MediaModel

/// What BT.709 picture the pictures of a source become that another matrix alone doesn't make so: HDR, wide colours, odd light.
///
/// The whole way (matrix, light, tone curve, gamut and back) is worked out once for a grid of colours; pictures are looked up in
/// it. So the way may be as careful as it likes, and a picture costs the same whatever it is. Immutable: any thread.
public final class ColorTable: Sendable {
    /// How a source's numbers are to be read.
    public struct Source: Hashable, Sendable {
        public let codes: ColorCodePoints
        public let isFullRange: Bool
        /// 8 or 10 bits.
        public let depth: Int

        /// - Parameters:
        ///   - codes: Without open points: see ``MediaModel/ColorCodePoints/resolved(for:)``.
        ///   - depth: 8 or 10 bits.
        public init(codes: ColorCodePoints, isFullRange: Bool, depth: Int) {
            precondition(depth == 8 || depth == 10)
            (self.codes, self.isFullRange, self.depth) = (codes, isFullRange, depth)
        }
    }

    public let source: Source

    /// The width of a cell on the luma axis: 16 codes, or where light isn't coded as eyes see it, 4: there all that is dark lies in the first hundredth.
    let lumaBits: Int
    var lumaNodes: Int { (1 << (10 - lumaBits)) + 1 }

    /// The new luma of each node, and the new blue and red chroma: for each blue, red and luma in turn.
    let luma: [Float]
    let chroma: [SIMD2<Float>]

    /// Takes some tens of milliseconds.
    ///
    /// - Throws: ``ColorMappingError`` for codes that nobody can read.
    public init(_ source: Source) throws(ColorMappingError) {
        self.source = source
        lumaBits = source.codes.transfer == 8 ? 2 : 4
        let nodes = (1 << (10 - lumaBits)) + 1
        let colors = try Self.nodes(source, lumaBits: lumaBits, lumaNodes: nodes)
        luma = colors.map(\.x)
        chroma = colors.map { SIMD2($0.y, $0.z) }
    }

    /// The grid's colours as BT.709 in limited range of eight bits: luma, blue, red, for each blue, red and luma in turn.
    private static func nodes(
        _ source: Source, lumaBits: Int, lumaNodes: Int
    ) throws(ColorMappingError) -> [SIMD3<Float>] {
        let scale = Scale(source)
        var codes: [SIMD3<Float>] = []
        codes.reserveCapacity(ChromaAxis.nodes.count * ChromaAxis.nodes.count * lumaNodes)
        for blue in ChromaAxis.nodes {
            for red in ChromaAxis.nodes {
                for node in 0..<lumaNodes {
                    codes.append(scale(luma: node << lumaBits, blue: blue, red: red))
                }
            }
        }
        return try ColorWay(source.codes)(codes)
    }
}

/// Turns codes into numbers: luma in 0…1, chroma in −0.5…0.5 (ITU-T H.273, 8.3).
private struct Scale {
    private let black, lumaSteps, chromaSteps: Float

    init(_ source: ColorTable.Source) {
        // Eight bits are ten without the last two: there, full range ends at 1020.
        let full: Float = source.depth == 8 ? 1_020 : 1_023
        (black, lumaSteps, chromaSteps) = source.isFullRange ? (0, full, full) : (64, 876, 896)
    }

    func callAsFunction(luma: Int, blue: Int, red: Int) -> SIMD3<Float> {
        SIMD3((Float(luma) - black) / lumaSteps, Float(blue - 512) / chromaSteps, Float(red - 512) / chromaSteps)
    }
}
