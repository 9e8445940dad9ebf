import MediaModel
import Show
import Typeset

/// Prepares the hearts: their sprites once, the counter whenever its number changes.
struct HeartsLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let metrics: HeartsMetrics
    private let sprites: HeartSprites
    private let counter: CounterLayerBuilder?

    init(_ layer: HeartsLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory, isText: false)
        metrics = try HeartsMetrics(layer, geometry: factory.geometry, frameRate: factory.frameRate)
        sprites = try HeartSprites.of(layer, metrics: metrics, in: factory)
        counter = layer.counter ? try CounterLayerBuilder(layer, number: number, metrics: metrics, in: factory) : nil
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        // A burst of more hearts than are ever drawn would cost time a frame for each of them.
        let bursts = state.hearts.bursts.map { burst in
            var burst = burst
            burst.drawn = min(burst.drawn, metrics.maximum)
            return (burst, sprites.looks(of: burst.icon))
        }
        let scene = HeartsScene(
            bursts: bursts, metrics: metrics, sprites: sprites,
            counter: state.hearts.total > 0 ? try counter?.prepare(state.hearts, in: factory) : nil)
        // Hearts come and go each by itself; the layer as a whole is the canvas.
        let canvas = factory.geometry.canvas
        return stage.scene(of: Content([], moving: scene, area: PixelArea(size: canvas), canvas: canvas), in: state)
    }
}
