import CFFmpeg

/// A stretch of decoded sound, in the source's own rate, layout and sample format.
public struct AudioFrame: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    /// Makes an empty frame, for FFmpeg to fill.
    init() {
        // Fails only for want of some 500 bytes.
        pointer = av_frame_alloc()!
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&pointer)
    }

    /// How many samples each channel has.
    public var sampleCount: Int { Int(pointer.pointee.nb_samples) }

    /// How many samples there are in a second.
    public var sampleRate: Int { Int(pointer.pointee.sample_rate) }

    /// When its first sample is heard, in ticks of its track's time base; `nil` if the source didn't say.
    public var presentationTime: Int64? {
        let time = pointer.pointee.best_effort_timestamp
        return time == cffmpeg_AV_NOPTS_VALUE ? nil : time
    }
}
