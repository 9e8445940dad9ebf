public import MediaModel

/// A question, its options, and how the viewers' votes stand.
public struct PollLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "poll", anchor: .top, width: 76,
        enter: LayerAnimation(kind: .slideUp, duration: .milliseconds(400)),
        style: LayerStyle(
            plate: .rgb(0x1e_1b4b, alpha: 0xe6), accent: .rgb(0xa5_b4fc), accentText: .rgb(0x1e_1b4b), radius: 3))

    /// What is written at each bar.
    public enum Figures: String, CaseIterable, Sendable {
        case percent, votes, none
    }

    public var box: LayerBox
    public var figures: Figures
    /// How long the result stays after the end.
    public var resultFor: MediaTime

    public init(
        box: LayerBox = Self.standardBox, figures: Figures = .percent, resultFor: MediaTime = .seconds(6)
    ) {
        self.box = box
        self.figures = figures
        self.resultFor = resultFor
    }
}

extension PollLayer {
    public static var standard: PollLayer { PollLayer() }
    public static var summary: String { "A question, its options, and how the viewers' votes stand." }
    public var layer: Layer { .poll(self) }

    public static var presence: LayerPresence { .momentary }
    public static var playerSubject: String? { "poll" }
    public var textColors: [TextColors] { [.onPlate(scale: 1), .onAccent("the winner's bar")] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.choice("figures", &figures, "What is written at each bar")
        keys.duration("resultFor", &resultFor, inMilliseconds: 0...600_000, "How long the result stays")
    }

    public func addExample(to show: inout ExampleShow) {
        let question = show.text(
            "次に見たい色は？", "Which colour next?",
            long: (
                "次回のライブで いちばん見てみたいのは どのシリーズの商品ですか？ コメントでも教えてください",
                "Which of our series would you most like to see in the next broadcast? Tell us in the comments too"
            ))
        let options = show.texts(
            ["ホワイト", "ブラック", "ピンク"], ["White", "Black", "Pink"],
            long: (
                ["ステンレスタンブラーの限定カラー全部", "冬の新作マグカップとソーサーのセット", "キャンプ用クッカーの大きいサイズ", "お弁当箱と保温ジャーの春の新作"],
                [
                    "All limited colours of the steel tumbler", "The winter mugs with their saucers",
                    "The large camping cookware", "Lunch boxes and food jars of the spring range",
                ]
            ))
        let poll = Poll(question: .plain(question), options: options.map { Poll.Option(text: .plain($0)) })
        let votes = options.indices.map { show.isLong ? 12_345 * ($0 + 1) : 7 + 12 * $0 }
        show.state.poll = Timed(current: PollRound(poll: poll, votes: votes))
    }

    /// Once it is closed nobody can vote.
    public static func playerFacts(of show: ShowState) -> [PlayerFact]? {
        guard let round = show.poll.current, round.closedAt == nil else { return nil }
        let poll = round.poll
        return (poll.id.map { [PlayerFact("ID", .text($0))] } ?? []) + [PlayerFact("NAME", poll.question)]
            + poll.options.enumerated().map { PlayerFact("OPTION-\($0 + 1)", $1.text) }
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("poll", show.poll.current) { report, round in
            report.text("id", round.poll.id)
            report.text("question", round.poll.question)
            report.flag("isOpen", round.closedAt == nil)
            report.instant("end", tick: round.closedAt ?? round.endsAt)
            report.objects("options", Array(zip(round.poll.options, round.votes)), named: nil, "") { report, option in
                report.text("text", option.0.text)
                report.count("votes", option.1)
            }
            report.count("winner", round.winner, "The option's number, from 0.")
        }
    }
}
