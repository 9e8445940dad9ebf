import HLS
import HTTPTypes
import Testing

@testable import Origin

/// A viewer's connection as a list of what is done about each thing that happens on it.
@Suite struct ViewerSessionTests {
    private typealias Output = ViewerSession.Output
    private let start = ContinuousClock.now

    private func session(
        _ kind: ViewerSession.Kind = .connection, _ configuration: ViewerConfiguration = .init()
    ) -> ViewerSession { ViewerSession(kind, configuration, at: start) }

    private func head(_ path: String, _ fields: HTTPFields = [:]) -> HTTPRequest { head(.get, path, fields) }

    private func head(_ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:]) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "http", authority: "x", path: path, headerFields: fields)
    }

    /// A whole request without a body.
    private func ask(_ session: inout ViewerSession, _ head: HTTPRequest) -> [Output] {
        session.receive(.head(head), at: start) + session.receive(.end, at: start)
    }

    private func part(_ byteCount: Int = 1_000, isOnDisk: Bool = false) -> OriginAnswer {
        .media(MediaFacts(kind: .video, tag: "run-0.0.m4s", byteCount: byteCount, isOnDisk: isOnDisk))
    }

    private func wait(_ part: Int, refusal: RequestRefusal? = nil) -> OriginAnswer {
        .wait(
            OriginWait(
                condition: .part(rendition: 0, PartPosition(mediaSequence: 0, part: part)), atMost: .seconds(6),
                refusal: refusal))
    }

    private let part1 = WaitCondition.part(rendition: 0, PartPosition(mediaSequence: 0, part: 1))

    /// What is written of a list: the status, `close` if the connection is, and each body.
    private func written(_ outputs: [Output]) -> [String] {
        outputs.map { output in
            switch output {
            case .head(let head, let isLast): "\(head.status.code)\(isLast ? " close" : "")"
            case .content(let range), .piece(let range): "\(range)"
            case .sentence(let text): text
            default: "\(output)"
            }
        }
    }

    // MARK: - Requests for the show

    @Test func asksTheOriginAndWritesWhatItHas() {
        var session = session()
        #expect(session.receive(.head(head("/v/run-0.0.m4s?x=1")), at: start) == [.begin])
        let asked = session.receive(.end, at: start)
        #expect(asked == [.ask(OriginRequest(path: "/v/run-0.0.m4s", query: "x=1", mayJoin: true))])
        #expect(!session.takesParts)
        let answer = session.answer(part(), at: start)
        #expect(written(answer) == ["200", "0..<1000", "end"])
        guard case .head(let head, _) = answer[0] else { return #expect(Bool(false), "no head") }
        #expect(head.headerFields[.contentLength] == "1000" && head.headerFields[.eTag] == "\"run-0.0.m4s\"")
        #expect(session.written(at: start) == [])
        #expect(session.takesParts && session.expectsHead)
        #expect(session.deadline == start + .seconds(60))
    }

    @Test func asksForWhatPlayersMean() {
        func asked(_ head: HTTPRequest) -> Output? {
            var session = session()
            return ask(&session, head).last
        }
        let path = "/v/playlist.m3u8"
        #expect(asked(head(path)) == .ask(OriginRequest(path: path[...], mayJoin: true)))
        // Only a GET of who has nothing yet may be put off.
        #expect(asked(head(.head, path)) == .ask(OriginRequest(path: path[...])))
        #expect(asked(head(path, [.ifNoneMatch: "\"run-7\""])) == .ask(OriginRequest(path: path[...])))
        #expect(
            asked(head(path, [.ifNoneMatch: "W/\"run-7\"", .range: "bytes=0-"]))
                == .ask(OriginRequest(path: path[...], heldTag: "run-7")))
        #expect(
            asked(head(path + "?_HLS_msn=1", [.ifNoneMatch: "\"run-7\"", .range: "bytes=0-", .acceptEncoding: "gzip"]))
                == .ask(OriginRequest(path: path[...], query: "_HLS_msn=1", acceptsGzip: true)))
        // Media is compressed already.
        #expect(
            asked(head("/v/a.m4s", [.acceptEncoding: "gzip"])) == .ask(OriginRequest(path: "/v/a.m4s", mayJoin: true)))
    }

    @Test func aHeadHasTheLengthAndNothingElse() {
        var session = session()
        _ = ask(&session, head(.head, "/v/run-0.0.m4s"))
        #expect(written(session.answer(part(), at: start)) == ["200", "end"])
    }

    @Test func takesThePrefixAway() {
        var configuration = ViewerConfiguration()
        configuration.prefix = PathPrefix("/live/42")
        var session = session(.connection, configuration)
        #expect(ask(&session, head("/live/42/a.mp4")).last == .ask(OriginRequest(path: "/a.mp4", mayJoin: true)))
        _ = session.answer(.refuse(.notFound), at: start)
        _ = session.written(at: start)
        #expect(session.receive(.head(head("/live/42/healthz")), at: start) == [.begin, .passHead(head("/healthz"))])
    }

    @Test func aBodyNobodyNeedsIsBounded() {
        var session = session()
        _ = session.receive(.head(head(.post, "/master.m3u8")), at: start)
        #expect(session.receive(.body(byteCount: 65_536), at: start) == [])
        let refused = written(session.receive(.body(byteCount: 1), at: start))
        #expect(refused == ["413 close", "expected a request without a body\n", "end"])
        // What still comes is of no use, and is dropped until the answer has been read.
        #expect(session.discardsAll && session.takesParts)
        #expect(session.written(at: start) == [.linger])
        #expect(session.receive(.head(head("/master.m3u8")), at: start) == [])
        #expect(session.inputClosed() == [.close])
    }

    @Test func otherMethodsAreRefused() {
        var session = session()
        let outputs = ask(&session, head(.post, "/master.m3u8"))
        #expect(written(outputs) == ["begin", "405", "expected GET, HEAD or OPTIONS\n", "end"])
    }

    // MARK: - Waits

    @Test func waitsAndIsAnsweredOnce() {
        var session = session()
        _ = ask(&session, head("/v/run-0.1.m4s"))
        #expect(session.answer(wait(1), at: start) == [.wait(part1)])
        #expect(session.deadline == start + .seconds(6))
        // It has waited already, so it isn't held back for its own good.
        #expect(session.changed(at: start + .seconds(1)) == [.ask(OriginRequest(path: "/v/run-0.1.m4s"))])
        // A second wait has no more time.
        #expect(session.answer(wait(1), at: start + .seconds(2)) == [.wait(part1)])
        #expect(session.deadline == start + .seconds(6))
        _ = session.changed(at: start + .seconds(3))
        #expect(written(session.answer(part(), at: start + .seconds(3))) == ["200", "0..<1000", "end"])
        #expect(session.changed(at: start + .seconds(3)) == [])
    }

    @Test func aWaitInVainIsRefusedWhereTheRulesSaySo() {
        var session = session()
        _ = ask(&session, head("/v/run-0.1.m4s"))
        _ = session.answer(wait(1, refusal: RequestRefusal(503, "late")), at: start)
        let outputs = session.timeOut(at: start + .seconds(6))
        #expect(written(Array(outputs.dropFirst())) == ["503", "late\n", "end"])
        #expect(outputs[0] == .stopWaiting(part1))
    }

    @Test func aWaitForTheViewersOwnGoodEndsWithWhatThereIs() {
        var session = session()
        _ = ask(&session, head("/v/playlist.m3u8", [.ifNoneMatch: "\"run-7\"", .range: "bytes=0-"]))
        _ = session.answer(wait(1), at: start)
        let outputs = session.timeOut(at: start + .seconds(6))
        #expect(outputs == [.stopWaiting(part1), .ask(OriginRequest(path: "/v/playlist.m3u8"))])
    }

    @Test func whoLeavesWaitsNoLonger() {
        var session = session()
        _ = ask(&session, head("/v/run-0.1.m4s"))
        _ = session.answer(wait(1), at: start)
        #expect(session.inputClosed() == [.stopWaiting(part1), .close])
        #expect(session.close() == [])
        #expect(session.answer(part(), at: start) == [])
    }

    // MARK: - Files

    @Test func aFileIsReadPieceByPieceAsItIsTaken() {
        var session = session()
        _ = ask(&session, head("/v/run-0.m4s"))
        let size = ViewerSession.pieceByteCount
        #expect(session.answer(part(2 * size + 10, isOnDisk: true), at: start) == [.load(0..<size)])
        #expect(written(session.loaded(at: start)) == ["200", "0..<\(size)"])
        // Nothing more is read before that has been taken.
        #expect(session.written(at: start) == [.load(size..<2 * size)])
        #expect(session.deadline == start + .seconds(10))
        #expect(session.loaded(at: start) == [.piece(size..<2 * size)])
        #expect(session.written(at: start) == [.load(2 * size..<2 * size + 10)])
        #expect(session.loaded(at: start) == [.content(2 * size..<2 * size + 10), .end])
        #expect(session.written(at: start) == [])
        #expect(session.expectsHead)
    }

    @Test func aRangeOfAFileIsAllThatIsRead() {
        var session = session()
        _ = ask(&session, head("/v/run-0.m4s", [.range: "bytes=10-19"]))
        #expect(session.answer(part(1_000, isOnDisk: true), at: start) == [.load(10..<20)])
        #expect(written(session.loaded(at: start)) == ["206", "10..<20", "end"])
        _ = session.written(at: start)
        // Nothing has to be read for these.
        for (fields, status) in [
            ([.range: "bytes=1000-"] as HTTPFields, "416"), ([.ifNoneMatch: "\"run-0.0.m4s\""], "304"),
        ] {
            _ = ask(&session, head("/v/run-0.m4s", fields))
            #expect(written(session.answer(part(1_000, isOnDisk: true), at: start)).first == status)
            _ = session.written(at: start)
        }
    }

    @Test func aDiskThatFailsIsSaidIfNothingWasYet() {
        let size = ViewerSession.pieceByteCount
        for isLate in [false, true] {
            var session = session()
            _ = ask(&session, head("/v/run-0.m4s"))
            _ = session.answer(part(2 * size, isOnDisk: true), at: start)
            var early = session
            #expect(
                written(isLate ? early.timeOut(at: start + .seconds(10)) : early.failedToLoad(at: start))
                    == ["503", "the disk can't give out this file now: ask again\n", "end"])
            // Its length has been told: all that can be done is to break off.
            _ = session.loaded(at: start)
            _ = session.written(at: start)
            #expect(
                (isLate ? session.timeOut(at: start + .seconds(10)) : session.failedToLoad(at: start)) == [.close])
        }
    }

    // MARK: - What is handed on

    @Test func handsOnWhatIsntForTheShow() {
        var session = session()
        let post = head(.post, "/v1/events")
        #expect(session.receive(.head(post), at: start) == [.begin, .passHead(post)])
        #expect(session.deadline == start + .seconds(30))
        #expect(session.receive(.body(byteCount: 10), at: start) == [.pass])
        #expect(session.receive(.end, at: start) == [.pass])
        // Its answer may take as long as it likes.
        #expect(session.deadline == nil && session.isPassing && !session.takesParts)
        let answer = HTTPResponse(status: .ok)
        #expect(session.handBack(answer) == answer)
        session.handBackEnd(at: start)
        #expect(session.written(at: start) == [] && session.expectsHead)
    }

    /// Browsers' preflights, and all of it where there is no show.
    @Test func handsOnOptionsAndAllOfAListenerForControl() {
        var session = session()
        #expect(session.receive(.head(head(.options, "/master.m3u8")), at: start).count == 2)
        var configuration = ViewerConfiguration()
        configuration.servesShow = false
        session = self.session(.connection, configuration)
        #expect(session.receive(.head(head("/master.m3u8")), at: start).count == 2)
    }

    @Test func whatIsRefusedBeforeItIsSentEndsTheConnectionGently() {
        for kind in [ViewerSession.Kind.connection, .stream] {
            var session = session(kind)
            _ = session.receive(.head(head(.post, "/v1/events")), at: start)
            let answer = session.handBack(HTTPResponse(status: .contentTooLarge))
            #expect(answer.headerFields[.connection] == (kind == .connection ? "close" : nil))
            session.handBackEnd(at: start)
            #expect(session.receive(.body(byteCount: 1 << 20), at: start) == [])
            #expect(session.written(at: start) == [kind == .connection ? .linger : .giveUpStream])
        }
    }

    @Test func aBodyIsAskedForOnce() {
        var session = session()
        _ = session.receive(.head(head(.post, "/v1/events", [.expect: "100-Continue"])), at: start)
        #expect(session.bodyIsWanted() == [.sayContinue])
        #expect(session.bodyIsWanted() == [])
        var odd = self.session()
        let refused = odd.receive(.head(head(.post, "/v1/events", [.expect: "200-ok"])), at: start)
        #expect(written(refused).contains("417 close"))
    }

    // MARK: - Bounds

    @Test func oneHostIsNamed() {
        var session = session()
        var request = head("/healthz")
        request.authority = nil
        #expect(written(session.receive(.head(request), at: start)).contains("400 close"))
        // A stream of HTTP/2 may name it elsewhere.
        var stream = self.session(.stream)
        #expect(stream.receive(.head(request), at: start) == [.begin, .passHead(request)])
    }

    @Test func whoFindsNoRoomHearsSo() {
        var session = session()
        session.hasRoom = false
        let outputs = session.receive(.head(head("/master.m3u8")), at: start)
        #expect(written(outputs) == ["begin", "503 close", "too many viewers: try again later\n", "end"])
        #expect(session.written(at: start) == [.close])
        var brief = self.session()
        brief.hasRoom = false
        // RFC 9110, 9.3.2: an answer to HEAD has no content, a refusal's neither.
        #expect(written(brief.receive(.head(head(.head, "/master.m3u8")), at: start)) == ["begin", "503 close", "end"])
    }

    @Test func endlessHeadsAndNonsenseAreRefused() {
        var first = session()
        #expect(written(first.refuseHead(isFirstLine: true, at: start)).first == "414 close")
        #expect(first.refuseHead(isFirstLine: true, at: start) == [])
        var second = session()
        #expect(written(second.refuseHead(isFirstLine: false, at: start)).first == "431 close")
        var third = session()
        #expect(written(third.refuseNonsense(at: start)).first == "400 close")
        // Amid an answer nothing can be said.
        #expect(third.refuseNonsense(at: start) == [.close])
    }

    @Test func eachStepHasItsTime() {
        var session = session()
        #expect(session.deadline == start + .seconds(10))
        _ = ask(&session, head("/v/run-0.m4s"))
        _ = session.answer(part(32_768 * 5), at: start)
        #expect(session.deadline == start + .seconds(25))
        #expect(session.timeOut(at: start + .seconds(25)) == [.close])
        #expect(session.deadline == nil)
    }

    @Test func anAnswerOnItsWayIsFinishedBeforeTheEnd() {
        for isQuiescing in [false, true] {
            var session = session()
            _ = ask(&session, head("/v/run-0.m4s"))
            let isTaken = isQuiescing ? session.quiesce() : session.inputClosed() == []
            #expect(isTaken)
            #expect(written(session.answer(part(), at: start)) == ["200 close", "0..<1000", "end"])
            #expect(session.written(at: start) == [.close])
        }
        // Between two requests that is for whoever closes idle connections.
        var idle = session()
        let isTaken = idle.quiesce() || idle.inputClosed() != nil
        #expect(!isTaken)
    }
}
