/// What a render made.
public struct RenderSummary: Sendable {
    /// Whether it was stopped before the source's end.
    public let isStopped: Bool
    /// Programme pictures.
    public let frames: Int
    /// Source pictures that no tick showed, since the source is faster than the programme.
    public let droppedFrames: Int
    /// Seconds of programme.
    public let duration: Double
    /// Seconds of wall-clock time.
    public let elapsed: Double
    public let renditions: [RenditionSummary]
    /// What was odd about the source, a sentence each.
    public let warnings: [String]
    /// Where the multivariant playlist is.
    public let playlist: String

    /// Seconds of programme a second.
    public var speed: Double { elapsed > 0 ? duration / elapsed : 0 }
}

/// One rendition of a finished show.
public struct RenditionSummary: Sendable {
    /// The folder's name.
    public let name: String
    /// As in CODECS.
    public let codec: String
    /// Bits per second.
    public let averageBitRate: Int
    /// Bits per second, as RFC 8216bis measures BANDWIDTH.
    public let peakBitRate: Int
    public let segmentCount: Int
    public let byteCount: Int
}
