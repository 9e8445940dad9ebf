import Foundation
import MediaModel
import Overlay
import Show
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SpriteGaugesTests {
    private static let canvas = PixelSize(width: 360, height: 640)

    private func values(_ maker: SceneMaker) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: LiveGauge.sprites(of: maker).map { ($0.name, $0.value()) })
    }

    private func state(_ name: String) -> ShowState {
        ShowState(price: PriceState(current: Product(id: name, name: name, price: 3_980, currency: "JPY")))
    }

    @Test func tellWhatTheCacheHoldsFromOnePresetToTheNext() throws {
        var preset = Preset(name: "a", layers: [.price(PriceLayer())])
        let maker = try SceneMaker(preset: preset, canvas: Self.canvas, cacheLimit: 1 << 20)
        let gauges = LiveGauge.sprites(of: maker)
        #expect(
            gauges.filter(\.isCounter).map(\.name) == [
                "sprite_cache_hits", "sprite_cache_misses", "sprite_cache_evictions",
            ])
        #expect(values(maker)["sprite_cache_bytes"] == 0 && values(maker)["sprite_cache_limit_bytes"] == 1_048_576)
        _ = try maker.prepare(state("cup"))
        let first = values(maker)
        #expect(first["sprite_cache_bytes"]! > 1_000 && first["sprite_cache_entries"]! >= 1)
        #expect(first["sprite_cache_misses"]! >= 1 && first["sprite_cache_evictions"] == 0)
        _ = try maker.prepare(state("cup"))
        let second = values(maker)
        #expect(second["sprite_cache_misses"] == first["sprite_cache_misses"])
        #expect(second["sprite_cache_hits"]! > first["sprite_cache_hits"]!)
        for number in 0..<60 { _ = try maker.prepare(state("cup \(number)")) }
        let full = values(maker)
        #expect(full["sprite_cache_evictions"]! > 0 && full["sprite_cache_bytes"]! <= 1_048_576)

        // Another preset has another cache, and counters never go back: a scrape sees the gauges of the start.
        preset.locale = "en-US"
        let next = try SceneMaker(preset: preset, canvas: Self.canvas, cacheLimit: 1 << 20, reusing: maker)
        _ = try next.prepare(state("mug"))
        #expect(gauges.first { $0.name == "sprite_cache_misses" }!.value() > full["sprite_cache_misses"]!)
    }
}
