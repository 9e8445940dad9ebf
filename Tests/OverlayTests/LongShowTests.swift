import Foundation
import MediaModel
import Overlay
import Show
import Testing

/// What `make bench-overlay` does for three hours, in small.
@Suite(.timeLimit(.minutes(2))) struct LongShowTests {
    @Test func keepsTheCacheWithinItsBoundHoweverLongTheShow() throws {
        let limit = 1 << 20
        let builder = try SceneBuilder(
            preset: TestShow.fullPreset, canvas: PixelSize(width: 360, height: 640), cacheLimit: limit)
        var reducer = ShowReducer(preset: builder.preset)
        var largest = 0
        for number in 0..<160 {
            let action: ShowEvent.Action =
                switch number % 4 {
                case 0: .hearts(count: 1 + number % 60)
                case 1:
                    .comment(.show(Comment(id: "c\(number)", author: "みき", text: "\(number)番 かわいい😍"), isPinned: true))
                case 2: .nameplate(Nameplate(name: "佐藤 \(number)", title: "スタイリスト"))
                default:
                    .price(.show(Product(id: "p", name: "カップ \(number)", price: 980, currency: "JPY")))
                }
            #expect(reducer.apply(ShowEvent(action: action), atTick: number * 10) == .applied)
            let scene = try builder.prepare(reducer.state)
            largest = max(largest, builder.cachedByteCount)
            #expect(builder.cachedByteCount <= limit)
            // What has left the cache is still there for the scene that shows it.
            var placements: [Placement] = []
            scene.appendPlacements(at: number * 10 + 5, to: &placements)
            #expect(!placements.isEmpty)
        }
        // The bound was worth something: more went through than fits.
        #expect(largest > limit / 2)
    }
}
