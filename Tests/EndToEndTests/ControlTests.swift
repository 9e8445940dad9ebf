import Foundation
import MediaTesting
import NIOHTTP1
import Testing

/// The control API of the built program: what it answers, and that it is what viewers get.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ControlTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
              - hearts: {icons: [heart]}
            """)

    @Test func changesAShowThatRuns() async throws {
        let source = ["--input", try await ClipLibrary.shared.path(.long), "--loop"]
        var (answer, state): ([String: Any], [String: Any]) = ([:], [:])
        let run = try await Broadcast.run(source, preset: Self.preset) { broadcast in
            // It begins with its source's first picture.
            let hearts = try await broadcast.send(#"{"type":"hearts","count":3,"id":"h"}"#, token: "chat")
            #expect(hearts.status == 200)
            let price = try await broadcast.ask(
                .POST, "/v1/events",
                #"{"type":"price","product":{"id":"cup","name":"Cup","price":5,"currency":"USD"}}"#)
            #expect(price.status == 200)
            answer = price.json
            #expect(try await broadcast.ask(.GET, "/v1/state", token: "chat").status == 403)
            state = try await broadcast.ask(.GET, "/v1/state").json
            try await broadcast.finish()
        }
        #expect(run.status == 0, "\(run.result.errors)")
        let show = try #require(state["show"] as? [String: Any])
        #expect(show["hearts"] as? Int == 3)
        #expect((show["product"] as? [String: Any])?["id"] as? String == "cup")

        // The answer is what the log says, and the playlist begins with the start that the answer counts from.
        let event = try #require((answer["events"] as? [[String: Any]])?.first)
        let time = try #require(event["time"] as? Double)
        let log = try String(contentsOfFile: run.output + "/events.ndjson", encoding: .utf8)
        let logged = try log.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        #expect(logged.last??["type"] as? String == "price")
        #expect(logged.last??["at"] as? Double == time)
        let playlist = try String(contentsOfFile: run.output + "/v360x640/playlist.m3u8", encoding: .utf8)
        let start = try #require(state["start"] as? String)
        #expect(playlist.contains("#EXT-X-PROGRAM-DATE-TIME:\(start)\n"))
    }
}
