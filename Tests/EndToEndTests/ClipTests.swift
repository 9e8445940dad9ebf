import Foundation
import MediaTesting
import NIOHTTP1
import Testing

/// `tatecast clip` and `/v1/clips` with the built program.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ClipTests {
    private func clip(_ words: [String]) async throws -> ToolProcess.Result {
        try await Tatecast.command(["clip"] + words).run()
    }

    @Test func cutsARangeAndSaysSo() async throws {
        let show = try await Tatecast.render(.plain)
        let folder = Tatecast.newPath("clips")
        let events = try Tatecast.file(
            "e.ndjson",
            #"{"at":0.1,"type":"price","product":{"id":"cup","name":"Cup","price":3980,"currency":"JPY"}}"# + "\n"
                + #"{"at":0.5,"type":"hearts","count":7}"# + "\n")
        let words = [show.output, "--from", "0.2", "--to", "1.2", "-o", "\(folder)/cup.mp4", "--events", events]
        let result = try await clip(words + ["--json"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        let record = try #require(
            (try JSONSerialization.jsonObject(with: result.output) as? [String: [[String: Any]]])?["clips"]?.first)
        #expect(record["file"] as? String == "cup.mp4" && record["duration"] as? Double == 1)
        #expect(record["hearts"] as? Int == 7 && record["title"] as? String == "Cup")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "clips.json", "cup.jpg", "cup.mp4",
            ])

        let again = try await clip(words)
        #expect(again.status == 73 && again.firstErrorLine.contains("cup.mp4 exists"), "\(again.errors)")
        let replaced = try await clip(words + ["--overwrite"])
        #expect(replaced.status == 0)
        #expect(replaced.text.hasPrefix("\(folder)/cup.mp4: 0:00.2 to 0:01.2; 7 hearts; Cup"))
    }

    @Test func endsAsItIsDocumented() async throws {
        let show = try await Tatecast.render(.plain)
        let file = Tatecast.newPath("clips") + "/a.mp4"
        let cases: [(words: [String], status: Int32, sentence: String)] = [
            ([show.output, "--from", "1", "--to", "9", "-o", file], 64, "isn't all in"),
            ([show.output, "--from", "1", "--to", "1", "-o", file], 64, "expected a time after --from"),
            ([show.output, "--from", "1x", "--to", "2", "-o", file], 64, "expected a time of the show"),
            ([show.output, "--from", "0", "--to", "1", "-o", "a"], 64, "a name that ends in .mp4"),
            ([show.output, "-o", file], 64, "expected what to cut"),
            ([show.output, "--from", "0", "--to", "1", "-o", file, "--rung", "1x1"], 64, "has no such size"),
            ([show.output, "--highlights", "3", "-o", "clips"], 65, "tells of no hearts"),
            ([show.output, "--products", "-o", "clips"], 65, "tells of no product"),
            (["/nowhere/at/all", "--products", "-o", "clips"], 66, "no such folder"),
            ([ClipLibrary.folder, "--products", "-o", "clips"], 66, "has no master.m3u8"),
            ([show.output, "--from", "0", "--to", "1", "-o", "/proc/a.mp4"], 73, "can't be"),
        ]
        for item in cases {
            let result = try await clip(item.words)
            #expect(result.status == item.status, "\(item.words): \(result.errors)")
            #expect(result.errors.contains(item.sentence), "\(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: (file as NSString).deletingLastPathComponent))
    }

    @Test func cutsWhileTheShowGoesOn() async throws {
        let words = ["--input", try await ClipLibrary.shared.path(.long), "--loop"]
        let run = try await Broadcast.run(words, preset: Tatecast.preset(latency: "low")) { broadcast in
            try await broadcast.untilSegments(1)
            let asked = try await broadcast.ask(.POST, "/v1/clips", #"{"last": 1}"#)
            #expect(asked.status == 202)
            let id = try #require(asked.json["id"] as? String)
            var told: [String: Any] = [:]
            try await broadcast.process.until("the clip") {
                told = try await broadcast.ask(.GET, "/v1/clips/\(id)").json
                return !["waiting", "cutting"].contains(told["state"] as? String)
            }
            #expect(told["state"] as? String == "ready", "\(told)")
            #expect(told["file"] as? String == "clips/clip-\(id).mp4")
            let pictures = try await Decoded.list(
                "packet", ["pts"], stream: "v:0", of: "\(broadcast.output)/clips/clip-\(id).mp4")
            #expect(29...31 ~= pictures.count)
            try await broadcast.finish()
        }
        #expect(run.status == 0)
        #expect(run.files?.contains { $0.hasSuffix(".tmp") } == false)
    }
}
