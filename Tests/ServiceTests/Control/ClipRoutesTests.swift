import AfterShow
import Broadcast
import Foundation
import MediaModel
import Synchronization
import Testing

@testable import Service

/// `POST /v1/clips` and `GET /v1/clips/{id}`, in front of a folder that has nothing yet, so that no clip is made.
@Suite(.timeLimit(.minutes(2))) struct ClipRoutesTests {
    private static func run(_ body: (ControlHarness) async throws -> Void) async throws {
        let programme = try FakeProgramme()
        let folder = "/nowhere/at/all"
        let desk = ClipDesk(
            .folder(folder), clips: .init(ofShow: folder), now: { .seconds(60) }, tell: { programme.tell(.clip($0)) })
        programme.clips.withLock { $0 = desk }
        try await ControlHarness.run(programme, body)
        desk.finish()
    }

    @Test func takesWhatWasShownLast() async throws {
        try await Self.run { (api) async throws in
            let answer = try await api.post("/v1/clips", #"{"last": 30}"#)
            #expect(answer.status == 202)
            let members = try answer.json()
            let id = try #require(members["id"] as? String)
            #expect(["waiting", "cutting"].contains(members["state"] as? String))
            #expect(members["from"] as? Double == 30 && members["to"] as? Double == 60)
            let asked = try await api.get("/v1/clips/\(id)")
            #expect(asked.status == 200)
            #expect(try asked.json()["id"] as? String == id)
        }
    }

    @Test(arguments: [
        (#"{"from": 10, "to": 61}"#, 400, "the show is at 1:00"), (#"{"from": 10, "to": 10.2}"#, 400, "half a second"),
        (#"{"from": 20, "to": 10}"#, 400, "half a second"), (#"{"from": 10}"#, 400, #"expected {"last": 30}"#),
        (#"{"last": 5, "to": 10}"#, 400, #"expected {"last": 30}"#), (#"{"lats": 5}"#, 400, #"did you mean "last"?"#),
        (#"{"last": "5"}"#, 400, #"expected {"last": 30}"#), (#"[]"#, 400, #"expected {"last": 30}"#),
        (#"{"last": -1}"#, 400, "last: expected 0 to 400000 seconds"), (#"{"last": 0}"#, 400, "half a second"),
        (#"{"last": 5, "clean": 1}"#, 400, "clean: expected true or false"),
        (#"{"last": true}"#, 400, "last: expected seconds"), (#"{"clean": true}"#, 400, #"expected {"last": 30}"#),
    ]) func saysWhatIsWrong(body: String, status: Int, words: String) async throws {
        try await Self.run { (api) async throws in
            let answer = try await api.post("/v1/clips", body)
            #expect(answer.status == status)
            #expect(answer.error.contains(words), "\(answer.error)")
        }
    }

    @Test func takesOneWithoutOverlays() async throws {
        try await Self.run { (api) async throws in
            #expect(try await api.post("/v1/clips", #"{"last": 30, "clean": true}"#).status == 202)
            #expect(try await api.post("/v1/clips", #"{"from": 1, "to": 3, "clean": false}"#).status == 202)
        }
    }

    @Test func hasNoneWithoutOverlaysOutOfTheWindow() async throws {
        let programme = try FakeProgramme()
        let desk = ClipDesk(
            .window { () throws(JobError) in throw JobError(.inputNotFound, "nothing") },
            clips: .init(folder: "/nowhere"),
            now: { .seconds(60) }, tell: { _ in })
        programme.clips.withLock { $0 = desk }
        try await ControlHarness.run(programme) { (api) async throws in
            let answer = try await api.post("/v1/clips", #"{"last": 30, "clean": true}"#)
            #expect(answer.status == 409 && answer.error.contains("--record-source"))
            #expect(try await api.post("/v1/clips", #"{"last": 30}"#).status == 202)
        }
        desk.finish()
    }

    @Test func takesNoMoreThanItCanMake() async throws {
        try await Self.run { (api) async throws in
            var statuses: [Int] = []
            for _ in 0..<12 { statuses.append(Int(try await api.post("/v1/clips", #"{"last": 5}"#).status)) }
            // One may be in the making, and eight wait.
            #expect(statuses.prefix(8).allSatisfy { $0 == 202 })
            #expect(statuses.last == 429)
        }
    }

    @Test func saysWhereThereAreNone() async throws {
        try await ControlHarness.run { (api) async throws in
            #expect(try await api.post("/v1/clips", #"{"last": 30}"#).status == 409)
            #expect(try await api.get("/v1/clips/none").status == 404)
        }
    }

    @Test func tellsListenersOfThem() async throws {
        try await Self.run { (api) async throws in
            let heard = try await api.hear { heard in
                if heard.contains("event: state"), !heard.contains("clip.") {
                    api.programme.tell(
                        .clip(.ready(id: "a1", file: "clips/a1.mp4", from: .seconds(1), to: .seconds(4))))
                    api.programme.tell(.clip(.failed(id: "a2", cause: "the disk is full")))
                }
                return heard.contains("the disk is full")
            }
            #expect(
                heard.contains(
                    "event: clip.ready\ndata: {\"id\":\"a1\",\"file\":\"clips/a1.mp4\",\"from\":1.000000,\"to\":4.000000,"
                ))
            #expect(heard.contains("event: clip.failed\ndata: {\"id\":\"a2\",\"error\":\"the disk is full\","))
        }
    }
}
