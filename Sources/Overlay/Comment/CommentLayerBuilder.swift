import MediaModel
import Show
import Typeset

/// Prepares the pinned comment and, below it, the last ones.
struct CommentLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let layer: CommentLayer
    private let ticker: TickerMetrics

    init(_ layer: CommentLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        self.layer = layer
        ticker = TickerMetrics(layer, look: stage.look, frameRate: factory.frameRate)
        let needed = ticker.height + Int(stage.look.unit * 4)
        guard !layer.pinned || needed <= stage.look.room.height else {
            throw OverlayError(
                .unusableLayer,
                """
                the layer "\(layer.box.name)" has no room for \(layer.recent) comments and a pinned one: they need \
                \(needed) samples, and have \(stage.look.room.height)
                """)
        }
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        let pinned =
            layer.pinned
            ? try stage.scene(of: state.comments.pinned, in: state) { (comment) throws(OverlayError) in
                try pinnedContent(comment, in: factory)
            } : nil
        return CommentScene(
            pinned: pinned, ticker: stage.scene(of: try tickerContent(state.comments.recent, in: factory), in: state))
    }

    private func pinnedContent(_ comment: Comment, in factory: SpriteFactory) throws(OverlayError) -> Content {
        let content = CommentContent(comment)
        let look = stage.look
        let sprite = try stage.sprite(for: content, in: factory) { (typesetter) throws(TypesetError) in
            try CommentDesign(
                look: look, room: Double(look.room.height - ticker.height), lines: max(1, min(4, layer.lines))
            ).draw(content, with: typesetter)
        }
        // Both share the box: the ticker keeps its room below, whether there are comments in it or not.
        let size = PixelSize(
            width: sprite.size.width - 2 * look.margin, height: sprite.size.height - 2 * look.margin + ticker.height)
        let corner = stage.geometry.position(of: size, in: stage.box)
        return Content(sprite, x: corner.x - look.margin, y: corner.y - look.margin, canvas: stage.geometry.canvas)
    }

    private func tickerContent(
        _ recent: [RecentComment], in factory: SpriteFactory
    ) throws(OverlayError) -> Content? {
        guard layer.recent > 0 else { return nil }
        let look = stage.look
        // Two more than are shown: those that new ones are pushing out.
        var rows: [TickerScene.Row] = []
        for comment in recent.suffix(layer.recent + 2) {
            let content = TickerRowContent(CommentContent(comment.comment))
            let sprite = try stage.sprite(for: content, in: factory) { (typesetter) throws(TypesetError) in
                try TickerRowDesign(look: look, height: ticker.rowHeight).draw(content.comment, with: typesetter)
            }
            let place = stage.geometry.position(of: sprite.size, in: stage.box)
            rows.append(TickerScene.Row(sprite: sprite, x: place.x, shownAt: comment.shownAt))
        }
        let size = PixelSize(width: look.room.width, height: ticker.height)
        let isAtTop = [.topLeft, .top, .topRight].contains(stage.box.anchor)
        // Below the largest card that there may be, where the box hangs from the top.
        let card = isAtTop && layer.pinned ? CommentDesign.greatestHeight(look, lines: layer.lines) : 0
        let column = PixelSize(width: size.width, height: size.height + card)
        let corner = stage.geometry.position(of: column, in: stage.box)
        let scene = TickerScene(rows: rows, metrics: ticker, bottom: corner.y + column.height)
        let area = PixelArea(
            x: corner.x, y: corner.y + column.height - size.height, width: size.width, height: size.height)
        return Content([], moving: scene, area: area, canvas: stage.geometry.canvas)
    }
}
