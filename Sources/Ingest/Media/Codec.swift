/// Video codecs that a publisher may send.
public enum VideoCodec: String, CaseIterable, Hashable, Sendable {
    case h264 = "H.264"
    case hevc = "HEVC"
    case av1 = "AV1"
}

/// Audio codecs that a publisher may send.
public enum AudioCodec: String, CaseIterable, Hashable, Sendable {
    case aac = "AAC"
    case opus = "Opus"
}

extension VideoCodec {
    /// Enhanced RTMP's four characters.
    init?(fourCC: ArraySlice<UInt8>) {
        switch String(decoding: fourCC, as: UTF8.self) {
        case "avc1": self = .h264
        case "hvc1": self = .hevc
        case "av01": self = .av1
        default: return nil
        }
    }

    var fourCC: String {
        switch self {
        case .h264: "avc1"
        case .hevc: "hvc1"
        case .av1: "av01"
        }
    }

    /// Whether coded frames carry a composition offset.
    var hasCompositionOffset: Bool { self != .av1 }
}

extension AudioCodec {
    init?(fourCC: ArraySlice<UInt8>) {
        switch String(decoding: fourCC, as: UTF8.self) {
        case "mp4a": self = .aac
        case "Opus": self = .opus
        default: return nil
        }
    }

    var fourCC: String {
        switch self {
        case .aac: "mp4a"
        case .opus: "Opus"
        }
    }
}

/// Names of codecs that are refused, so that the refusal can say what came.
enum UnsupportedCodec {
    /// Video codec ids of FLV (Video File Format 10.1, E.4.3.1).
    static func video(id: UInt8) -> String {
        switch id {
        case 2: "Sorenson H.263"
        case 3, 6: "screen video"
        case 4, 5: "VP6"
        default: "video of the unknown codec \(id)"
        }
    }

    /// Sound formats of FLV (E.4.2.1).
    static func audio(format: UInt8) -> String {
        switch format {
        case 0, 3: "uncompressed audio"
        case 1: "ADPCM audio"
        case 2, 14: "MP3 audio"
        case 4, 5, 6: "Nellymoser audio"
        case 7, 8: "G.711 audio"
        case 11: "Speex audio"
        default: "audio of the unknown format \(format)"
        }
    }

    static func fourCC(_ fourCC: ArraySlice<UInt8>, kind: StaticString) -> String {
        switch String(decoding: fourCC, as: UTF8.self) {
        case "vp08": "VP8"
        case "vp09": "VP9"
        case "vvc1": "VVC"
        case ".mp3": "MP3 audio"
        case "fLaC": "FLAC audio"
        case "ac-3": "AC-3 audio"
        case "ec-3": "E-AC-3 audio"
        default: "\(kind) of an unknown codec"
        }
    }

    static func refusal(_ name: String, wanted: StaticString) -> ProtocolError {
        ProtocolError(.codec, "The encoder sends \(name), which isn't supported: set it to \(wanted).")
    }

    static func videoRefusal(_ name: String) -> ProtocolError { refusal(name, wanted: "H.264, HEVC or AV1") }
    static func audioRefusal(_ name: String) -> ProtocolError { refusal(name, wanted: "AAC or Opus") }
}
