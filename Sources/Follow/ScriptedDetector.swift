public import MediaModel

/// Finds in a picture what a file says of it, and looks at nothing: the same on every machine.
public final class ScriptedDetector: SubjectDetector {
    private let track: SubjectTrack
    /// The first finding that lies ahead.
    private var place = 0

    public init(track: SubjectTrack) { self.track = track }

    /// As often as there are findings, one for each picture at most.
    public var interval: Int64 { 0 }

    /// - Returns: The newest finding of the track that isn't ahead of the picture, with its own time; before the first, nothing.
    public func look(
        at luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout, _ shot: Shot
    ) throws(FollowError) -> Finding {
        let findings = track.findings
        while place < findings.count, findings[place].time <= shot.time { place += 1 }
        return place > 0 ? findings[place - 1] : Finding(time: shot.time, subjects: [])
    }
}
