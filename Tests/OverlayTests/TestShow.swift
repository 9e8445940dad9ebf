import Foundation
import MediaModel
import Overlay
import Show

/// A show with everything on: a tag that took another's place at tick 60, and more hearts than may be drawn.
enum TestShow {
    static let canvas = PixelSize(width: 720, height: 1_280)

    static let preset = Preset(layers: [.hearts(HeartsLayer()), .price(PriceLayer())])

    static let cup = Product(
        id: "cup-01", name: "真空タンブラー 500ml ☕️", price: 3_980, originalPrice: 5_980, currency: "JPY")
    static let mug = Product(id: "mug-02", name: "陶器のマグカップ", price: 1_280, currency: "JPY")

    static let state = ShowState(
        price: PriceState(current: cup, previous: mug, changedAt: 60),
        hearts: HeartsState(
            bursts: (0..<30).map { HeartBurst(start: $0 * 10, drawn: 40, spread: 10, seed: UInt64($0)) },
            total: 10_037, countedAt: 90))

    static func scene() throws(OverlayError) -> Scene {
        try SceneMaker(preset: preset, canvas: canvas).prepare(state)
    }
}
