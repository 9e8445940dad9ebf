import CAllocationCounter
import MediaModel
import Overlay
@testable import Show
import Testing

@Suite struct SceneMailboxTests {
    private func scene(_ name: String, by builder: SceneBuilder) throws -> Scene {
        try builder.prepare(ShowState(nameplate: Timed(current: Nameplate(name: .plain(name)))))
    }

    private func name(of scene: Scene) -> LocalizedText? { scene.state.nameplate.current?.name }

    @Test func handsOverTheNewestOnce() throws {
        let builder = try SceneBuilder(preset: Preset(layers: [.nameplate(NameplateLayer())]), canvas: TestShow.canvas)
        let exchange = SceneMailbox()
        var shown = try scene("first", by: builder)
        #expect(exchange.exchange(&shown, atTick: 0) == .nothing && name(of: shown) == "first")
        exchange.publish(try scene("second", by: builder), atTick: 0)
        exchange.publish(try scene("third", by: builder), atTick: 0)
        #expect(exchange.exchange(&shown, atTick: 0) == .change && name(of: shown) == "third")
        #expect(exchange.exchange(&shown, atTick: 0) == .nothing && name(of: shown) == "third")
    }

    @Test func keepsASceneForItsTick() throws {
        let builder = try SceneBuilder(preset: Preset(layers: [.nameplate(NameplateLayer())]), canvas: TestShow.canvas)
        let exchange = SceneMailbox()
        var shown = try scene("first", by: builder)
        exchange.publish(try scene("fifth", by: builder), atTick: 5)
        exchange.publish(try scene("ninth", by: builder), atTick: 9)
        #expect(exchange.exchange(&shown, atTick: 4) == .nothing && exchange.nextTick == 5)
        #expect(exchange.exchange(&shown, atTick: 5) == .change && name(of: shown) == "fifth")
        // A change in between makes what was prepared for later wrong.
        exchange.publish(try scene("seventh", by: builder), atTick: 7)
        #expect(exchange.exchange(&shown, atTick: 12) == .change && name(of: shown) == "seventh")
        #expect(exchange.exchange(&shown, atTick: 13) == .nothing)
    }

    @Test func tellsAChangeFromADetailThatMayBeLate() throws {
        let builder = try SceneBuilder(preset: Preset(layers: [.nameplate(NameplateLayer())]), canvas: TestShow.canvas)
        let exchange = SceneMailbox()
        let scene = try scene("any", by: builder)
        var shown = scene
        exchange.publish(scene, atTick: 1, .detail)
        #expect(exchange.exchange(&shown, atTick: 1) == .detail)
        // What takes a change's place has the change in it.
        exchange.publish(scene, atTick: 2, .change)
        exchange.publish(scene, atTick: 2, .detail)
        #expect(exchange.exchange(&shown, atTick: 2) == .change)
        // So has what comes after one that the composer never saw.
        exchange.publish(scene, atTick: 3, .change)
        exchange.publish(scene, atTick: 4, .detail)
        exchange.publish(scene, atTick: 6, .detail)
        #expect(exchange.exchange(&shown, atTick: 5) == .change)
        #expect(exchange.exchange(&shown, atTick: 6) == .detail)
    }

    @Test func freesAnOldSceneWhereTheNextOneIsPublished() throws {
        let builder = try SceneBuilder(
            preset: Preset(layers: [.nameplate(NameplateLayer())]), canvas: TestShow.canvas, cacheLimit: 0)
        let exchange = SceneMailbox()
        var shown = try scene("first", by: builder)
        weak var sprite: Sprite?
        do {
            var list: [Placement] = []
            shown.appendPlacements(at: 100, to: &list)
            sprite = list[0].sprite
        }
        exchange.publish(try scene("second", by: builder), atTick: 0)
        exchange.exchange(&shown, atTick: 0)
        #expect(sprite != nil)
        exchange.publish(try scene("third", by: builder), atTick: 0)
        #expect(sprite == nil)
    }

    @Test(.enabled(if: allocation_counter_is_available()))
    func allocatesNothingOnTheComposersThread() throws {
        let builder = try SceneBuilder(preset: TestShow.fullPreset, canvas: TestShow.canvas)
        let exchange = SceneMailbox()
        var shown = try builder.prepare(TestShow.fullState)
        let others = try (0..<20).map { _ in try builder.prepare(TestShow.fullState) }
        for other in others {
            exchange.publish(other, atTick: 0)
            allocation_counter_arm()
            let isNew = exchange.exchange(&shown, atTick: 0) != .nothing
            #expect(allocation_counter_disarm() == 0)
            #expect(isNew)
        }
    }
}
