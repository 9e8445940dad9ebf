import MediaModel
import Pictures
import Show

/// Prepares a logo or a banner: read once, there from the start.
struct ImageArtist: LayerArtist {
    private let stage: Stage
    private let content: Content

    init(_ layer: ImageLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop, isText: false)
        let geometry = workshop.geometry
        let film = Film(try PictureFolder.load(path: layer.image.path, .inside(geometry.room(of: layer.box))))
        let (x, y) = geometry.position(of: film.size, in: layer.box)
        let scene = FilmScene(
            film: film, x: x, y: y, opacity: Int((max(0, min(1, layer.opacity)) * 256).rounded()), start: 0,
            frameRate: workshop.frameRate)
        let area = PixelArea(x: x, y: y, width: film.size.width, height: film.size.height)
        content = Content([], moving: scene, area: area, canvas: geometry.canvas)
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        stage.scene(of: content, in: state)
    }
}
