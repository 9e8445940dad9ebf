import CZimg
import MediaModel

/// What went wrong in zimg.
public struct ColorMappingError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

/// Colours of any kind to linear light, by zimg. For tables: it is exact rather than fast.
struct LightConversion: ~Copyable {
    private let graph: OpaquePointer
    private let scratch: UnsafeMutableRawPointer
    private let count: Int

    /// Makes a conversion from Y'CbCr to linear light of the same primaries.
    ///
    /// - Parameters:
    ///   - codes: Without open points.
    ///   - count: How many colours are converted at once.
    ///   - white: Light of so many cd/m² is 1, if the transfer tells.
    /// - Throws: ``ColorMappingError`` for codes that zimg doesn't know.
    init(from codes: ColorCodePoints, count: Int, white: Double) throws(ColorMappingError) {
        try self.init(codes, to: codes.primaries, count: count, white: white)
    }

    /// Makes a conversion from linear light to that of BT.709's primaries.
    init(fromPrimaries primaries: UInt8, count: Int) throws(ColorMappingError) {
        let linear = UInt8(ZIMG_TRANSFER_LINEAR.rawValue)
        try self.init(ColorCodePoints(primaries: primaries, transfer: linear, matrix: 0), to: 1, count: count, white: 1)
    }

    private init(
        _ codes: ColorCodePoints, to primaries: UInt8, count: Int, white: Double
    ) throws(ColorMappingError) {
        var (source, target) = (zimg_image_format(), zimg_image_format())
        zimg_image_format_default(&source, Self.version)
        zimg_image_format_default(&target, Self.version)
        (source.width, source.height, target.width, target.height) = (UInt32(count), 1, UInt32(count), 1)
        (source.pixel_type, target.pixel_type) = (ZIMG_PIXEL_FLOAT, ZIMG_PIXEL_FLOAT)
        (source.depth, target.depth) = (32, 32)
        (source.pixel_range, target.pixel_range) = (ZIMG_RANGE_FULL, ZIMG_RANGE_FULL)
        source.color_family = codes.matrix == 0 ? ZIMG_COLOR_RGB : ZIMG_COLOR_YUV
        target.color_family = ZIMG_COLOR_RGB
        // zimg's numbers are H.273's.
        source.matrix_coefficients = .init(Int32(codes.matrix))
        source.transfer_characteristics = .init(Int32(codes.transfer))
        source.color_primaries = .init(Int32(codes.primaries))
        target.matrix_coefficients = ZIMG_MATRIX_RGB
        target.transfer_characteristics = ZIMG_TRANSFER_LINEAR
        target.color_primaries = .init(Int32(primaries))
        var parameters = zimg_graph_builder_params()
        zimg_graph_builder_params_default(&parameters, Self.version)
        parameters.nominal_peak_luminance = white
        // Plain C, so that no processor has colours of its own.
        parameters.cpu_type = ZIMG_CPU_NONE
        guard let graph = zimg_filter_graph_build(&source, &target, &parameters) else { throw Self.lastError() }
        var byteCount = 0
        guard zimg_filter_graph_get_tmp_size(graph, &byteCount) == ZIMG_ERROR_SUCCESS else {
            zimg_filter_graph_free(graph)
            throw Self.lastError()
        }
        (self.graph, self.count) = (graph, count)
        scratch = .allocate(byteCount: max(1, byteCount), alignment: Self.alignment)
    }

    deinit {
        zimg_filter_graph_free(graph)
        scratch.deallocate()
    }

    /// Converts `count` colours, which are red, green and blue afterwards.
    func convert(_ colors: [SIMD3<Float>]) throws(ColorMappingError) -> [SIMD3<Float>] {
        precondition(colors.count == count)
        let stride = (count * 4 + Self.alignment - 1) / Self.alignment * Self.alignment
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 6 * stride, alignment: Self.alignment)
        defer { memory.deallocate() }
        let planes = (0..<6).map { (memory + $0 * stride).bindMemory(to: Float.self, capacity: stride / 4) }
        for (index, color) in colors.enumerated() {
            (planes[0][index], planes[1][index], planes[2][index]) = (color.x, color.y, color.z)
        }
        let (from, to): ([UnsafeRawPointer?], [UnsafeMutableRawPointer?]) =
            (planes[..<3].map { .init($0) }, planes[3...].map { .init($0) })
        guard czimg_process_row(graph, Self.version, from, to, stride, scratch) == ZIMG_ERROR_SUCCESS
        else { throw Self.lastError() }
        return (0..<count).map { SIMD3(planes[3][$0], planes[4][$0], planes[5][$0]) }
    }

    /// ZIMG_MAKE_API_VERSION(2, 2), which brought what is used here: zimg 2.6 and later have it.
    private static let version: UInt32 = 2 << 8 | 2
    /// zimg.h: enough for every processor.
    private static let alignment = 64

    /// The calling thread's.
    private static func lastError() -> ColorMappingError {
        let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            buffer.initialize(repeating: 0)
            _ = zimg_get_last_error(buffer.baseAddress, buffer.count)
            return String(cString: buffer.baseAddress!)
        }
        return ColorMappingError(description: "zimg: \(text)")
    }
}

/// The zimg on this machine, for `tatecast doctor`.
public enum ColorLibrary {
    /// E.g. `3.0.4`.
    public static var version: String {
        var (major, minor, micro): (UInt32, UInt32, UInt32) = (0, 0, 0)
        zimg_get_version_info(&major, &minor, &micro)
        return "\(major).\(minor).\(micro)"
    }
}
