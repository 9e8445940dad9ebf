/// One coded picture, or one frame of coded sound, as its publisher sent it.
public struct EncodedSample: Hashable, Sendable {
    /// When to decode it, in milliseconds of the publisher's clock, which may start anywhere, stand still and jump either
    /// way. It goes on where 32 bits wrap.
    public var decodeTime: Int64

    /// From decode to presentation, in milliseconds; 0 for sound. Negative values do come.
    public var compositionOffset: Int64

    /// Whether decoding can begin here, as far as the publisher says.
    public var isKeyFrame: Bool

    /// H.264 and HEVC: NAL units with the length prefixes that the configuration states. AV1: OBUs with sizes, without
    /// temporal delimiters. AAC: a raw frame, no ADTS. Opus: a packet.
    public var bytes: ArraySlice<UInt8>

    /// When its last byte had come.
    public var arrival: ContinuousClock.Instant

    public init(
        decodeTime: Int64, compositionOffset: Int64 = 0, isKeyFrame: Bool, bytes: ArraySlice<UInt8>,
        arrival: ContinuousClock.Instant
    ) {
        (self.decodeTime, self.compositionOffset, self.isKeyFrame) = (decodeTime, compositionOffset, isKeyFrame)
        (self.bytes, self.arrival) = (bytes, arrival)
    }

    /// In milliseconds of the publisher's clock.
    public var presentationTime: Int64 { decodeTime + compositionOffset }
}

/// What a decoder needs before the first picture.
public struct VideoConfiguration: Hashable, Sendable {
    public var codec: VideoCodec

    /// The codec's configuration record: `avcC`, `hvcC` or `av1C`, without a box around it. FFmpeg's extradata.
    public var record: [UInt8]

    public init(codec: VideoCodec, record: [UInt8]) {
        (self.codec, self.record) = (codec, record)
    }
}

/// What a decoder needs before the first sound.
public struct AudioConfiguration: Hashable, Sendable {
    public var codec: AudioCodec

    /// AAC: AudioSpecificConfig (ISO 14496-3). Opus: the identification header `OpusHead` (RFC 7845, 5.1). FFmpeg's
    /// extradata.
    public var record: [UInt8]

    public init(codec: AudioCodec, record: [UInt8]) {
        (self.codec, self.record) = (codec, record)
    }
}
