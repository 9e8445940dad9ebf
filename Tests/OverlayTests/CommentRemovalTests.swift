import MediaModel
import Show
import Testing

@testable import Overlay

/// A comment that a moderator removes is gone from the very picture that the removal commits on.
@Suite struct CommentRemovalTests {
    private func placements(_ reducer: ShowReducer, _ builder: SceneBuilder, at tick: Int) throws -> [Placement] {
        var list: [Placement] = []
        try builder.prepare(reducer.state).appendPlacements(at: tick, to: &list)
        return list.filter { $0.opacity > 0 }
    }

    @Test(arguments: [31, 33, 90, 5_000])
    func leavesNothingOfIt(removedAt tick: Int) throws {
        let layers = [Layer.comment(CommentLayer(recentFor: .zero))]
        let builder = try SceneBuilder(preset: Preset(layers: layers), canvas: TestShow.canvas)
        var reducer = ShowReducer(frameRate: .fps30, layers: layers)
        for (number, text) in ["one", "two"].enumerated() {
            let comment = Comment(id: text, author: "A", text: text)
            reducer.apply(ShowEvent(id: text, action: .comment(.show(comment, isPinned: true))), atTick: number * 30)
        }
        reducer.advance(toTick: tick - 1)
        #expect(try !placements(reducer, builder, at: tick - 1).isEmpty)
        for text in ["one", "two"] {
            reducer.apply(ShowEvent(action: .comment(.remove(id: text))), atTick: tick)
        }
        for later in tick..<tick + 30 { #expect(try placements(reducer, builder, at: later).isEmpty, "\(later)") }
    }
}
