public import MediaModel

/// A part as it leaves a muxer, for a ``LiveTimeline``.
public struct LivePart<Payload: Sendable>: Sendable {
    /// Of its media.
    public let duration: MediaTime
    /// Whether it begins with an IDR, or is audio.
    public let isIndependent: Bool
    public let byteCount: Int
    /// Its bytes, or a handle to them; `nil` if the part is missing.
    public let payload: Payload?
    /// Of a segment's first part: the `moof` and the first sample, in bytes of the segment (``FragmentIndex``); `nil` for
    /// audio.
    public let iFrameRange: Range<Int>?

    /// - Precondition: The duration is positive.
    public init(
        duration: MediaTime, isIndependent: Bool, byteCount: Int, payload: Payload, iFrameRange: Range<Int>? = nil
    ) {
        self.init(duration, isIndependent, byteCount, payload, iFrameRange)
    }

    private init(
        _ duration: MediaTime, _ isIndependent: Bool, _ byteCount: Int, _ payload: Payload?, _ iFrameRange: Range<Int>?
    ) {
        precondition(duration > .zero && byteCount >= 0, "a part of \(duration) with \(byteCount) bytes")
        (self.duration, self.isIndependent, self.byteCount) = (duration, isIndependent, byteCount)
        (self.payload, self.iFrameRange) = (payload, iFrameRange)
    }

    /// A part that couldn't be made. Its segment is listed as missing too (EXT-X-GAP).
    public static func missing(duration: MediaTime) -> LivePart {
        LivePart(duration, false, 0, nil, nil)
    }

    public var isMissing: Bool { payload == nil }

    /// The same part with another handle to its bytes.
    public func map<Other: Sendable>(_ transform: (Payload) -> Other) -> LivePart<Other> {
        LivePart<Other>(duration, isIndependent, byteCount, payload.map(transform), iFrameRange)
    }
}
