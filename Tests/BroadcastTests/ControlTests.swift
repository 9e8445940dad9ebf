import Foundation
import MediaModel
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

@Suite struct BroadcastEventTests {
    /// A webhook's receiver gets back what was sent.
    @Test(arguments: [
        BroadcastEvent.ready(publish: ["rtmp://127.0.0.1/live"]), .source(.slate, because: .picturesPause),
        .source(.live), .takeover(by: "10.0.0.7:4711"),
        .overload(from: .none, to: .composeEverySecondTick, rungCount: 3), .disk(.slow(store: "the disk")),
        .disk(.presentation(store: "the disk", "show/v720: No space left on device")),
        .disk(.eventLog("events.ndjson", cause: "full")),
        .disk(.sourceRecording("show.mkv", cause: "full")), .segment(sequence: 41),
        .committed(count: 2, hearts: 7, ids: ["a", "b"], at: .milliseconds(1_500)),
        .refused(id: nil, reason: "no such layer"), .preset(name: "second"), .warning("two\nlines"), .finished,
    ])
    func survivesJSON(event: BroadcastEvent) throws {
        let json = try JSONEncoder().encode(event)
        #expect(try JSONDecoder().decode(BroadcastEvent.self, from: json) == event)
    }

    @Test func isRefusedWhereItsValuesCanNotBe() {
        for text in [
            #"{"overload":{"from":"none","to":"panic","rungCount":1}}"#,
            #"{"committed":{"count":1,"hearts":0,"ids":[],"at":{"value":1,"timescale":0}}}"#,
        ] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(BroadcastEvent.self, from: Data(text.utf8))
            }
        }
    }

    /// One sentence in the log for whoever watches it, one event for each listener, and the state counts it.
    @Test func isToldToTheStateTheLogAndListeners() async {
        let (log, bus) = (LineLog(), BroadcastEventBus())
        let context = BroadcastContext.test(log: log, events: bus)
        let heard = bus.listen()
        let told: [BroadcastEvent] = [
            .source(.live), .source(.slate, because: .isWanted),
            .overload(from: .none, to: .encodeCheaply, rungCount: 2),
            .overload(from: .encodeCheaply, to: .none, rungCount: 2), .disk(.slow(store: "the disk")),
            .disk(.slow(store: "the disk")), .segment(sequence: 3),
            .committed(count: 2, hearts: 5, ids: [], at: .zero), .refused(id: "x", reason: "no"),
        ]
        for event in told { context.tell(event) }
        bus.close()
        var events: [BroadcastEvent] = []
        for await event in heard { events.append(event) }
        #expect(events == told)
        #expect(
            log.lines == [
                "the source's picture is on air", "the slate is shown, as was asked for",
                "the machine is too slow: the encoders search less, from the next segment on",
                "all is done again as it should be",
                "the disk is too slow: what it can't take is missing in the recording alone",
                #"the event "x" is refused: no"#,
            ])
        let state = context.status.snapshot
        #expect(state.source == .slate && state.overloadSteps == 2 && state.overloads == [.encodeCheaply: 1])
        #expect(state.failedWrites == 2 && state.segments == 1 && state.refusedEvents == 1)
        #expect(state.events == 2 && state.hearts == 5)
    }
}

@Suite(.timeLimit(.minutes(1))) struct ShowInboxTests {
    private func request(_ count: Int) -> ShowCommand {
        let hearts = LiveEvent(ShowEvent(action: .hearts(count: 1)), json: #"{"type":"hearts","count":1}"#)
        return ShowCommand(
            work: .events(.init(events: Array(repeating: hearts, count: count), time: 0, answer: { _ in })))
    }

    @Test func takesNoMoreThanItHasRoomFor() {
        let inbox = ShowInbox()
        #expect(inbox.offer(request(ShowInbox.capacity)))
        #expect(!inbox.offer(request(1)))
        #expect(inbox.next(untilTick: .max).commands.count == 1)
        #expect(inbox.offer(request(1)))
    }

    @Test func takesNothingOnceTheProgrammeIsOver() {
        let inbox = ShowInbox()
        inbox.finish()
        #expect(!inbox.offer(request(1)))
        #expect(inbox.next(untilTick: .max).isFinished)
    }

    @Test func wakesForWhatItIsToldOfAndForATick() async throws {
        let inbox = ShowInbox()
        async let seen = runOnThread(named: "show") { inbox.next(untilTick: .max).source }
        inbox.set(source: .live)
        #expect(try await seen == .live)
        async let left = runOnThread(named: "show") { inbox.next(untilTick: 3).commands.count }
        for tick in 1...3 { inbox.reached(tick) }
        #expect(try await left == 0)
        // It has come that far already.
        #expect(inbox.next(untilTick: 2).source == .live)
    }
}
