import Foundation
import MediaTesting
import NIOHTTP1
import Testing

/// A report of the built program: of a broadcast that was watched, from its first picture to the page.
@Suite(.timeLimit(.minutes(2))) struct ReportTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
              - hearts: {icons: [heart]}
              - comment: {}
            """)
    private static let events = [
        #"{"type":"price","product":{"id":"cup","name":"Cup <b>","price":5,"currency":"USD"}}"#,
        #"{"type":"hearts","count":3}"#, #"{"type":"comment","id":"c-1","author":"=Bo","text":"lovely"}"#,
        #"{"type":"comment","id":"c-2","author":"Rude Ron","text":"unspeakable"}"#,
        #"{"type":"comment","id":"c-2","action":"remove"}"#,
    ]

    /// A player that says what CTA-5004 lets it say: in the query of playlists, in header fields of media.
    private func watch(_ broadcast: Broadcast) async throws {
        let said = "CMCD=bs%2Cmtp%3D8000%2Csid%3D%22e2e%22"
        #expect(try await ask(.GET, "\(broadcast.play)master.m3u8?\(said)").status == 200)
        let playlist = try await ask(.GET, "\(broadcast.play)v360x640/playlist.m3u8?_HLS_msn=0&\(said)")
        #expect(playlist.status == 200)
        let segment = try #require(playlist.text.split(separator: "\n").first { $0.hasSuffix(".m4s") })
        let media = try await ask(
            .GET, "\(broadcast.play)v360x640/\(segment)", headers: ["CMCD-Session": #"sid="e2e""#])
        #expect(media.status == 200)
    }

    @Test func tellsOfAShowThatWasWatched() async throws {
        let source = ["--input", try await ClipLibrary.shared.path(.long), "--loop"]
        var metrics = ""
        let run = try await Broadcast.run(source + ["--record", "--serve", "127.0.0.1:0"], preset: Self.preset) {
            broadcast in
            for event in Self.events { #expect(try await broadcast.send(event).status == 200) }
            try await broadcast.untilReady()
            #expect(!(try await ask(.GET, broadcast.play + "metrics").text.contains("tatecast_player")))
            try await watch(broadcast)
            metrics = try await ask(.GET, broadcast.play + "metrics").text
            try await broadcast.finish()
        }
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(metrics.contains("tatecast_player_sessions_total{listener=\"viewers\"} 1\n"))
        #expect(metrics.contains("tatecast_player_starved_sessions_total{listener=\"viewers\"} 1\n"))
        let log = try String(contentsOfFile: run.output + "/events.ndjson", encoding: .utf8)
        #expect(log.contains("lovely") && !log.contains("unspeakable") && !log.contains("Ron"))

        let folder = Tatecast.newPath("report")
        let report = try await Tatecast.command(["report", run.output, "-o", folder, "--export", "--language", "ja"])
            .run()
        #expect(report.status == 0, "\(report.errors)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "comments.csv", "events.csv", "index.html", "report.json",
            ])
        func read(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        let page = try read("index.html")
        #expect(page.contains("<html lang=\"ja\">") && page.contains("Cup &lt;b&gt;") && !page.contains("Cup <b>"))
        #expect(!(page + (try read("comments.csv")) + (try read("events.csv"))).contains("unspeakable"))
        #expect(try read("comments.csv").contains("'=Bo"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(read("report.json").utf8)) as? [String: Any])
        let totals = try #require(object["totals"] as? [String: Any])
        #expect(totals["hearts"] as? Int == 3 && totals["viewers"] as? Int == 1)
        #expect(totals["watchedSeconds"] as? Double ?? 0 > 0)
        let players = try #require(object["players"] as? [String: Any])
        #expect(players["sessions"] as? Int == 1 && players["starts"] as? Int == 1)
        #expect(players["throughputMedian"] as? Double ?? 0 > 7_000_000)
    }

    @Test func refusesWhatIsNoShow() async throws {
        let folder = Tatecast.newPath("nothing")
        let report = Tatecast.newPath("report")
        for (words, status) in [
            ([folder, "-o", report], 66), (["/", "-o", "/"], 64), ([folder, "-o", report, "--language", "fr"], 64),
        ] {
            let result = try await Tatecast.command(["report"] + words).run()
            #expect(result.status == Int32(status), "\(words): \(result.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: report))
    }
}
