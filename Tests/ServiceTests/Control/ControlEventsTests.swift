import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Service
import Show
import Testing

@Suite(.timeLimit(.minutes(2))) struct ControlEventsTests {
    private func answers(_ answer: ControlHarness.Answer) throws -> [[String: Any]] {
        try #require(try answer.json()["events"] as? [[String: Any]])
    }

    @Test func commitsOneEventAndTellsWhen() async throws {
        try await ControlHarness.run { api in
            // Over several lines, as people write it.
            let answer = try await api.post("/v1/events", "{\n\"type\": \"hearts\",\n\"count\": 7, \"id\": \"h-1\"\n}")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == ["application/json"])
            let event = try #require(try answers(answer).first)
            #expect(event["status"] as? String == "committed")
            #expect(event["id"] as? String == "h-1")
            #expect(event["time"] as? Double == 1.033333)
            #expect(event["programDateTime"] as? String == "2027-01-15T08:00:01.033Z")
            #expect(api.programme.show.hearts.total == 7)
        }
    }

    @Test func letsGoodLinesStandBesideBadOnes() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.events(
                """
                {"type":"hearts","count":2}

                {"type":"haerts","count":2}
                {"type":"layer","name":"nowhere","action":"show"}
                {"type":"comment","id":"c","author":"A \\"B\\"","text":"x"}
                not json
                """)
            #expect(answer.status == 207)
            let events = try answers(answer)
            #expect(events.map { $0["line"] as? Int } == [1, 3, 4, 5, 6])
            #expect(
                events.map { $0["status"] as? String } == ["committed", "invalid", "refused", "committed", "invalid"])
            #expect((events[1]["error"] as? String)?.contains(#"did you mean "hearts"?"#) == true)
            #expect((events[2]["error"] as? String)?.contains("unknown layer") == true)
            #expect(try answer.json()["accepted"] as? Int == 2)
            #expect(try answer.json()["rejected"] as? Int == 3)
        }
    }

    @Test func saysWhatOfAnEventCanNotBeDrawn() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.events(
                """
                {"type":"comment","text":"\u{18B00}"}
                {"type":"comment","text":"today"}
                """)
            #expect(answer.status == 200)
            let events = try answers(answer)
            // A letter of a script that hardly any font has: Khitan.
            let warnings = try #require(events[0]["warnings"] as? [String])
            #expect(warnings.count == 1 && warnings[0].hasPrefix("no font here has "), "\(warnings)")
            #expect(warnings[0].contains("(\u{18B00})"))
            #expect(events[1]["warnings"] == nil)
        }
    }

    @Test func changesNothingTheSecondTime() async throws {
        try await ControlHarness.run { api in
            let line = #"{"type":"hearts","count":5,"id":"once"}"#
            #expect(try await api.events(line).status == 200)
            let again = try await api.events(line)
            #expect(again.status == 200)
            #expect(try answers(again).first?["status"] as? String == "repeated")
            #expect(try answers(again).first?["time"] as? Double == 1.033333)
            #expect(api.programme.show.hearts.total == 5)
        }
    }

    @Test func schedulesWhatHasATime() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.events(
                """
                {"type":"hearts","count":1,"at":"2027-01-15T08:01:00Z"}
                {"type":"hearts","count":1,"at":61.5}
                """)
            #expect(answer.status == 200)
            let events = try answers(answer)
            #expect(events.map { $0["status"] as? String } == ["scheduled", "scheduled"])
            #expect(
                events.map { $0["programDateTime"] as? String } == [
                    "2027-01-15T08:01:00.000Z", "2027-01-15T08:01:01.500Z",
                ])
            let far = try await api.events(#"{"type":"hearts","count":1,"at":"2029-01-15T08:01:00Z"}"#)
            #expect(far.status == 400)
        }
    }

    @Test(arguments: [
        ("", 400, "found none"), ("\n \n", 400, "found none"),
    ])
    func refusesNothing(body: String, status: Int, words: String) async throws {
        try await ControlHarness.run { api in
            let answer = try await api.events(body)
            #expect(answer.status == status)
            #expect(answer.error.contains(words))
        }
    }

    @Test func answers400WhenNoLineIsGood() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.events("{}\n[]")
            #expect(answer.status == 400)
            #expect(try answers(answer).count == 2)
            let single = try await api.post("/v1/events", "")
            #expect(single.status == 400)
        }
    }

    @Test(arguments: ["text/plain", "application/xml", ""])
    func refusesOtherTypesOfBody(type: String) async throws {
        try await ControlHarness.run { api in
            let answer = try await api.post("/v1/events", "{}", type: type)
            #expect(answer.status == 415)
            #expect(answer.error.contains("application/x-ndjson"))
        }
    }

    @Test func takesAMebibyteAndTenThousandEventsAtMost() async throws {
        try await ControlHarness.run { api in
            let many = String(repeating: "{\"type\":\"hearts\",\"count\":1}\n", count: 10_000)
            let full = try await api.events(many)
            #expect(full.status == 200)
            #expect(try full.json()["accepted"] as? Int == 10_000)
            let more = try await api.events(many + #"{"type":"hearts","count":1}"#)
            #expect(more.status == 413)
            #expect(more.error.contains("10000"))
            let large = try await api.events(String(repeating: "\n", count: (1 << 20) + 1))
            #expect(large.status == 413)
            #expect(api.programme.show.hearts.total == 10_000)
        }
    }

    @Test func refusesALargeBodyOfNoToldLength() async throws {
        try await ControlHarness.run { api in
            let piece = ByteBuffer(repeating: UInt8(ascii: "\n"), count: 65_536)
            let pieces = AsyncStream<ByteBuffer> { continuation in
                for _ in 0..<20 { continuation.yield(piece) }
                continuation.finish()
            }
            let answer = try await api.send(
                .POST, "/v1/events", [("Content-Type", "application/x-ndjson")],
                body: .stream(pieces, length: .unknown))
            #expect(answer.status == 413)
        }
    }

    @Test func waitsNoLongerForABodyThanIsAllowed() async throws {
        var limits = ControlLimits()
        limits.bodyTimeout = .milliseconds(200)
        try await ControlHarness.run(limits: limits) { api in
            let (pieces, never) = AsyncStream.makeStream(of: ByteBuffer.self)
            never.yield(ByteBuffer(string: #"{"type":"#))
            let answer = try await api.send(
                .POST, "/v1/events", [("Content-Type", "application/json")],
                body: .stream(pieces, length: .known(Int64(64))))
            #expect(answer.status == 408)
            never.finish()
        }
    }

    @Test func asksToComeAgainWhenTheProgrammeIsBusyOrHasNotBegun() async throws {
        let programme = try FakeProgramme()
        programme.set(isBusy: true)
        try await ControlHarness.run(programme) { api in
            let answer = try await api.events(#"{"type":"hearts","count":1}"#)
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == ["1"])
            #expect(try answers(answer).first?["status"] as? String == "busy")
        }
        try await ControlHarness.run(try FakeProgramme(hasBegun: false)) { api in
            let answer = try await api.events(#"{"type":"hearts","count":1}"#)
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == ["1"])
            #expect(answer.error.contains("hasn't begun"))
        }
    }

    // MARK: - The audience

    @Test(arguments: [
        #"{"type":"hearts","count":1}"#, #"{"type":"comment","id":"c","author":"A","text":"x"}"#,
        #"{"type":"comment","text":"x","pin":false}"#,
    ])
    func letsTheAudienceDoWhatViewersDo(event: String) async throws {
        try await ControlHarness.run(token: "boss", audience: "chat") { (api) async throws in
            #expect(try await api.events(event, token: "chat").status == 200)
        }
    }

    @Test(arguments: [
        #"{"type":"price","action":"hide"}"#, #"{"type":"comment","text":"x","pin":true}"#,
        #"{"type":"comment","id":"c","action":"pin"}"#, #"{"type":"comment","id":"c","action":"remove"}"#,
        #"{"type":"undo","id":"e"}"#, #"{"type":"poll","action":"close"}"#, #"{"type":"slate","action":"hide"}"#,
        #"{"type":"hearts","count":1,"at":60}"#, #"{"type":"layer","name":"price","action":"hide"}"#,
    ])
    func keepsTheAudienceFromTheShow(event: String) async throws {
        try await ControlHarness.run(token: "boss", audience: "chat") { api in
            let refused = try await api.events(event, token: "chat")
            #expect(refused.status == 403)
            #expect(try answers(refused).first?["status"] as? String == "forbidden")
            #expect((try answers(refused).first?["error"] as? String)?.isEmpty == false)
            // Beside a good line it is the same, and the good one stands.
            let mixed = try await api.events(event + "\n" + #"{"type":"hearts","count":3}"#, token: "chat")
            #expect(mixed.status == 207)
            #expect(api.programme.show.hearts.total == 3)
        }
    }

    @Test func letsTheAudienceVote() async throws {
        try await ControlHarness.run(token: "boss", audience: "chat") { api in
            let poll = #"{"type":"poll","action":"open","id":"p","question":"?","options":[{"text":"a"},{"text":"b"}]}"#
            #expect(try await api.events(poll, token: "chat").status == 403)
            #expect(try await api.events(poll, token: "boss").status == 200)
            let vote = #"{"type":"poll","action":"vote","poll":"p","option":1}"#
            let answer = try await api.events(vote, token: "chat")
            #expect(answer.status == 200, "\(answer.text)")
            // Options are counted from 1, as hosts do.
            #expect(api.programme.show.poll.current?.votes == [1, 0])
        }
    }
}
