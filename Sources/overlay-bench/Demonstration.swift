import Foundation
import MediaModel
import Show

/// A show with a price tag and as many hearts as there may be.
enum Demonstration {
    static let preset = Preset(name: "demonstration", layers: [.hearts(HeartsLayer()), .price(PriceLayer())])

    static let cup = Product(
        id: "cup-01", name: "真空タンブラー 500ml ☕️ 保温・保冷", price: 3_980, originalPrice: 5_980, currency: "JPY")
    static let mug = Product(id: "mug-02", name: "陶器のマグカップ", price: 1_280, currency: "JPY")

    /// The mug is replaced by the cup at tick 60; hearts keep coming, so that 120 are on screen from tick 80 on.
    static let state = ShowState(
        price: PriceState(current: cup, previous: mug, changedAt: 60),
        hearts: HeartsState(
            bursts: (0..<40).map { HeartBurst(start: $0 * 15, drawn: 30, spread: 15, seed: UInt64($0) &* 7_919) },
            total: 10_037, countedAt: 118))
}
