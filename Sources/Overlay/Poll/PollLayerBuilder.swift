import MediaModel
import Show
import Typeset

/// Prepares a poll: its card once, its figures whenever someone votes.
struct PollLayerBuilder: LayerBuilder {
    private let figures: PollLayer.Figures
    private let stage: LayerContext
    private let design: PollDesign
    private let formatter: PriceFormatter
    private let ink, winnerInk: PollScene.Ink
    private let growth: Int

    init(_ layer: PollLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        figures = layer.figures
        stage = try LayerContext(layer.box, number: number, in: factory)
        let look = stage.look
        let formatter = PriceFormatter(locale: factory.locale)
        let design = PollDesign(look: look, isRightToLeft: formatter.isRightToLeft, figures: layer.figures)
        guard look.textWidth >= design.figureRoom + look.unit * 5 else {
            throw OverlayError(
                .unusableLayer, "the layer \"\(layer.box.name)\" has no room for options and figures; make it wider")
        }
        func ink(_ bar: Color, _ text: Color) throws(OverlayError) -> PollScene.Ink {
            let bars = try BarSprites(size: design.barSize, color: bar, in: factory)
            guard layer.figures == .percent else { return PollScene.Ink(bars: bars, percent: nil) }
            let style = look.text(1.12, text, lineHeight: 1.2)
            let percent = try DigitSprites.of(style, sign: "%", in: factory)
            return PollScene.Ink(bars: bars, percent: percent)
        }
        self.ink = try ink(look.style.accent, look.style.color)
        winnerInk = try ink(look.style.accentText, look.style.accentText)
        self.formatter = formatter
        self.design = design
        growth = max(1, factory.frameRate.framesPerSecond * 6 / 10)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        // A vote, or the end, makes no other poll of it: its bars move, the card stays.
        try stage.scene(of: state.poll, in: state, isSame: { $0.poll == $1.poll }) { (round) throws(OverlayError) in
            try content(of: round, in: factory)
        }
    }

    private func content(of round: PollRound, in factory: SpriteFactory) throws(OverlayError) -> Content? {
        let words = PollContent(round.poll, language: factory.locale)
        guard !words.options.isEmpty else { return nil }
        let layout = factory.withTypesetter { design.layout(words, hasFooter: figures != .none, with: $0) }
        let card = try stage.sprite(for: words, in: factory) { (typesetter) throws(TypesetError) in
            try design.drawCard(words, layout, with: typesetter)
        }
        let corner = stage.corner(of: card)
        let (left, top) = (corner.x + stage.look.margin, corner.y + stage.look.margin)
        var still = [Placement(sprite: card, x: corner.x, y: corner.y)]
        if figures != .none {
            let total = round.votes.reduce(0) { $0 + Self.bounded($1) }
            let words = factory.words.votes.replacing("{n}", with: formatter.shortString(total))
            let footer = try figure(words, stage.look.style.color, scale: 1, in: factory)
            still.append(
                Placement(
                    sprite: footer, x: left + figureEnd(footer.size.width) - footer.size.width,
                    y: top + layout.footer - footer.size.height / 2))
        }
        let scene = try scene(of: round, words, layout, left: left, top: top, in: factory)
        let area = PixelArea(x: corner.x, y: corner.y, width: card.size.width, height: card.size.height)
        return Content(still, moving: scene, area: area, canvas: stage.geometry.canvas)
    }

