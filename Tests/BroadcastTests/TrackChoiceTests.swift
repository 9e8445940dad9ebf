import Testing

@testable import Broadcast

@Suite struct TrackChoiceTests {
    private static let second: Int64 = 1_000_000_000

    @Test func takesTheFirstThatAppears() {
        var choice = TrackChoice.sound
        #expect(choice.index == nil)
        #expect(choice.use(of: 4, at: 20 * Self.second) == .begins)
        #expect(choice.use(of: 4, at: 21 * Self.second) == .goesOn)
        #expect(choice.index == 4)
    }

    @Test func leavesOutASecondThatSendsBesideIt() {
        var choice = TrackChoice.sound
        choice.take(0, at: 0)
        for time in stride(from: 0, through: 60 * Self.second, by: 500_000_000) {
            #expect(choice.use(of: 0, at: time) == .goesOn)
            #expect(choice.use(of: 1, at: time + 1) == .isLeftOut)
        }
    }

    @Test func takesAnotherWhereTheOneInUseHasEnded() {
        var choice = TrackChoice.sound
        choice.take(0, at: 0)
        #expect(choice.use(of: 0, at: 5 * Self.second) == .goesOn)
        // Two of them announced at once, as a new programme map may: the first to send is taken, and stays.
        #expect(choice.use(of: 2, at: 6 * Self.second - 1) == .isLeftOut)
        #expect(choice.use(of: 2, at: 6 * Self.second) == .begins)
        #expect(choice.use(of: 3, at: 6 * Self.second + 1) == .isLeftOut)
        #expect(choice.use(of: 2, at: 6 * Self.second + 2) == .goesOn)
        // And back again.
        #expect(choice.use(of: 0, at: 8 * Self.second) == .begins)
    }

    @Test func givesAnAnnouncedTrackThatNeverSendsUp() {
        var choice = TrackChoice.sound
        choice.take(0, at: 0)
        #expect(choice.use(of: 1, at: Self.second) == .begins)
    }
}
