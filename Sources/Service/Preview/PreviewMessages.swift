import Broadcast
import Follow
import MediaModel
import Show

/// What pages are told of the preview as a whole, when they come.
struct HelloMessage: Encodable {
    struct Size: Encodable {
        let width, height: Int
    }

    struct App: Encodable {
        struct Cover: Encodable {
            let what: String
            let left, top, width, height: Double
        }

        let name, title: String
        let covers: [Cover]

        init(_ screen: AppScreen) {
            (name, title) = (screen.name, screen.title)
            covers = screen.coveredAreas.map {
                Cover(what: $0.what, left: $0.left, top: $0.top, width: $0.width, height: $0.height)
            }
        }
    }

    /// The preset's file, without its folder.
    let file: String
    let canvas: Size
    let apps: [App]
}

/// What pages are told of the preset on air.
struct PresetMessage: Encodable {
    struct Area: Encodable {
        let top, right, bottom, left: Double
    }

    let locale: String
    /// The types of its layers.
    let layers: [String]
    let safeArea: Area
    let demonstration: Demonstration

    init(_ preset: Preset) {
        locale = preset.locale
        layers = Array(Set(preset.layers.map(\.type.rawValue))).sorted()
        let area = preset.safeArea
        safeArea = Area(top: area.top, right: area.right, bottom: area.bottom, left: area.left)
        demonstration = Demonstration(locale: preset.locale)
    }
}

/// A picture of the preset that was saved last.
struct StillMessage: Encodable {
    /// From 1, one for each that was saved.
    let number: Int
    /// In base64.
    let jpeg: String
}

/// When the stream shows the preset of a still.
struct OnAirMessage: Encodable {
    let number: Int
    /// In seconds of the programme.
    let time: Double
}

/// What is wrong with the preset; empty for nothing.
struct ProblemMessage: Encodable {
    var problems: [PresetFault] = []
    /// Of one that is on air, and would be other after a new start.
    var warnings: [PresetFault] = []
    /// Problems that aren't listed.
    var more = 0
}

struct LogMessage: Encodable {
    enum Kind: String, Encodable {
        case good, warn, bad, plain
    }

    let time: Double?
    let kind: Kind
    let text: String
}

/// How the show stands, some times a second.
struct StateMessage: Encodable {
    struct PriceMessage: Encodable {
        let id, name: String
        let isSoldOut: Bool
    }

    struct CommentMessage: Encodable {
        let id: String?
        let text: String
    }

    struct PollMessage: Encodable {
        let isOpen: Bool
        let options: [String]
        let votes: [Int]
    }

    /// How the crop follows.
    struct FollowMessage: Encodable {
        let axis: String
        /// In shares of the source along the axis: where the crop's middle is, and how large it is.
        let center, size: Double
        let motion: String
        let subject: String?
        let isLocked: Bool

        init(_ sight: FollowSight) {
            (axis, center, size) = (sight.axis.rawValue, sight.window.center, sight.size)
            (motion, subject) = (sight.state.motion.rawValue, sight.state.kind?.rawValue)
            isLocked = sight.state.isLocked
        }
    }

    /// What a type of layers offers to try it with.
    struct ButtonGroup: Encodable {
        let type: String
        let buttons: [Button]
    }

    struct Button: Encodable {
        let label, event: String
    }

    let source: String
    /// Of picture 0, in milliseconds since 1970.
    let start: Double?
    let isCut: Bool
    let position, duration: Double
    /// How often the sample has begun again by itself, and how often in all.
    let loop, round: Int
    let fps, cpu: Double
    let lateTicks: Int
    let hearts: Int
    let price: PriceMessage?
    let pinned, lastComment: CommentMessage?
    let poll: PollMessage?
    let countdown: Bool
    /// `nil` while the crop stands still.
    let follow: FollowMessage?
    /// In the order of the types, whether or not the preset has such a layer.
    let groups: [ButtonGroup]

    init(
        _ status: LiveStatus.Snapshot, _ show: ShowState, locale: String, isCut: Bool, sight: FollowSight?,
        fps: Double, cpu: Double
    ) {
        follow = sight.map(FollowMessage.init)
        source = status.source.rawValue
        start = status.start.map { Double($0.microseconds) / 1_000 }
        self.isCut = isCut
        position = status.samplePosition
        duration = Double(status.sourceDuration ?? 0) / 1e9
        round = status.sampleRound
        loop = max(0, round - status.seeks)
        (self.fps, self.cpu) = (fps, cpu)
        lateTicks = status.lateTicks
        hearts = show.hearts.total
        price = show.price.current.map {
            PriceMessage(id: $0.id, name: $0.name.text(in: locale), isSoldOut: $0.isSoldOut)
        }
        pinned = show.comments.pinned.current.map { CommentMessage(id: $0.id, text: $0.text) }
        lastComment =
            show.comments.recent.last.map { CommentMessage(id: $0.comment.id, text: $0.comment.text) } ?? pinned
        poll = show.poll.current.map {
            PollMessage(
                isOpen: $0.closedAt == nil, options: $0.poll.options.map { $0.text.text(in: locale) }, votes: $0.votes)
        }
        countdown = show.countdown.current != nil
        groups = LayerType.allCases.compactMap { type in
            let buttons = type.descriptor.previewButtons(show, locale: locale)
            return buttons.isEmpty
                ? nil
                : ButtonGroup(type: type.rawValue, buttons: buttons.map { Button(label: $0.label, event: $0.event) })
        }
    }
}

// MARK: - The sample

extension LiveStatus.Snapshot {
    /// How often the sample has begun again, by itself or because somebody went elsewhere in it.
    var sampleRound: Int { max(0, sources - 1) }

    /// In seconds.
    var samplePosition: Double { Double(sourcePosition) / 1e9 }
}
