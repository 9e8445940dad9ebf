package import HLS

/// A rule of any kind.
package enum Rule: Hashable, Sendable {
    /// About a rendition, its media, and what the multivariant playlist says of them.
    case show(PresentationRule)
    /// About a broadcast's playlists from one version to the next.
    case live(LiveRule)
    /// About answers, and about media as it comes.
    case answer(ResponseRule)

    package static let all: [Rule] =
        PresentationRule.allCases.map { .show($0) } + LiveRule.allCases.map { .live($0) }
        + ResponseRule.allCases.map { .answer($0) }

    /// The rules of that name: one that holds for files and live has two.
    package static func named(_ name: String) -> [Rule] { all.filter { $0.name == name } }

    package var name: String {
        switch self {
        case .show(let rule): rule.rawValue
        case .live(let rule): rule.rawValue
        case .answer(let rule): rule.rawValue
        }
    }

    /// Sections of RFC 8216bis, numbers of Apple's authoring specification.
    package var source: String {
        switch self {
        case .show(let rule): rule.source
        case .live(let rule): rule.source
        case .answer(let rule): rule.source
        }
    }

    package var requirement: String {
        switch self {
        case .show(let rule): rule.requirement
        case .live(let rule): rule.requirement
        case .answer(let rule): rule.requirement
        }
    }

    /// Whether Apple alone asks it: a show without may play well everywhere else.
    package var isApplesAlone: Bool { !source.contains("RFC") }
}
