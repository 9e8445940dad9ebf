import CFFmpeg
import MediaModel

/// swscale's tables for one pair of sizes: one for each step of a window between samples. Used by one thread at a time.
///
/// A window between samples is the one on even edges, resized by filters that look a part of a sample further. So what moves through all
/// steps moves evenly; on even edges there is no such filter.
struct ScalerTables: ~Copyable {
    struct Key: Hashable {
        var filter: Scaler.Filter
        var source: PixelSize
        var target: PixelSize
        var depth: Int
        var axis: PixelWindow.Axis
    }

    private var key: Key?
    private var contexts = [OpaquePointer?](repeating: nil, count: PixelWindow.stepCount)

    init() {}

    deinit {
        for context in contexts { sws_freeContext(context) }
    }

    /// The tables for a step, which live until others are asked for.
    ///
    /// - Throws: ``FFmpegError`` if swscale can't do these sizes.
    mutating func context(_ wanted: Key, step: Int) throws(FFmpegError) -> OpaquePointer {
        if key != wanted {
            for index in contexts.indices {
                sws_freeContext(contexts[index])
                contexts[index] = nil
            }
            key = wanted
        }
        if let context = contexts[step] { return context }
        // Each when it is first needed, a third of a millisecond: all at once would take a good part of a tick.
        let context = try Self.make(wanted, step: step)
        contexts[step] = context
        return context
    }

    private static func make(_ key: Key, step: Int) throws(FFmpegError) -> OpaquePointer {
        let samples = Double(step) / Double(PixelWindow.stepsPerSample)
        var luma = taps(samples.truncatingRemainder(dividingBy: 1))
        // A sample of chroma is two of luma.
        var chroma = taps(samples / 2)
        let context = luma.withUnsafeMutableBufferPointer { luma in
            chroma.withUnsafeMutableBufferPointer { chroma in
                var lumaVector = SwsVector(coeff: luma.baseAddress, length: Int32(luma.count))
                var chromaVector = SwsVector(coeff: chroma.baseAddress, length: Int32(chroma.count))
                // swscale keeps nothing of the filter.
                return withUnsafeMutablePointer(to: &lumaVector) { luma in
                    withUnsafeMutablePointer(to: &chromaVector) { chroma in
                        var filter =
                            key.axis == .horizontal
                            ? SwsFilter(lumH: luma, lumV: nil, chrH: chroma, chrV: nil)
                            : SwsFilter(lumH: nil, lumV: luma, chrH: nil, chrV: chroma)
                        return withUnsafeMutablePointer(to: &filter) { make(key, step > 0 ? $0 : nil) }
                    }
                }
            }
        }
        guard let context else {
            throw FFmpegError(
                operation: "sws_getContext", subject: "\(key.source) to \(key.target)", code: .invalidData)
        }
        return context
    }

    private static func make(_ key: Key, _ filter: UnsafeMutablePointer<SwsFilter>?) -> OpaquePointer? {
        let format = key.depth == 8 ? AV_PIX_FMT_YUV420P : cffmpeg_AV_PIX_FMT_YUV420P10
        return sws_getContext(
            Int32(key.source.width), Int32(key.source.height), format, Int32(key.target.width),
            Int32(key.target.height), format, key.filter == .bicubic ? SWS_BICUBIC : SWS_BILINEAR, filter, nil, nil)
    }

    /// Catmull-Rom's spline at a part of a sample, 0..<1: the weights of the two samples to the left, the one itself, and the two to the
    /// right. Linear weights would blur each picture differently, and that shimmers.
    private static func taps(_ part: Double) -> [Double] {
        let (one, two, three) = (part, part * part, part * part * part)
        return [
            0, (2 * two - three - one) / 2, (3 * three - 5 * two + 2) / 2, (4 * two - 3 * three + one) / 2,
            (three - two) / 2,
        ]
    }
}
