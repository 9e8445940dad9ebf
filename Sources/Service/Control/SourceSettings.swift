import Broadcast
import Follow
import Foundation
import HTTPTypes
import NIOCore
import NIOFoundationCompat
import Show

/// What `POST /v1/source` may change; `nil` leaves it as it is.
struct SourceSettings {
    var slate: Bool?
    var rotate: Int?
    var flip: ReframePreset.Flip?
    /// In milliseconds.
    var audioDelay: Int?
    var mute: Bool?
    /// In LUFS; `.some(nil)`: the source's own.
    var loudness: Double??
    var gain: SoundPreset.Gain?
    var cut: Bool?
    /// What a crop that follows is told.
    var follow: FollowCommand?

    private static let keys = ["slate", "rotate", "flip", "audioDelay", "mute", "cut", "loudness", "gain", "follow"]

    /// - Throws: ``ControlRefusal`` with 400 for the first thing that is wrong.
    init(json: ByteBuffer) throws(ControlRefusal) {
        let members: [String: Value]
        do {
            members = try JSONDecoder().decode([String: Value].self, from: Data(buffer: json))
        } catch {
            throw ControlRefusal(.badRequest, #"expected a JSON object, e.g. {"slate":true,"mute":false}"#)
        }
        for (key, value) in members.sorted(by: { $0.key < $1.key }) { try set(key, value) }
    }

    private mutating func set(_ key: String, _ value: Value) throws(ControlRefusal) {
        func refusal(_ expected: String) -> ControlRefusal {
            ControlRefusal(.badRequest, "\(key): expected \(expected), found \(value)")
        }
        switch (key, value) {
        case ("slate", .flag(let flag)): slate = flag
        case ("mute", .flag(let flag)): mute = flag
        case ("cut", .flag(let flag)): cut = flag
        case ("slate", _), ("mute", _), ("cut", _): throw refusal("true or false")
        case ("rotate", .number(let degrees)) where [0, 90, 180, 270].contains(degrees): rotate = degrees
        case ("rotate", _): throw refusal("0, 90, 180 or 270 degrees clockwise")
        case ("audioDelay", .number(let milliseconds))
        where SourceControls.audioDelays ~= milliseconds: audioDelay = milliseconds
        case ("audioDelay", _): throw refusal("milliseconds from -500 to 500")
        case ("flip", .text(let name)):
            guard let value = ReframePreset.Flip(rawValue: name) else { throw refusal(Self.flips) }
            flip = value
        case ("flip", _): throw refusal(Self.flips)
        case ("loudness", .text("off")): loudness = .some(nil)
        case ("loudness", _):
            guard let number = value.decimal, SoundPreset.loudnesses.contains(number) else {
                throw refusal("LUFS from -30 to -9, or off")
            }
            loudness = number
        case ("gain", .text("auto")): gain = .auto
        case ("gain", _):
            guard let number = value.decimal, SoundPreset.gains.contains(number) else {
                throw refusal("dB from -20 to 20, or auto")
            }
            gain = .decibels(number)
        case ("follow", _): follow = try FollowSetting.read(value)
        default:
            throw ControlRefusal(
                .badRequest, "unknown key \(quoted(key)); \(suggestion(for: key, among: Self.keys))")
        }
    }

    private static var flips: String { ReframePreset.Flip.allCases.map(\.rawValue).joined(separator: ", ") }

    func apply(to settings: inout SourceControls.Settings) {
        if let slate { settings.showsSlate = slate }
        if let rotate { settings.rotation = rotate }
        if let flip { settings.flip = flip }
        if let audioDelay { settings.audioDelay = Int64(audioDelay) * 1_000_000 }
        if let mute { settings.isMuted = mute }
        if let cut { settings.isCut = cut }
        if loudness != nil || gain != nil {
            var sound = settings.sound ?? .untouched
            // Whoever asks for a loudness wants it, and no gain that was set before.
            if let loudness { (sound.loudness, sound.gain) = (loudness, .auto) }
            if let gain { sound.gain = gain }
            settings.sound = sound
        }
        if let follow { settings.follow(follow) }
    }

    enum Value: Decodable, CustomStringConvertible {
        case flag(Bool)
        case number(Int)
        case fraction(Double)
        case text(String)
        case object([String: Value])
        case other

        var decimal: Double? {
            switch self {
            case .number(let number): Double(number)
            case .fraction(let fraction): fraction
            default: nil
            }
        }

        init(from decoder: any Decoder) throws {
            let value = try? decoder.singleValueContainer()
            if let flag = try? value?.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? value?.decode(Int.self) {
                self = .number(number)
            } else if let fraction = try? value?.decode(Double.self) {
                self = .fraction(fraction)
            } else if let text = try? value?.decode(String.self) {
                self = .text(text)
            } else if let members = try? value?.decode([String: Value].self) {
                self = .object(members)
            } else {
                self = .other
            }
        }

        var description: String {
            switch self {
            case .flag(let flag): "\(flag)"
            case .number(let number): "\(number)"
            case .fraction(let fraction): "\(fraction)"
            case .text(let text): quoted(text)
            case .object, .other: "something else"
            }
        }
    }
}
