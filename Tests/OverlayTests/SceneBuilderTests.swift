import MediaModel
import Show
import Testing

@testable import Overlay

@Suite struct SceneBuilderTests {
    @Test func namesTheNearestFontsWhenOneIsMissing() {
        var layer = PriceLayer()
        layer.box.style.font = "BIZ UDPGothik Bold"
        let preset = Preset(layers: [.price(layer)])
        let error = #expect(throws: OverlayError.self) { try SceneBuilder(preset: preset, canvas: TestShow.canvas) }
        #expect(error?.code == .missingFont)
        let start = "no font \"BIZ UDPGothik Bold\" is installed; the nearest are \"BIZ UDPGothic Bold\""
        #expect(error?.message.hasPrefix(start) == true)
    }

    @Test func laysOutAPriceOnce() throws {
        let builder = try SceneBuilder(preset: TestShow.preset, canvas: TestShow.canvas)
        _ = try builder.prepare(TestShow.state)
        let bytes = builder.cachedByteCount
        var later = TestShow.state
        later.price.changedAt = 900
        later.hearts.total = 20_045
        _ = try builder.prepare(later)
        #expect(bytes > 0 && builder.cachedByteCount == bytes)
    }

    @Test func keepsTheCacheWithinItsLimit() throws {
        let builder = try SceneBuilder(preset: TestShow.fullPreset, canvas: TestShow.canvas, cacheLimit: 2_000_000)
        var state = TestShow.fullState
        for number in 0..<60 {
            state.comments.pinned = Timed(current: Comment(author: "A\(number)", text: "コメント \(number)"))
            state.comments.recent[0].comment.text = "行 \(number)"
            state.nameplate.current?.name = "No. \(number)"
            state.countdown.current?.countdown.label = "あと \(number)"
            _ = try builder.prepare(state)
            #expect(builder.cachedByteCount <= 2_000_000)
        }
    }

    @Test func keepsAScenesSpritesAfterTheCacheDroppedThem() throws {
        let builder = try SceneBuilder(preset: TestShow.preset, canvas: TestShow.canvas, cacheLimit: 1_500_000)
        let scene = try builder.prepare(TestShow.state)
        var before: [Placement] = []
        scene.appendPlacements(at: 100, to: &before)
        for number in 0..<10 {
            var state = TestShow.state
            state.price.current?.name = "No. \(number)"
            _ = try builder.prepare(state)
            #expect(builder.cachedByteCount <= 1_500_000)
        }
        var after: [Placement] = []
        scene.appendPlacements(at: 100, to: &after)
        #expect(before.map { ObjectIdentifier($0.sprite) } == after.map { ObjectIdentifier($0.sprite) })
    }

    @Test func preparesOnManyThreadsAtOnce() async throws {
        let builder = try SceneBuilder(preset: TestShow.preset, canvas: TestShow.canvas)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<12 {
                group.addTask {
                    var state = TestShow.state
                    state.price.current?.name = "タンブラー No. \(number % 5)"
                    var list: [Placement] = []
                    try builder.prepare(state).appendPlacements(at: 100, to: &list)
                    return list.count
                }
            }
            for try await count in group { #expect(count == 129) }
        }
    }

    @Test func drawsLayersInThePresetsOrder() throws {
        let reversed = Preset(layers: TestShow.preset.layers.reversed())
        let scene = try SceneBuilder(preset: reversed, canvas: TestShow.canvas).prepare(TestShow.state)
        var list: [Placement] = []
        scene.appendPlacements(at: 100, to: &list)
        let widest = list.indices.max { list[$0].sprite.size.width < list[$1].sprite.size.width }
        #expect(widest == 0)
    }
}
