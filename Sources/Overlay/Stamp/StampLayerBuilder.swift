import MediaModel
import ImageCodecs
import Show

/// Prepares the stamps on screen: animated pictures that events put somewhere for a time.
struct StampLayerBuilder: LayerBuilder {
    private let layer: StampLayer
    private let stage: LayerContext

    init(_ layer: StampLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        self.layer = layer
        stage = try LayerContext(layer.box, number: number, in: factory, isText: false)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        var runs: [StampScene.Run] = []
        for run in state.stamps.suffix(max(1, min(8, layer.maximum))) { runs.append(try place(run, in: factory)) }
        let scene = StampScene(runs: runs, enter: stage.enter, exit: stage.exit, frameRate: factory.frameRate)
        // They come and go each by itself; the layer as a whole is the canvas.
        let canvas = factory.geometry.canvas
        return stage.scene(of: Content([], moving: scene, area: PixelArea(size: canvas), canvas: canvas), in: state)
    }

    private func place(_ run: StampRun, in factory: SpriteFactory) throws(OverlayError) -> StampScene.Run {
        let geometry = factory.geometry
        let (stamp, canvas) = (run.stamp, geometry.canvas)
        let room = geometry.room(of: layer.box)
        let width = stamp.width.map { Int(geometry.across(max(1, min(100, $0)))) } ?? room.width
        let height = stamp.width == nil ? room.height : canvas.height
        let film = try factory.film(
            named: stamp.image, .inside(PixelSize(width: max(1, width), height: max(1, height))), layer: stage.number)
        var (x, y) = geometry.position(of: film.size, in: layer.box)
        if let position = stamp.position {
            x = Int(geometry.across(position.x)) - film.size.width / 2
            y = Int(geometry.down(position.y)) - film.size.height / 2
            // One that is put at the edge isn't cut off by it.
            x = max(0, min(canvas.width - film.size.width, x))
            y = max(0, min(canvas.height - film.size.height, y))
        }
        return StampScene.Run(
            film: film, x: x, y: y, start: run.start, end: run.end,
            travel: Travel(x: x, y: y, size: film.size, canvas: canvas))
    }
}
