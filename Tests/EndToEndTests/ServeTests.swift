import Foundation
import HLS
import MediaModel
import MediaTesting
import NIOHTTP1
import Testing

/// `--serve` with the built program: what a player gets while a broadcast goes on, and after it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ServeTests {
    private static let preset = Tatecast.preset(
        latency: "low",
        more: """
            layers:
              - price: {}
            """)

    /// Runs the program, and a player beside it; stops it then, unless it ends by itself or the player sees to it.
    private func serve(
        _ command: String, _ arguments: [String], isStopped: Bool = true, player: (Broadcast) async throws -> Void
    ) async throws -> ToolProcess.Result {
        try await Tatecast.command([command] + arguments + ["--json", "--log-format", "text"]).run { process in
            try await player(Broadcast(process))
            if isStopped { process.send(SIGTERM) }
        }
    }

    /// Of the segment that grows.
    private func parts(_ playlist: MediaPlaylist) -> MediaTime {
        (playlist.unfinished?.parts ?? []).reduce(.zero) { $0 + $1.duration }
    }

    /// Who closes each connection has none open when the programme ends, and asks again a target duration later.
    @Test func aPlayerThatClosesEachConnectionFindsTheEnd() async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let arguments =
            ["--input", clip, "--loop", "--serve", "127.0.0.1:0", "--no-disk"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset)]
        let result = try await serve("live", arguments, isStopped: false) { broadcast in
            func reload() async throws -> String {
                try await ask(.GET, broadcast.play + "v180x320/playlist.m3u8", headers: ["Connection": "close"]).text
            }
            try await broadcast.process.until("a playlist") { try await reload().hasPrefix("#EXTM3U") }
            broadcast.process.send(SIGTERM)
            // A target duration.
            try await Task.sleep(for: .seconds(2))
            #expect(try await reload().hasSuffix("#EXT-X-ENDLIST\n"))
        }
        #expect(result.status == 0)
    }

    @Test func aPlayerFollowsABroadcastWithBlockingReloads() async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let events = try Tatecast.file(
            "e.ndjson",
            #"{"at":1,"type":"price","product":{"id":"cup","name":"Cup","price":3980,"currency":"JPY"}}"# + "\n")
        let arguments =
            ["--input", clip, "--loop", "--serve", "127.0.0.1:0", "--no-disk", "--events", events]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset)]
        let result = try await serve("live", arguments) { broadcast in
            let address = broadcast.play
            let multivariant = try MultivariantPlaylist(parsing: try await ask(.GET, address + "master.m3u8").text)
            let video = try #require(multivariant.variants.first { $0.stream.resolution != nil }?.uri)
            var playlist = try MediaPlaylist(parsing: try await ask(.GET, address + video).text)
            for _ in 0..<5 {
                let sequence = playlist.mediaSequence + playlist.segments.count
                let part = playlist.unfinished?.parts.count ?? 0
                let answer = try await ask(.GET, address + video + "?_HLS_msn=\(sequence)&_HLS_part=\(part)")
                #expect(answer.status == 200)
                let next = try MediaPlaylist(parsing: answer.text)
                #expect(next.duration + parts(next) > playlist.duration + parts(playlist))
                playlist = next
                let folder = address + video.split(separator: "/")[0] + "/"
                let hint = try #require(next.preloadHints.first?.uri)
                #expect(try await ask(.GET, folder + hint).bytes.count > 100)
            }
            #expect(playlist.dateRanges.first?.category == "com.tatecast.product")
            try await broadcast.untilReady()
            let metrics = try await ask(.GET, address + "metrics").text
            #expect(metrics.contains("\ntatecast_source_state{state=\"live\"} 1\n"))
            #expect(metrics.contains("\ntatecast_encoded_pictures_total{rung=\"360x640\"} "))
        }
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func theEndReachesViewers() async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let output = Tatecast.newPath()
        let arguments =
            ["--input", clip, "--loop", "--serve", "127.0.0.1:0", "--output", output, "--record"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset)]
        let result = try await serve("live", arguments, isStopped: false) { broadcast in
            let address = broadcast.play
            _ = try await ask(.GET, address + "audio/playlist.m3u8?_HLS_msn=1")
            broadcast.process.send(SIGTERM)
            // The signal takes a moment to arrive.
            try await broadcast.process.until("the end of readiness") {
                try await ask(.GET, address + "readyz").status == 503
            }
            var text = ""
            try await broadcast.process.until("the end in the playlist") {
                #expect(try await ask(.GET, address + "readyz").status == 503)
                text = try await ask(.GET, address + "audio/playlist.m3u8").text
                return text.hasSuffix("#EXT-X-ENDLIST\n")
            }
            let playlist = try MediaPlaylist(parsing: text)
            for segment in playlist.segments {
                #expect(try await ask(.GET, address + "audio/" + segment.uri).status == 200)
            }
        }
        #expect(result.status == 0, "\(result.errors)")
        let run = Tatecast.Run(result: result, output: output)
        #expect(PresentationChecker.findings { run.read($0) } == [])
    }

    @Test func aRenderedShowIsServedUntilItIsStopped() async throws {
        let output = Tatecast.newPath()
        let clip = try await ClipLibrary.shared.path(.long)
        let arguments =
            [clip, "--output", output, "--duration", "2", "--serve", "127.0.0.1:0"]
            + ["--preset", try Tatecast.file("p.yaml", Self.preset)]
        let result = try await serve("render", arguments) { broadcast in
            let address = broadcast.play
            let playlist = try MediaPlaylist(parsing: try await ask(.GET, address + "v360x640/playlist.m3u8").text)
            #expect(playlist.isEnded)
            for segment in playlist.segments {
                #expect(try await ask(.GET, address + "v360x640/" + segment.uri).status == 200)
            }
            #expect(try await ask(.GET, address + "v360x640/../../../etc/passwd").status == 404)
        }
        #expect(result.status == 0, "\(result.errors)")
    }

    /// Behind a proxy: who starts the worker hands on what the ready line says.
    @Test(arguments: ["live", "render"])
    func theReadyLineHasThePublicAddress(command: String) async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let preset = try Tatecast.file("p.yaml", Self.preset)
        let own =
            command == "live" ? ["--input", clip, "--loop", "--no-disk"] : [clip, "--output", Tatecast.newPath()]
        let result = try await serve(
            command,
            own + ["--duration", "1", "--preset", preset, "--serve", "127.0.0.1:0"]
                + ["--public-url", "https://shop.example/live/42/"]
        ) { broadcast in
            #expect(broadcast.play == "https://shop.example/live/42/")
        }
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test(arguments: ["live", "render"])
    func anAddressThatIsTakenLeavesNoTrace(command: String) async throws {
        let output = Tatecast.newPath()
        let clip = try await ClipLibrary.shared.path(.long)
        let (descriptor, port) = LoopbackSocket.listen(backlog: 1)
        defer { close(descriptor) }
        let input = command == "live" ? ["--input", clip] : [clip]
        let result = try await ToolProcess(
            Tatecast.executable,
            [command] + input + ["--output", output, "--serve", "127.0.0.1:\(port)", "--log-format", "text"]
        ).run()
        #expect(result.status == 69)
        #expect(result.errors.contains("can't serve on 127.0.0.1, port \(port): "), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test(
        arguments: [
            (["--serve", "nonsense"], "--serve nonsense: expected host:port"),
            (["--serve", "https://127.0.0.1:0"], "https needs --tls-cert and --tls-key"),
            (["--no-disk"], "--no-disk is for --serve"),
            (["--serve", "127.0.0.1:0", "--no-disk", "--record"], "leave out --no-disk"),
            (["--serve", "127.0.0.1:0", "--no-disk", "--window", "900"], "expected 600 seconds at most"),
        ] as [([String], String)])
    func refusesWhatItCannotServe(arguments: [String], sentence: String) async throws {
        let clip = try await ClipLibrary.shared.path(.long)
        let result = try await ToolProcess(
            Tatecast.executable,
            ["live", "--input", clip, "--output", Tatecast.newPath(), "--log-format", "text"] + arguments
        ).run()
        #expect(result.status == 64)
        #expect(result.errors.contains(sentence), "\(result.errors)")
    }
}
