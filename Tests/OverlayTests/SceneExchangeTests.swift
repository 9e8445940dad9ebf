import CAllocationCounter
import MediaModel
import Overlay
import Show
import Testing

@Suite struct SceneExchangeTests {
    private func scene(_ name: String, by maker: SceneMaker) throws -> Scene {
        try maker.prepare(ShowState(nameplate: Shown(current: Nameplate(name: name))))
    }

    private func name(of scene: Scene) -> String? { scene.state.nameplate.current?.name }

    @Test func handsOverTheNewestOnce() throws {
        let maker = try SceneMaker(preset: Preset(layers: [.nameplate(NameplateLayer())]), canvas: TestShow.canvas)
        let exchange = SceneExchange()
        var shown = try scene("first", by: maker)
        #expect(!exchange.exchange(&shown) && name(of: shown) == "first")
        exchange.publish(try scene("second", by: maker))
        exchange.publish(try scene("third", by: maker))
        #expect(exchange.exchange(&shown) && name(of: shown) == "third")
        #expect(!exchange.exchange(&shown) && name(of: shown) == "third")
    }

    @Test func freesAnOldSceneWhereTheNextOneIsPublished() throws {
        let maker = try SceneMaker(
            preset: Preset(layers: [.nameplate(NameplateLayer())]), canvas: TestShow.canvas, cacheLimit: 0)
        let exchange = SceneExchange()
        var shown = try scene("first", by: maker)
        weak var sprite: Sprite?
        do {
            var list: [Placement] = []
            shown.appendPlacements(at: 100, to: &list)
            sprite = list[0].sprite
        }
        exchange.publish(try scene("second", by: maker))
        exchange.exchange(&shown)
        #expect(sprite != nil)
        exchange.publish(try scene("third", by: maker))
        #expect(sprite == nil)
    }

    @Test(.enabled(if: allocation_counter_is_available()))
    func allocatesNothingOnTheComposersThread() throws {
        let maker = try SceneMaker(preset: TestShow.fullPreset, canvas: TestShow.canvas)
        let exchange = SceneExchange()
        var shown = try maker.prepare(TestShow.fullState)
        let others = try (0..<20).map { _ in try maker.prepare(TestShow.fullState) }
        for other in others {
            exchange.publish(other)
            allocation_counter_arm()
            let isNew = exchange.exchange(&shown)
            #expect(allocation_counter_disarm() == 0)
            #expect(isNew)
        }
    }
}
