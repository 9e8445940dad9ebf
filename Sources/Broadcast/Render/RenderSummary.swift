/// What a render made.
public struct RenderSummary: Sendable {
    /// Whether it was stopped before the source's end.
    public internal(set) var isStopped = false
    /// Programme pictures.
    public let frames: Int
    /// Source pictures that no tick showed, since the source is faster than the programme.
    public internal(set) var droppedFrames = 0
    /// Seconds of programme.
    public let duration: Double
    /// Seconds of wall-clock time.
    public let elapsed: Double
    public let renditions: [RenditionSummary]
    /// What was odd about the source, a sentence each.
    public internal(set) var warnings: [String] = []
    /// Where the multivariant playlist is.
    public let playlist: String

    init(frames: Int, duration: Double, elapsed: Double, renditions: [RenditionSummary], playlist: String) {
        (self.frames, self.duration, self.elapsed) = (frames, duration, elapsed)
        (self.renditions, self.playlist) = (renditions, playlist)
    }

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