    private func scene(
        of round: PollRound, _ words: PollContent, _ layout: PollDesign.Layout, left: Int, top: Int,
        in factory: SpriteFactory
    ) throws(OverlayError) -> PollScene {
        let (before, after) = (Self.parts(round.votesBefore), Self.parts(round.votes))
        func row(_ index: Int, _ color: Color) throws(OverlayError) -> PollScene.Row {
            let count = index < round.votes.count ? round.votes[index] : 0
            let votes =
                figures == .votes ? try figure(formatter.shortString(count), color, scale: 1.12, in: factory) : nil
            let height = votes?.size.height ?? ink.percent?.height ?? 0
            let width = votes?.size.width ?? ink.percent.map { $0.advance * 3 + $0.signAdvance } ?? 0
            let bar = layout.bars[index]
            return PollScene.Row(
                before: index < before.count ? before[index] : 0, after: index < after.count ? after[index] : 0,
                x: left + (formatter.isRightToLeft ? bar.x + bar.width : bar.x), y: top + bar.y,
                figureRight: left + figureEnd(width), figureY: top + layout.middles[index] - height / 2, votes: votes)
        }
        var rows: [PollScene.Row] = []
        for index in layout.bars.indices { rows.append(try row(index, stage.look.style.color)) }
        var winner: PollScene.Winner?
        if let index = round.winner, let closedAt = round.closedAt, index < rows.count {
            let sprite = try winnerSprite(index, words, layout, in: factory)
            let area = layout.rows[index]
            winner = PollScene.Winner(
                row: try row(index, stage.look.style.accentText),
                mark: Placement(sprite: sprite, x: left + area.x, y: top + area.y),
                title: figures == .none ? nil : try title(layout, left: left, top: top, in: factory),
                closedAt: closedAt, ink: winnerInk)
        }
        return PollScene(
            rows: rows, winner: winner, votedAt: round.votedAt, growth: growth, ink: ink,
            growsLeft: formatter.isRightToLeft)
    }

    /// The words for a result, on the line that says how many have voted.
    private func title(
        _ layout: PollDesign.Layout, left: Int, top: Int, in factory: SpriteFactory
    ) throws(OverlayError) -> Placement {
        let words = PlainText(factory.words.pollResult, limit: 40)
        let look = stage.look
        let sprite = try stage.sprite(for: words, in: factory) { (typesetter) throws(TypesetError) in
            let badge = look.badge(words, width: look.textWidth * 0.55, with: typesetter)
            let drawing = try Drawing(size: PixelSize(width: Int(badge.width), height: Int(badge.height)))
            badge.draw(on: drawing, x: 0, y: 0)
            return try drawing.finish()
        }
        let x = formatter.isRightToLeft ? design.padding + design.barSize.width - sprite.size.width : design.padding
        return Placement(sprite: sprite, x: left + x, y: top + layout.footer - sprite.size.height / 2)
    }

    /// Where a figure of this width ends, from the plate's left edge, in luma samples.
    private func figureEnd(_ width: Int) -> Int {
        formatter.isRightToLeft ? design.padding + width : design.padding + design.barSize.width
    }

    private func winnerSprite(
        _ row: Int, _ words: PollContent, _ layout: PollDesign.Layout, in factory: SpriteFactory
    ) throws(OverlayError) -> Sprite {
        struct Key: Hashable {
            let words: PollContent
            let row: Int
        }
        return try stage.sprite(for: Key(words: words, row: row), in: factory) { (typesetter) throws(TypesetError) in
            try design.drawWinner(words.options[row], layout, row: row, with: typesetter)
        }
    }

    /// A number of votes, e.g. `1,204`, or `1,204 votes` below all of them.
    private func figure(
        _ votes: String, _ color: Color, scale: Double, in factory: SpriteFactory
    ) throws(OverlayError) -> Sprite {
        struct Key: Hashable {
            let text: PlainText
            let color: Color
            let scale: Double
        }
        let text = PlainText(votes, limit: 60)
        let look = stage.look
        return try stage.sprite(for: Key(text: text, color: color, scale: scale), in: factory) {
            (typesetter) throws(TypesetError) in
            let block = typesetter.fit(
                text, style: look.text(scale, color, lineHeight: 1.2),
                within: look.limits(width: scale == 1 ? look.textWidth * 0.6 : design.figureRoom))
            let size = PixelSize(width: Int(block.width.rounded(.up)), height: Int(block.height.rounded(.up)))
            let drawing = try Drawing(size: PixelSize(width: max(1, size.width), height: max(1, size.height)))
            drawing.draw(block, x: 0, y: 0)
            return try drawing.finish()
        }
    }

    /// So few that four of them can be added and multiplied.
    private static func bounded(_ votes: Int) -> Int { max(0, min(1 << 40, votes)) }

    /// Each option's part of all votes, in 65536ths.
    private static func parts(_ votes: [Int]) -> [Int] {
        let total = max(1, votes.reduce(0) { $0 + bounded($1) })
        return votes.map { (bounded($0) * FixedPoint.one + total / 2) / total }
    }
}
