import MediaModel
import Show
import Typeset

/// Prepares the hearts: their sprites once, the counter whenever its number changes.
struct HeartsArtist: LayerArtist {
    private let stage: Stage
    private let metrics: HeartsMetrics
    private let sprites: HeartSprites
    private let counter: CounterArtist?

    init(_ layer: HeartsLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop, isText: false)
        metrics = try HeartsMetrics(layer, geometry: workshop.geometry, frameRate: workshop.frameRate)
        sprites = try HeartSprites.of(layer, metrics: metrics, in: workshop)
        counter = layer.counter ? try CounterArtist(layer, number: number, metrics: metrics, in: workshop) : nil
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        // A burst of more hearts than are ever drawn would cost time a frame for each of them.
        let bursts = state.hearts.bursts.map { burst in
            var burst = burst
            burst.drawn = min(burst.drawn, metrics.maximum)
            return (burst, sprites.looks(of: burst.icon))
        }
        let scene = HeartsScene(
            bursts: bursts, metrics: metrics, sprites: sprites,
            counter: state.hearts.total > 0 ? try counter?.prepare(state.hearts, in: workshop) : nil)
        // Hearts come and go each by itself; the layer as a whole is the canvas.
        let canvas = workshop.geometry.canvas
        return stage.scene(of: Content([], moving: scene, area: PixelArea(size: canvas), canvas: canvas), in: state)
    }
}
