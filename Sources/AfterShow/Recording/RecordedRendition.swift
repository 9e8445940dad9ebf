public import HLS
public import MediaModel

/// One rendition of a recording: a rung of its pictures, or its sound.
public struct RecordedRendition: Hashable, Sendable {
    public let id: RenditionID
    /// The pictures' size; `nil` for sound.
    public let size: PixelSize?
    /// Bits a second on average, as the multivariant playlist has it; `nil` if it doesn't say.
    public let averageBitRate: Int?
    public let timeline: RecordedTimeline

    func starting(at start: MediaTime) -> RecordedRendition {
        RecordedRendition(
            id: id, size: size, averageBitRate: averageBitRate, timeline: timeline.starting(at: start))
    }
}
