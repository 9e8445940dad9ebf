import MediaModel

/// One track of the show: what the folder is called and what is in it.
struct Track: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case video(Rung)
        /// Bits per second; `isGroup`: the sound that goes with the video variants, rather than a variant of its own.
        case audio(bitRate: Int, isGroup: Bool)
    }

    /// The folder, e.g. `v720x1280`.
    let name: String
    let kind: Kind

    static func video(_ rung: Rung) -> Track { Track(name: "v\(rung.size)", kind: .video(rung)) }
    /// 128 kbit/s: transparent for speech and music to a phone's speaker.
    static let audio = Track(name: "audio", kind: .audio(bitRate: 128_000, isGroup: true))
    /// For a viewer whose network carries no picture (Apple's rule 9.21: a variant of 192 kbit/s or less).
    static let audioOnly = Track(name: "audio-64", kind: .audio(bitRate: 64_000, isGroup: false))
}

/// What a track's encoder hands to the writer.
enum TrackOutput: Sendable {
    /// Before all segments: the init segment, and the codec as CODECS wants it.
    case initSegment(track: Int, bytes: [UInt8], codec: String)
    case segment(track: Int, EncodedSegment)
    /// In place of segments, where parts are wanted.
    case part(track: Int, EncodedPart)
    /// A rung's encoder hangs, and nothing of it counts any more, whatever may come.
    case lost(track: Int)
}

/// A finished part of one track.
struct EncodedPart: Sendable {
    /// One `moof` and `mdat`; before a segment's first, its `styp`.
    let bytes: [UInt8]
    let duration: MediaTime
    /// Whether decoding can start with it.
    let isIndependent: Bool
    /// That of the last tick that had to be composed before there could be the part; `nil` for sound.
    var timing: TickTiming?
}

/// A finished segment of one track.
struct EncodedSegment: Sendable {
    let index: Int
    let bytes: [UInt8]
    let duration: MediaTime
}
