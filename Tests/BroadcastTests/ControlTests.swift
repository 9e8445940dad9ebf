import Show
import Testing

@testable import Broadcast

@Suite struct BroadcastEventBusTests {
    @Test(.timeLimit(.minutes(1))) func tellsAllWhoListen() async {
        let board = BroadcastEventBus()
        let (first, second) = (board.listen(), board.listen())
        board.post(.segment(sequence: 7))
        board.close()
        for stream in [first, second] {
            var heard: [BroadcastEvent] = []
            for await notice in stream { heard.append(notice) }
            #expect(heard == [.segment(sequence: 7)])
        }
    }

    @Test(.timeLimit(.minutes(1))) func letsASlowListenerGo() async {
        let board = BroadcastEventBus()
        let stream = board.listen()
        for number in 0..<1_000 { board.post(.segment(sequence: number)) }
        board.close()
        var last: BroadcastEvent?
        var count = 0
        for await notice in stream { (last, count) = (notice, count + 1) }
        // All up to the one that there was no room for, and none after it.
        #expect(last == .segment(sequence: count - 1))
        #expect(count == 256)
    }

    @Test(.timeLimit(.minutes(1))) func endsAtOnceForWhoComesTooLate() async {
        let board = BroadcastEventBus()
        board.close()
        for await _ in board.listen() { Issue.record("nothing was said") }
    }
}

@Suite struct ShowInboxTests {
    private func request(_ count: Int) -> ShowCommand {
        let hearts = LiveEvent(ShowEvent(action: .hearts(count: 1)), json: #"{"type":"hearts","count":1}"#)
        return ShowCommand(work: .events(Array(repeating: hearts, count: count), answer: { _ in }))
    }

    @Test func takesNoMoreThanItHasRoomFor() {
        let signal = ShowInbox()
        #expect(signal.offer(request(ShowInbox.capacity)))
        #expect(!signal.offer(request(1)))
        #expect(signal.take().requests.count == 1)
        #expect(signal.offer(request(1)))
    }

    @Test func takesNothingOnceTheProgrammeIsOver() {
        let signal = ShowInbox()
        signal.finish()
        #expect(!signal.offer(request(1)))
    }
}
