public import MediaModel

/// What viewers write: the pinned comment, large, and the last ones, small.
public struct CommentLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "comment", anchor: .bottomLeft, inset: Inset(horizontal: 4, vertical: 30), width: 70,
        style: LayerStyle(plate: .rgb(0x0f_172a, alpha: 0xd9), accent: .rgb(0x93_c5fd), accentText: .rgb(0x0f_172a)))

    public var box: LayerBox
    /// Whether the pinned comment is shown.
    public var pinned: Bool
    /// The most lines that the pinned comment may take; 1 to 4.
    public var lines: Int
    /// How many of the last comments are shown; 0 to 10.
    public var recent: Int
    /// How long one of them stays unless newer ones push it out; zero for ever.
    public var recentFor: MediaTime

    public init(
        box: LayerBox = Self.standardBox, pinned: Bool = true, lines: Int = 3, recent: Int = 3,
        recentFor: MediaTime = .seconds(12)
    ) {
        self.box = box
        self.pinned = pinned
        self.lines = lines
        self.recent = recent
        self.recentFor = recentFor
    }
}

extension CommentLayer {
    public static var standard: CommentLayer { CommentLayer() }
    public static var summary: String { "What viewers write: the pinned comment, large, and the last ones, small." }
    public var layer: Layer { .comment(self) }

    public var textColors: [TextColors] { [.onPlate(scale: 1), .onAccent("the author's name")] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.flag("pinned", &pinned, "Whether the pinned comment is shown")
        keys.integer("lines", &lines, in: 1...4, "The most lines that the pinned comment may take")
        keys.integer("recent", &recent, in: 0...10, "How many of the last comments are shown")
        keys.duration("recentFor", &recentFor, inMilliseconds: 0...3_600_000, "How long one stays; 0s for ever")
    }

    public func addExample(to show: inout ExampleShow) {
        let author = show.text("みき", "Anna", long: ("とても長い名前の視聴者さん", "SomebodyWithAVeryLongName"))
        let text = show.text(
            "かわいい😍 色ちがいもほしいです", "So cute 😍 is there a blue one?",
            long: (
                "「かわいい😍」って、家族みんな👨‍👩‍👧‍👦で使っています！色ちがいもほしいのですが、次の入荷はいつごろになりますか？ 去年の限定色もまた見たいです",
                "\"So cute 😍\", my whole family 👨‍👩‍👧‍👦 uses them every day! We would love another colour: when will the next delivery come, and will there be last year's limited edition again?"
            ))
        show.state.comments = CommentsState(
            pinned: Timed(current: Comment(id: "c-0", author: author, text: text)),
            // Each came a tick after the one before; the last has arrived.
            recent: (0..<12).map { number in
                RecentComment(
                    comment: Comment(author: author, text: text), shownAt: ExampleShow.tick - 30 - (11 - number))
            })
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.group("comments") { report in
            report.object("pinned", show.comments.pinned.current, named: "Comment") { $1.write(to: &$0) }
            report.objects("recent", show.comments.recent.map(\.comment), named: "Comment", "") { $1.write(to: &$0) }
        }
    }
}

extension Comment {
    fileprivate func write(to report: inout some ShowReport) {
        report.text("id", id)
        report.text("author", author)
        report.text("text", text)
    }
}
