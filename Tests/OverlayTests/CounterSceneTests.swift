import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct CounterSceneTests {
    private func placements(
        total: Int, countedAt: Int = 0, at tick: Int, locale: String = "ja-JP"
    ) throws -> [Placement] {
        let preset = Preset(locale: locale, layers: [.hearts(HeartsLayer())])
        let state = ShowState(hearts: HeartsState(total: total, countedAt: countedAt))
        var list: [Placement] = []
        try SceneBuilder(preset: preset, canvas: TestShow.canvas).prepare(state).appendPlacements(at: tick, to: &list)
        return list
    }

    @Test(arguments: [
        (1, "ja-JP", 3), (10_037, "ja-JP", 8), (10_037, "de-DE", 8), (10_037, "fr-FR", 7), (1_000_000_000, "en-US", 15),
        (10_037, "ar-EG", 8),
    ])
    func writesTheTotalOfItsLocale(total: Int, locale: String, sprites: Int) throws {
        #expect(try placements(total: total, at: 0, locale: locale).count == sprites)
    }

    @Test func hidesUntilThereAreHearts() throws {
        #expect(try placements(total: 0, at: 0).isEmpty)
    }

    @Test func pulsesOnTheTickThatItGrows() throws {
        let state = ShowState(hearts: HeartsState(total: 7, countedAt: 100))
        let scene = try SceneBuilder(preset: TestShow.preset, canvas: TestShow.canvas).prepare(state)
        let sizes = (99..<115).map { tick in
            var list: [Placement] = []
            scene.appendPlacements(at: tick, to: &list)
            return list.last!.sprite.size.width
        }
        #expect(sizes[1] > sizes[0])
        #expect(Array(sizes[1...]) == sizes[1...].sorted(by: >))
        #expect(sizes[10] == sizes[0] && sizes[15] == sizes[0])
    }

    @Test func keepsDigitsInPlaceAsTheyRun() throws {
        let first = try placements(total: 11_111, at: 50).map(\.x)
        #expect(try placements(total: 88_888, at: 50).map(\.x) == first)
    }

    @Test(arguments: [1, 10_037, 999_999_999, Int.max])
    func staysOnTheCanvas(total: Int) throws {
        for placement in try placements(total: total, at: 0) {
            #expect(placement.x >= 0 && placement.x + placement.sprite.size.width <= 720)
        }
    }
}
