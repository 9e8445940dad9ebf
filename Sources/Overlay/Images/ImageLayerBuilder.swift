import MediaModel
import ImageCodecs
import Show

/// Prepares a logo or a banner: read once, there from the start.
struct ImageLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let content: Content

    init(_ layer: ImageLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory, isText: false)
        let geometry = factory.geometry
        let film = AnimatedSprite(try PictureFolder.load(path: layer.image.path, .inside(geometry.room(of: layer.box))))
        let (x, y) = geometry.position(of: film.size, in: layer.box)
        let scene = AnimatedSpriteScene(
            film: film, x: x, y: y, opacity: Int((max(0, min(1, layer.opacity)) * 256).rounded()), start: 0,
            frameRate: factory.frameRate)
        let area = PixelArea(x: x, y: y, width: film.size.width, height: film.size.height)
        content = Content([], moving: scene, area: area, canvas: geometry.canvas)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        stage.scene(of: content, in: state)
    }
}
