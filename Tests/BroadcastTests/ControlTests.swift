import Show
import Testing

@testable import Broadcast

@Suite struct NoticeBoardTests {
    @Test(.timeLimit(.minutes(1))) func tellsAllWhoListen() async {
        let board = NoticeBoard()
        let (first, second) = (board.listen(), board.listen())
        board.post(.segment(sequence: 7))
        board.close()
        for stream in [first, second] {
            var heard: [LiveNotice] = []
            for await notice in stream { heard.append(notice) }
            #expect(heard == [.segment(sequence: 7)])
        }
    }

    @Test(.timeLimit(.minutes(1))) func letsASlowListenerGo() async {
        let board = NoticeBoard()
        let stream = board.listen()
        for number in 0..<1_000 { board.post(.segment(sequence: number)) }
        board.close()
        var last: LiveNotice?
        var count = 0
        for await notice in stream { (last, count) = (notice, count + 1) }
        // All up to the one that there was no room for, and none after it.
        #expect(last == .segment(sequence: count - 1))
        #expect(count == 256)
    }

    @Test(.timeLimit(.minutes(1))) func endsAtOnceForWhoComesTooLate() async {
        let board = NoticeBoard()
        board.close()
        for await _ in board.listen() { Issue.record("nothing was said") }
    }
}

@Suite struct ShowSignalTests {
    private func request(_ count: Int) -> ShowRequest {
        let hearts = LiveEvent(ShowEvent(action: .hearts(count: 1)), json: #"{"type":"hearts","count":1}"#)
        return ShowRequest(work: .events(Array(repeating: hearts, count: count), answer: { _ in }))
    }

    @Test func takesNoMoreThanItHasRoomFor() {
        let signal = ShowSignal()
        #expect(signal.offer(request(ShowSignal.capacity)))
        #expect(!signal.offer(request(1)))
        #expect(signal.take().requests.count == 1)
        #expect(signal.offer(request(1)))
    }

    @Test func takesNothingOnceTheProgrammeIsOver() {
        let signal = ShowSignal()
        signal.finish()
        #expect(!signal.offer(request(1)))
    }
}
