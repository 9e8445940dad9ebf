import Foundation
import MediaModel
import Show

/// A line of a source map, `source.ndjson` in the show's folder (docs/clips.md): one JSON object. Times are nanoseconds here, and
/// seconds to the nearest microsecond there.
enum SourceMapLine: Hashable, Sendable {
    /// What follows is of this run, as segments' names have it.
    case run(String)
    /// From the picture of this time in this file on, the file's pictures are shown at the programme's time `media`, and those that follow as
    /// much later as they are there; `nil`: they aren't shown.
    case piece(file: String, source: Int64, media: Int64?)
    /// From this time of the programme on, the source is framed so. The crop's middle is `nil` where it stands as the framing says.
    case framing(media: Int64, SourceFraming, center: Double?)
    /// From this time of the programme on, the crop's middle is there, in shares of the picture.
    case center(media: Int64, Double)
    /// What was to be seen at this time of the programme isn't in the recording: the disk was full, or too slow.
    case loss(media: Int64)

    /// Told in each run's first line: whoever reads another one's can't know what it means.
    static let version = 1
}

// MARK: - Text

extension SourceMapLine {
    private struct Members: Codable {
        var run: String?
        var version: Int?
        var file: String?
        var source: Double?
        var media: Double?
        var isLost: Bool?
        var isShown: Bool?
        var mode: String?
        var anchor: [Double]?
        var turned: [String]?
        var center: Double?

        enum CodingKeys: String, CodingKey {
            case run, version, file, source, media, mode, anchor, turned, center
            case isLost = "lost"
            case isShown = "shown"
        }
    }

    /// With its end.
    var text: String {
        var members = Members()
        switch self {
        case .run(let run): (members.run, members.version) = (run, Self.version)
        case .piece(let file, let source, let media):
            (members.file, members.source, members.media) = (file, Self.seconds(source), media.map(Self.seconds))
        case .framing(let media, let framing, let center):
            (members.media, members.center, members.isShown) = (Self.seconds(media), center, framing.isShown)
            members.mode = framing.mode.rawValue
            members.anchor = [framing.horizontalAnchor, framing.verticalAnchor]
            members.turned = framing.orientation.words
        case .center(let media, let center): (members.media, members.center) = (Self.seconds(media), center)
        case .loss(let media): (members.media, members.isLost) = (Self.seconds(media), true)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Finite numbers and texts always can be encoded.
        return String(decoding: (try? encoder.encode(members)) ?? Data("{}".utf8), as: UTF8.self) + "\n"
    }

    /// - Returns: `nil` for anything that isn't such a line: half of one, which a crash left, or what another version writes besides.
    init?(_ line: some DataProtocol) {
        if let quick = Self.center(line) {
            self = quick
            return
        }
        guard let members = try? JSONDecoder().decode(Members.self, from: Data(line)) else { return nil }
        let media = members.media.flatMap(Self.nanoseconds)
        if let run = members.run, members.version == Self.version {
            self = .run(run)
        } else if let file = members.file, let source = members.source.flatMap(Self.nanoseconds) {
            self = .piece(file: file, source: source, media: media)
        } else if let media, members.isLost == true {
            self = .loss(media: media)
        } else if let media, let framing = Self.framing(members) {
            self = .framing(media: media, framing, center: members.center)
        } else if let media, let center = members.center {
            self = .center(media: media, center)
        } else {
            return nil
        }
    }

    /// Reads what a crop that moves says thirty times a second, as ``text`` writes it: too many for a decoder that takes anything.
    private static func center(_ line: some DataProtocol) -> SourceMapLine? {
        let (head, middle) = (#"{"center":"#, #","media":"#)
        guard line.starts(with: head.utf8) else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasSuffix("}"), let place = text.range(of: middle),
            let center = Double(text[text.index(text.startIndex, offsetBy: head.count)..<place.lowerBound]),
            let media = Double(text[place.upperBound..<text.index(before: text.endIndex)]).flatMap(nanoseconds)
        else { return nil }
        return .center(media: media, center)
    }

    private static func framing(_ members: Members) -> SourceFraming? {
        guard let isShown = members.isShown, let mode = members.mode.flatMap({ ReframePreset.Mode(rawValue: $0) }),
            let anchor = members.anchor, anchor.count == 2,
            let orientation = members.turned.flatMap({ Orientation(words: $0) })
        else { return nil }
        return SourceFraming(
            isShown: isShown, orientation: orientation,
            ReframePreset(mode: mode, horizontalAnchor: anchor[0], verticalAnchor: anchor[1]))
    }

    private static func seconds(_ time: Int64) -> Double { (Double(time) / 1_000).rounded() / 1_000_000 }

    /// - Returns: `nil` for what no clock of a show or a source says: three hundred years.
    private static func nanoseconds(_ seconds: Double) -> Int64? {
        seconds.magnitude < 9_000_000_000 ? Int64((seconds * 1_000_000_000).rounded()) : nil
    }
}

extension Orientation {
    fileprivate static var names: [(WritableKeyPath<Orientation, Bool>, String)] {
        [(\.transposes, "transposed"), (\.mirrorsHorizontally, "mirrored"), (\.mirrorsVertically, "flipped")]
    }

    /// None for an upright one.
    fileprivate var words: [String] { Self.names.filter { self[keyPath: $0.0] }.map(\.1) }

    fileprivate init?(words: [String]) {
        self = .upright
        for word in words {
            guard let name = Self.names.first(where: { $0.1 == word }) else { return nil }
            self[keyPath: name.0] = true
        }
    }
}
