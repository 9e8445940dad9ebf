import CFFmpeg

/// A codec that a network protocol names, rather than a container that libavformat reads.
public enum EncodedFormat: String, Hashable, Sendable, CaseIterable {
    case h264
    case hevc
    case av1
    case aac
    case opus

    var identifier: AVCodecID {
        switch self {
        case .h264: AV_CODEC_ID_H264
        case .hevc: AV_CODEC_ID_HEVC
        case .av1: AV_CODEC_ID_AV1
        case .aac: AV_CODEC_ID_AAC
        case .opus: AV_CODEC_ID_OPUS
        }
    }

    var isPicture: Bool {
        switch self {
        case .h264, .hevc, .av1: true
        case .aac, .opus: false
        }
    }

    /// Whether this machine's FFmpeg can decode it.
    public var isDecodable: Bool { avcodec_find_decoder(identifier) != nil }
}

extension CodecParameters {
    /// What a decoder must know of a track that no container describes.
    ///
    /// - Parameter configuration: As in MP4: `avcC`, `hvcC`, `av1C`, AudioSpecificConfig, or `OpusHead`.
    /// - Throws: ``FFmpegError`` without memory.
    public init(_ format: EncodedFormat, configuration: Span<UInt8>) throws(FFmpegError) {
        self.init()
        pointer.pointee.codec_type = format.isPicture ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO
        pointer.pointee.codec_id = format.identifier
        try setConfiguration(configuration)
    }

    /// Replaces the configuration by a copy of another.
    func setConfiguration(_ configuration: Span<UInt8>) throws(FFmpegError) {
        // Decoders read whole words, and so a little beyond the end (libavcodec/defs.h).
        let room = configuration.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
        guard let bytes = av_mallocz(room) else {
            throw FFmpegError(operation: "av_mallocz", subject: codecName, code: .outOfMemory)
        }
        configuration.withUnsafeBytes { source in
            if let base = source.baseAddress { bytes.copyMemory(from: base, byteCount: source.count) }
        }
        av_freep(UnsafeMutableRawPointer(pointer.pointer(to: \.extradata)!))
        pointer.pointee.extradata = bytes.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.extradata_size = Int32(configuration.count)
    }
}
