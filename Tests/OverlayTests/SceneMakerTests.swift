import MediaModel
import Show
import Testing

@testable import Overlay

@Suite struct SceneMakerTests {
    @Test func namesTheNearestFontsWhenOneIsMissing() {
        var layer = PriceLayer()
        layer.box.style.font = "BIZ UDPGothik Bold"
        let preset = Preset(layers: [.price(layer)])
        let error = #expect(throws: OverlayError.self) { try SceneMaker(preset: preset, canvas: TestShow.canvas) }
        #expect(error?.code == .missingFont)
        let start = "no font \"BIZ UDPGothik Bold\" is installed; the nearest are \"BIZ UDPGothic Bold\""
        #expect(error?.message.hasPrefix(start) == true)
    }

    @Test func laysOutAPriceOnce() throws {
        let maker = try SceneMaker(preset: TestShow.preset, canvas: TestShow.canvas)
        _ = try maker.prepare(TestShow.state)
        let bytes = maker.cachedByteCount
        var later = TestShow.state
        later.price.changedAt = 900
        later.hearts.total = 20_045
        _ = try maker.prepare(later)
        #expect(bytes > 0 && maker.cachedByteCount == bytes)
    }

    @Test func keepsTheCacheWithinItsLimit() throws {
        let maker = try SceneMaker(preset: TestShow.fullPreset, canvas: TestShow.canvas, cacheLimit: 2_000_000)
        var state = TestShow.fullState
        for number in 0..<60 {
            state.comments.pinned = Shown(current: Comment(author: "A\(number)", text: "コメント \(number)"))
            state.comments.recent[0].comment.text = "行 \(number)"
            state.nameplate.current?.name = "No. \(number)"
            state.countdown.current?.countdown.label = "あと \(number)"
            _ = try maker.prepare(state)
            #expect(maker.cachedByteCount <= 2_000_000)
        }
    }

    @Test func keepsAScenesSpritesAfterTheCacheDroppedThem() throws {
        let maker = try SceneMaker(preset: TestShow.preset, canvas: TestShow.canvas, cacheLimit: 1_500_000)
        let scene = try maker.prepare(TestShow.state)
        var before: [Placement] = []
        scene.appendPlacements(at: 100, to: &before)
        for number in 0..<10 {
            var state = TestShow.state
            state.price.current?.name = "No. \(number)"
            _ = try maker.prepare(state)
            #expect(maker.cachedByteCount <= 1_500_000)
        }
        var after: [Placement] = []
        scene.appendPlacements(at: 100, to: &after)
        #expect(before.map { ObjectIdentifier($0.sprite) } == after.map { ObjectIdentifier($0.sprite) })
    }

    @Test func preparesOnManyThreadsAtOnce() async throws {
        let maker = try SceneMaker(preset: TestShow.preset, canvas: TestShow.canvas)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<12 {
                group.addTask {
                    var state = TestShow.state
                    state.price.current?.name = "タンブラー No. \(number % 5)"
                    var list: [Placement] = []
                    try maker.prepare(state).appendPlacements(at: 100, to: &list)
                    return list.count
                }
            }
            for try await count in group { #expect(count == 129) }
        }
    }

    @Test func drawsLayersInThePresetsOrder() throws {
        let reversed = Preset(layers: TestShow.preset.layers.reversed())
        let scene = try SceneMaker(preset: reversed, canvas: TestShow.canvas).prepare(TestShow.state)
        var list: [Placement] = []
        scene.appendPlacements(at: 100, to: &list)
        let widest = list.indices.max { list[$0].sprite.size.width < list[$1].sprite.size.width }
        #expect(widest == 0)
    }
}
