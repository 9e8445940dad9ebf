import CFFmpeg

/// Turns sound of any rate, layout and sample format into 48 kHz stereo.
///
/// The source's format may change at any frame. Used by one thread at a time.
public struct Resampler: ~Copyable {
    /// The programme's rate, in samples a second.
    public static let outputRate = 48_000

    private struct Format: Hashable {
        var rate, sampleFormat: Int32
        var channelCount: Int32
        var channelMask: UInt64
    }

    private let isElastic: Bool
    private var context: OpaquePointer?
    private var format: Format?
    private var left: [Float] = []
    private var right: [Float] = []

    /// - Parameter isElastic: Whether ``stretch(by:over:)`` will be called: then it resamples even what comes at 48 kHz.
    public init(isElastic: Bool = false) {
        self.isElastic = isElastic
    }

    deinit {
        var context = context
        swr_free(&context)
    }

    /// How far its next output lags behind the input taken so far, in output samples.
    public var delay: Int64 { context.map { swr_get_delay($0, Int64(Self.outputRate)) } ?? 0 }

    /// Whether a frame has another format than the last: ``flush(_:)`` first, to keep what is held back.
    public func changesFormat(_ frame: borrowing AudioFrame) -> Bool {
        format != nil && format != Self.format(of: frame)
    }

    /// Makes the sound a little longer, or shorter, so that it follows the clock of a source that runs slow, or fast.
    ///
    /// - Parameters:
    ///   - samples: So many samples more than otherwise; fewer if negative.
    ///   - distance: Over so many samples of output.
    public mutating func stretch(by samples: Int, over distance: Int) throws(FFmpegError) {
        precondition(isElastic, "an elastic resampler")
        guard context != nil else { return }
        try check(swr_set_compensation(context, Int32(samples), Int32(distance)), "swr_set_compensation")
    }

    /// Converts a frame and hands on what is ready: as many samples left as right, in -1…1.
    public mutating func convert(
        _ frame: borrowing AudioFrame, _ body: (Span<Float>, Span<Float>) -> Void
    ) throws(FFmpegError) {
        let wanted = Self.format(of: frame)
        if wanted != format { try prepare(wanted, for: frame) }
        let input = UnsafeMutableRawPointer(frame.pointer.pointee.extended_data)?
            .assumingMemoryBound(to: UnsafePointer<UInt8>?.self)
        try run(input: input, count: frame.pointer.pointee.nb_samples, body)
    }

    /// Hands on what is held back; the next frame starts anew.
    public mutating func flush(_ body: (Span<Float>, Span<Float>) -> Void) throws(FFmpegError) {
        guard context != nil else { return }
        try run(input: nil, count: 0, body)
        swr_free(&context)
        format = nil
    }

    private mutating func run(
        input: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int32, _ body: (Span<Float>, Span<Float>) -> Void
    ) throws(FFmpegError) {
        let room = try check(swr_get_out_samples(context, count), "swr_get_out_samples")
        if left.count < Int(room) {
            left = [Float](repeating: 0, count: Int(room))
            right = left
        }
        let context = context
        let made = left.withUnsafeMutableBytes { left in
            right.withUnsafeMutableBytes { right in
                withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt8>?.self, capacity: 2) { planes in
                    planes[0] = left.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    planes[1] = right.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    return swr_convert(context, planes.baseAddress, room, input, count)
                }
            }
        }
        try check(made, "swr_convert")
        if made > 0 { body(left.span.extracting(first: Int(made)), right.span.extracting(first: Int(made))) }
    }

    private mutating func prepare(_ wanted: Format, for frame: borrowing AudioFrame) throws(FFmpegError) {
        swr_free(&context)
        format = nil
        // Hours of sound from a few bytes, or filters of millions of taps: no device records so.
        guard 1_000...768_000 ~= wanted.rate, wanted.channelCount > 0 else {
            throw FFmpegError(
                operation: "resample", subject: "\(wanted.channelCount) channels at \(wanted.rate) Hz",
                code: .invalidData)
        }
        var stereo = AVChannelLayout()
        av_channel_layout_default(&stereo, 2)
        // A layout of no order (raw channels) is taken for the usual one of as many channels. Up to eight there is one; what
        // FFmpeg calls usual beyond that depends on its version.
        var layout = AVChannelLayout()
        if frame.pointer.pointee.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC, wanted.channelCount <= 8 {
            av_channel_layout_default(&layout, frame.pointer.pointee.ch_layout.nb_channels)
        } else {
            try check(av_channel_layout_copy(&layout, &frame.pointer.pointee.ch_layout), "av_channel_layout_copy")
        }
        defer { av_channel_layout_uninit(&layout) }
        try check(
            swr_alloc_set_opts2(
                &context, &stereo, AV_SAMPLE_FMT_FLTP, Int32(Self.outputRate), &layout,
                AVSampleFormat(rawValue: wanted.sampleFormat), wanted.rate, 0, nil),
            "swr_alloc_set_opts2", on: "\(wanted.channelCount) channels at \(wanted.rate) Hz")
        try mix(wanted.channelCount, hasLayout: layout.order != AV_CHANNEL_ORDER_UNSPEC)
        if isElastic {
            let flags = Int64(SWR_FLAG_RESAMPLE)
            try check(av_opt_set_int(UnsafeMutableRawPointer(context), "flags", flags, 0), "flags")
        }
        try check(swr_init(context), "swr_init", on: "\(wanted.channelCount) channels at \(wanted.rate) Hz")
        format = wanted
    }

    /// Says how the channels make two.
    ///
    /// - Mono sounds from each speaker as loud as it is, as in every player; swresample would take 3 dB off.
    /// - Surround is scaled so that no sum of channels can clip (for floats swresample would let it).
    /// - Of channels that nobody named and that are more than eight, the first two are taken.
    private func mix(_ channelCount: Int32, hasLayout: Bool) throws(FFmpegError) {
        let left, right: [Double]
        if channelCount == 1 {
            (left, right) = ([1], [1])
        } else if !hasLayout {
            left = (0..<channelCount).map { $0 == 0 ? 1 : 0 }
            right = (0..<channelCount).map { $0 == 1 ? 1 : 0 }
        } else {
            try check(av_opt_set_double(UnsafeMutableRawPointer(context), "rematrix_maxval", 1, 0), "rematrix_maxval")
            return
        }
        try check(swr_set_matrix(context, left + right, channelCount), "swr_set_matrix", on: "\(channelCount) channels")
    }

    private static func format(of frame: borrowing AudioFrame) -> Format {
        let layout = frame.pointer.pointee.ch_layout
        return Format(
            rate: frame.pointer.pointee.sample_rate, sampleFormat: frame.pointer.pointee.format,
            channelCount: layout.nb_channels, channelMask: layout.order == AV_CHANNEL_ORDER_NATIVE ? layout.u.mask : 0)
    }
}

// swresample's context has one owner at a time, and isn't bound to the thread that made it.
extension Resampler: @unchecked Sendable {}
