import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct TickerSceneTests {
    private let probe: LayerProbe

    init() throws { probe = try LayerProbe(.comment(CommentLayer())) }

    private func state(_ shownAt: [Int]) -> ShowState {
        ShowState(
            comments: CommentsState(
                recent: shownAt.enumerated().map { number, tick in
                    RecentComment(comment: Comment(id: "c\(number)", text: "コメント \(number)"), shownAt: tick)
                }))
    }

    @Test func comesInFromBelow() throws {
        let show = state([100])
        #expect(try probe.placements(show, at: 99).isEmpty)
        let steps = try (100..<110).map { try #require(try probe.placements(show, at: $0).first) }
        #expect(steps.map(\.y) == steps.map(\.y).sorted(by: >) && steps[0].y > steps[9].y)
        #expect(steps.map(\.opacity) == steps.map(\.opacity).sorted() && steps[0].opacity < 256)
        #expect(steps[9].opacity == 256)
    }

    @Test func pushesOlderOnesUpAndOut() throws {
        let show = state([0, 30, 60, 90])
        let before = try probe.placements(show, at: 89)
        #expect(before.map(\.opacity) == [256, 256, 256])
        let during = try probe.placements(show, at: 91)
        #expect(during.count == 4 && during.last!.opacity < 256 && during.last!.opacity > 0)
        let after = try probe.placements(show, at: 120)
        #expect(after.count == 3 && after.map(\.y) == before.map(\.y))
    }

    @Test func fadesInTime() throws {
        // Twelve seconds.
        let show = state([0])
        #expect(try probe.placements(show, at: 359).map(\.opacity) == [256])
        #expect(try probe.placements(show, at: 362).first!.opacity < 256)
        #expect(try probe.placements(show, at: 370).isEmpty)
    }

    @Test func forgetsARemovedOneAtOnce() throws {
        #expect(try probe.placements(state([0, 30, 60]), at: 90).count == 3)
        #expect(try probe.placements(state([0, 60]), at: 90).count == 2)
    }

    @Test func takesARemovedPinnedOneAwayWithinTwoFrames() throws {
        // The reducer leaves nothing to fade: no previous comment.
        let show = ShowState(comments: CommentsState(pinned: Timed(changedAt: 100)))
        #expect(try probe.placements(show, at: 100).isEmpty)
    }

    @Test func showsTheLastOfManyThatComeAtOnce() throws {
        let list = try probe.placements(state(Array(repeating: 10, count: 24)), at: 40)
        #expect(list.count == 3 && Set(list.map(\.y)).count == 3)
    }

    @Test(arguments: HostileText.all)
    func keepsRowsInTheBox(text: String) throws {
        let comment = RecentComment(comment: Comment(author: text, text: text), shownAt: 0)
        let row = try #require(
            try probe.placements(ShowState(comments: CommentsState(recent: [comment])), at: 60).first)
        #expect(row.x >= 0 && row.sprite.size.width <= 720 * 70 / 100 && row.sprite.size.height < 60)
    }
}
