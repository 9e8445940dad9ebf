import Captions
import HLS
import MediaModel

/// A rendition of the programme, and what its encoder is asked for.
struct Track: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case video(Rung)
        /// Bits per second; `isGroup`: the sound that goes with the video variants, rather than a variant of its own.
        case audio(bitRate: Int, isGroup: Bool)
        /// The captions of one language.
        case captions(CaptionChoice)
    }

    let rendition: Rendition
    let kind: Kind

    var id: RenditionID { rendition.id }
    var isVideo: Bool { rendition.kind == .video }
    /// Whether an encoder makes it: captions come from elsewhere, and are cut as the pictures are.
    var isEncoded: Bool { rendition.kind != .subtitles }
    /// Whether it is the sound that goes with the video variants.
    var isAudioGroup: Bool { if case .audio(_, isGroup: true) = kind { true } else { false } }

    static func video(_ rung: Rung) -> Track {
        Track(rendition: Rendition(id: .rung(rung), codec: .avc), kind: .video(rung))
    }

    /// 128 kbit/s: transparent for speech and music to a phone's speaker.
    static let audio = Track(
        rendition: Rendition(id: .programmeSound, codec: .aac), kind: .audio(bitRate: 128_000, isGroup: true))
    /// For a viewer whose network carries no picture (Apple's rule 9.21: a variant of 192 kbit/s or less).
    static let audioOnly = Track(
        rendition: Rendition(id: .audioOnly, codec: .aac), kind: .audio(bitRate: 64_000, isGroup: false))
}

extension Track {
    static func captions(_ choice: CaptionChoice) -> Track {
        Track(rendition: Rendition(id: .captions(choice.language), codec: .webVTTText), kind: .captions(choice))
    }
}

// MARK: - Identifiers

extension RenditionID {
    fileprivate static let programmeSound: RenditionID = "audio"
    fileprivate static let audioOnly: RenditionID = "audio-64"

    /// `v720x1280`: a size comes once in a ladder. With a second codec of the same size, its name would have to follow.
    fileprivate static func rung(_ rung: Rung) -> RenditionID { RenditionID(stringLiteral: "v\(rung.size)") }

    /// `captions-ja`.
    fileprivate static func captions(_ language: LanguageTag) -> RenditionID {
        RenditionID(stringLiteral: "captions-\(language)")
    }

    /// Whether a programme of ours has a rendition of that name, for telling our folders from others'. What kind it is, nobody
    /// reads from it.
    var isOurs: Bool {
        self == .programmeSound || self == .audioOnly
            || description.wholeMatch(of: /v\d+x\d+|captions-[A-Za-z0-9-]+/) != nil
    }
}

/// What a track's encoder, or the desk of pictures, hands to the writer.
enum TrackOutput: Sendable {
    /// Before all segments: the init segment, and the codec as CODECS wants it.
    case initSegment(track: Int, bytes: [UInt8], codec: String)
    case segment(track: Int, EncodedSegment)
    /// In place of segments, where parts are wanted.
    case part(track: Int, EncodedPart)
    /// A rung's encoder hangs, and nothing of it counts any more, whatever may come.
    case lost(track: Int)
    case picture(ShowPicture)
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
