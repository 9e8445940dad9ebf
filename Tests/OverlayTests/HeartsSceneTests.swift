import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct HeartsSceneTests {
    private func placements(
        _ bursts: [HeartBurst], at tick: Int, layer: HeartsLayer = HeartsLayer(counter: false)
    ) throws -> [Placement] {
        let builder = try SceneBuilder(preset: Preset(layers: [.hearts(layer)]), canvas: TestShow.canvas)
        let state = ShowState(hearts: HeartsState(bursts: bursts, total: 5, countedAt: 0))
        var list: [Placement] = []
        try builder.prepare(state).appendPlacements(at: tick, to: &list)
        return list
    }

    @Test func drawsNoMoreThanTheMaximumAtAnyTick() throws {
        let scene = try TestShow.scene()
        var most = 0
        for tick in 0..<400 {
            var list: [Placement] = []
            scene.appendPlacements(at: tick, to: &list)
            // The counter's plate, six characters and icon, and a tag.
            most = max(most, list.count)
        }
        #expect(most == 120 + 8 + 1)
    }

    @Test func keepsTheOldestWhenThereAreTooMany() throws {
        let layer = HeartsLayer(maximum: 3, counter: false)
        let old = HeartBurst(start: 0, drawn: 2, spread: 1, seed: 1)
        let new = HeartBurst(start: 1, drawn: 1_000_000, spread: 1, seed: 2)
        let both = try placements([old, new], at: 1, layer: layer)
        let alone = try placements([old], at: 1, layer: layer)
        #expect(both.count == 3 && alone.count == 2)
        #expect(zip(both, alone).allSatisfy { $0.x == $1.x && $0.y == $1.y })
    }

    @Test func drawsNothingBeforeAndAfterABurst() throws {
        let burst = HeartBurst(start: 10, drawn: 20, spread: 15, seed: 3)
        #expect(try placements([burst], at: 9).isEmpty)
        #expect(try placements([burst], at: 40).count == 20)
        #expect(try placements([burst], at: 10 + 15 + 84).isEmpty)
    }

    @Test func usesSeveralSpritesAtOnce() throws {
        let list = try placements([HeartBurst(start: 0, drawn: 60, spread: 30, seed: 4)], at: 45)
        #expect(Set(list.map { ObjectIdentifier($0.sprite) }).count > 20)
    }

    @Test func staysOnTheCanvasAndAwayFromTheTag() throws {
        let scene = try TestShow.scene()
        for tick in 75..<300 {
            var list: [Placement] = []
            scene.appendPlacements(at: tick, to: &list)
            let tag = try #require(list.last)
            for heart in list.dropLast() {
                #expect(heart.x >= 0 && heart.x + heart.sprite.size.width <= 720)
                #expect(heart.y >= 0 && heart.y + heart.sprite.size.height <= 1_280)
                #expect(heart.x >= tag.x + tag.sprite.size.width)
            }
        }
    }

    @Test(arguments: Anchor.allCases)
    func risesFromAnyAnchorWithinTheCanvas(anchor: Anchor) throws {
        let burst = HeartBurst(start: 0, drawn: 100, spread: 60, seed: 5)
        var layer = HeartsLayer()
        layer.box.anchor = anchor
        for placement in try placements([burst], at: 60, layer: layer) {
            #expect(placement.x >= -8 && placement.x + placement.sprite.size.width <= 728)
            #expect(placement.y >= -8 && placement.y + placement.sprite.size.height <= 1_288)
        }
    }

    @Test func refusesHeartsThatCannotBeDrawn() {
        for layer in [
            HeartsLayer(icons: []), HeartsLayer(colors: []), HeartsLayer(smallest: 9, largest: 5),
            HeartsLayer(largest: 90), HeartsLayer(lifetime: .zero),
        ] {
            #expect(throws: OverlayError.self) {
                try SceneBuilder(preset: Preset(layers: [.hearts(layer)]), canvas: TestShow.canvas)
            }
        }
    }
}
