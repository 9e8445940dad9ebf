import Foundation
import MediaModel
import Overlay
@testable import Show
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SpriteGaugesTests {
    private static let canvas = PixelSize(width: 360, height: 640)

    private func values(_ builder: SceneBuilder) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: MetricSource.sprites(of: builder).map { ($0.name, $0.value()) })
    }

    private func state(_ name: String) -> ShowState {
        ShowState(price: PriceState(current: Product(id: name, name: .plain(name), price: 3_980, currency: "JPY")))
    }

    @Test func tellWhatTheCacheHoldsFromOnePresetToTheNext() throws {
        var preset = Preset(name: "a", layers: [.price(PriceLayer())])
        let builder = try SceneBuilder(preset: preset, canvas: Self.canvas, cacheLimit: 1 << 20)
        let gauges = MetricSource.sprites(of: builder)
        #expect(
            gauges.filter { $0.kind == .counter }.map(\.name) == [
                "sprite_cache_hits", "sprite_cache_misses", "sprite_cache_evictions",
            ])
        #expect(values(builder)["sprite_cache_bytes"] == 0 && values(builder)["sprite_cache_limit_bytes"] == 1_048_576)
        _ = try builder.prepare(state("cup"))
        let first = values(builder)
        #expect(first["sprite_cache_bytes"]! > 1_000 && first["sprite_cache_entries"]! >= 1)
        #expect(first["sprite_cache_misses"]! >= 1 && first["sprite_cache_evictions"] == 0)
        _ = try builder.prepare(state("cup"))
        let second = values(builder)
        #expect(second["sprite_cache_misses"] == first["sprite_cache_misses"])
        #expect(second["sprite_cache_hits"]! > first["sprite_cache_hits"]!)
        for number in 0..<60 { _ = try builder.prepare(state("cup \(number)")) }
        let full = values(builder)
        #expect(full["sprite_cache_evictions"]! > 0 && full["sprite_cache_bytes"]! <= 1_048_576)

        // Another preset has another cache, and counters never go back: a scrape sees the gauges of the start.
        preset.locale = "en-US"
        let next = try SceneBuilder(preset: preset, canvas: Self.canvas, cacheLimit: 1 << 20, reusing: builder)
        _ = try next.prepare(state("mug"))
        #expect(gauges.first { $0.name == "sprite_cache_misses" }!.value() > full["sprite_cache_misses"]!)
    }
}
