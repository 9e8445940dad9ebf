import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct PollSceneTests {
    private let show: PicturedShow

    init() throws { show = try PicturedShow() }

    private func round(_ votes: [Int], before: [Int]? = nil, closedAt: Int? = nil, text: String = "A") -> PollRound {
        let poll = Poll(question: .plain(text), options: votes.map { _ in Poll.Option(text: .plain(text)) })
        return PollRound(poll: poll, closedAt: closedAt, votes: votes, votesBefore: before, votedAt: 100)
    }

    private func placements(
        _ round: PollRound, at tick: Int, figures: PollLayer.Figures = .none, locale: String = "ja-JP"
    ) throws -> [Placement] {
        var list: [Placement] = []
        let state = ShowState(poll: Timed(current: round, changedAt: 0))
        try show.builder([.poll(PollLayer(figures: figures))], locale: locale).prepare(state)
            .appendPlacements(at: tick, to: &list)
        return list
    }

    /// How long the bars are, from the top one on.
    private func bars(_ list: [Placement]) -> [Int] {
        Dictionary(grouping: list.dropFirst(), by: \.y).sorted { $0.key < $1.key }.map { _, parts in
            parts.map { $0.x + $0.sprite.size.width }.max()! - parts.map(\.x).min()!
        }
    }

    @Test func growsBarsFromVoteToVote() throws {
        let voted = round([30, 10], before: [10, 10])
        let lengths = try (99..<120).map { bars(try placements(voted, at: $0)) }
        let full = try bars(placements(round([1, 0]), at: 200))[0]
        #expect(lengths[0].allSatisfy { abs($0 - full / 2) <= 1 })
        #expect(abs(lengths[20][0] - full * 3 / 4) <= 1 && abs(lengths[20][1] - full / 4) <= 1)
        #expect(lengths.map(\.[0]) == lengths.map(\.[0]).sorted())
        #expect(lengths.map(\.[1]) == lengths.map(\.[1]).sorted(by: >))
        #expect(zip(lengths, lengths.dropFirst()).allSatisfy { abs($0[0] - $1[0]) <= full / 20 })
    }

    @Test func drawsABarOfEveryLengthWithoutAGap() throws {
        for votes in 1...120 {
            let list = try placements(round([votes, 120 - votes]), at: 200)
            let parts = list.dropFirst().filter { $0.y == list[1].y }
            #expect(parts.count <= 2)
            if parts.count == 2 {
                let (first, second) = (parts.first!, parts.last!)
                #expect(second.x - first.x <= first.sprite.size.width - first.sprite.size.height)
            }
        }
    }

    @Test func marksTheWinnerOnceItIsClosed() throws {
        let open = try placements(round([1, 5, 2]), at: 300)
        let closed = round([1, 5, 2], closedAt: 250)
        #expect(try placements(closed, at: 249).count == open.count)
        let (coming, come) = (try placements(closed, at: 252), try placements(closed, at: 300))
        #expect(coming.count > open.count && coming[open.count].opacity < 256)
        #expect(come.count == coming.count && come.allSatisfy { $0.opacity == 256 })
        #expect(try placements(round([0, 0], closedAt: 250), at: 300).count == 1)
    }

    @Test(arguments: [PollLayer.Figures.percent, .votes, .none], ["ja-JP", "ar-EG"])
    func staysWithinItsPlateWhateverIsCounted(figures: PollLayer.Figures, locale: String) throws {
        for votes in [[0, 0], [1_000_000_000, 1, 1, 1], [.max, .max, .min, -1], [1, 2, 3]] {
            let text = String(repeating: "とても長い選択肢👨‍👩‍👧‍👦", count: 200)
            let list = try placements(
                round(votes, closedAt: 10, text: text), at: 300, figures: figures, locale: locale)
            let card = list[0]
            #expect(card.x >= 0 && card.x + card.sprite.size.width <= 720 && card.sprite.size.height < 640)
            for part in list {
                #expect(part.x >= card.x && part.x + part.sprite.size.width <= card.x + card.sprite.size.width)
                #expect(part.y >= card.y && part.y + part.sprite.size.height <= card.y + card.sprite.size.height)
            }
        }
    }
}
