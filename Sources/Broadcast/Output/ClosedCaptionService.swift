import Captions
import HLS
import MediaModel

/// Closed captions in the programme's pictures, as players are told of them.
struct ClosedCaptionService: Hashable, Sendable {
    let channel: ClosedCaptionChannel
    /// `nil` if nobody has said it.
    let language: LanguageTag?
    /// For people; no two have the same.
    private let name: String

    /// In the order of the channels.
    static func services(_ languages: [ClosedCaptionChannel: LanguageTag?]) -> [Self] {
        languages.keys.sorted().map { channel in
            let language = languages[channel] ?? nil
            let isAlone = languages.values.count { $0 == language } == 1
            let name = language.map { isAlone ? $0.ownName : "\($0.ownName) (\(channel.rawValue))" }
            return Self(channel: channel, language: language, name: name ?? channel.rawValue)
        }
    }

    func rendition(of group: String) -> MultivariantPlaylist.ClosedCaptionRendition {
        // Whoever has switched captions on gets those of their language; nobody else is bothered. `und`: it isn't known.
        .init(groupID: group, name: name, language: language?.description ?? "und", instreamID: channel.rawValue)
    }
}
