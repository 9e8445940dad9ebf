public import MediaModel

/// A caption as one segment of WebVTT has it.
public struct WebVTTCue: Hashable, Sendable {
    /// Tells players that a cue of another segment is this one again.
    public var id: String
    public var from: MediaTime
    public var to: MediaTime
    public var text: CaptionText

    public init(id: String, from: MediaTime, to: MediaTime, text: CaptionText) {
        (self.id, self.from, self.to, self.text) = (id, from, to, text)
    }
}

/// Writes WebVTT for HLS (RFC 8216bis 3.1.4).
public enum WebVTTSegment {
    /// Cue times are media time. Ours has its zero ten seconds into the timestamps of pictures and sound, which players are told
    /// right under the first line, in ticks of 90 kHz.
    static let timestampMap = "X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000"

    /// A segment as a file, in UTF-8; without cues it is valid as well.
    public static func bytes(_ cues: [WebVTTCue]) -> [UInt8] {
        var text = "WEBVTT\n\(timestampMap)\n"
        for cue in cues {
            text += "\n\(cue.id)\n\(CueTime.text(of: cue.from)) --> \(CueTime.text(of: cue.to))\n\(cue.text.webVTT)\n"
        }
        return Array(text.utf8)
    }
}
