import CFFmpeg
import MediaModel

/// What a decoder must know before the first packet: a copy of what the container says of a track.
public struct CodecParameters: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecParameters>

    init() {
        // Fails only for want of some 150 bytes.
        pointer = avcodec_parameters_alloc()!
    }

    init(copying source: UnsafePointer<AVCodecParameters>) throws(FFmpegError) {
        self.init()
        try check(avcodec_parameters_copy(pointer, source), "avcodec_parameters_copy")
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVCodecParameters>? = pointer
        avcodec_parameters_free(&pointer)
    }

    var colorCodes: ColorCodePoints {
        ColorCodePoints(pointer.pointee.color_primaries, pointer.pointee.color_trc, pointer.pointee.color_space)
    }

    var codecName: String { String(cString: avcodec_get_name(pointer.pointee.codec_id)) }
}

// A plain copy with one owner.
extension CodecParameters: @unchecked Sendable {}
