import AsyncHTTPClient
import Foundation
import HLS
import MediaModel
import MediaTesting
import NIOCore
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

    /// What the process said first, once it has said so.
    private func readyLine(_ file: String) async throws -> [String: Any] {
        while true {
            if let line = try? String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").last,
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                object["play"] != nil
            {
                return object
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Runs the program, and a player beside it that gets the show's address without `multivariant.m3u8`.
    private func serve(
        _ command: String, _ arguments: [String], isStopped: Bool = true,
        player: @escaping @Sendable (String, pid_t) async throws -> Void
    ) async throws -> ToolProcess.Result {
        let file = Tatecast.newPath("ready")
        let script = "exec \"$0\" \"$@\" > '\(file)'"
        let words = [command] + arguments + ["--json", "--log-format", "text"]
        let process = ToolProcess("sh", ["-c", script, Tatecast.executable] + words)
        let played = Played()
        let result = try await process.run { number in
            do {
                let address = try await readyLine(file)["play"] as? String ?? ""
                try await player(String(address.dropLast("master.m3u8".count)), number)
            } catch {
                await played.fail(error)
            }
            if isStopped { kill(number, SIGTERM) }
            await played.finish()
        }
        try await played.wait()
        return result
    }

    private func get(_ address: String) async throws -> (status: Int, text: String, bytes: Int) {
        let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: address), timeout: .seconds(20))
        let body = try await response.body.collect(upTo: 16 << 20)
        return (Int(response.status.code), String(buffer: body), body.readableBytes)
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
        let result = try await serve("live", arguments, isStopped: false) { address, number in
            @Sendable func reload() async throws -> String {
                var request = HTTPClientRequest(url: address + "v180x320/playlist.m3u8")
                request.headers.add(name: "Connection", value: "close")
                let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
                return String(buffer: try await response.body.collect(upTo: 1 << 20))
            }
            // Until there is one.
            while !(try await reload()).hasPrefix("#EXTM3U") { try await Task.sleep(for: .milliseconds(50)) }
            kill(number, SIGTERM)
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
        let result = try await serve("live", arguments) { address, _ in
            let multivariant = try MultivariantPlaylist(parsing: try await get(address + "master.m3u8").text)
            let video = try #require(multivariant.variants.first { $0.stream.resolution != nil }?.uri)
            var playlist = try MediaPlaylist(parsing: try await get(address + video).text)
            for _ in 0..<5 {
                let sequence = playlist.mediaSequence + playlist.segments.count
                let part = playlist.unfinished?.parts.count ?? 0
                let answer = try await get(address + video + "?_HLS_msn=\(sequence)&_HLS_part=\(part)")
                #expect(answer.status == 200)
                let next = try MediaPlaylist(parsing: answer.text)
                #expect(next.duration + parts(next) > playlist.duration + parts(playlist))
                playlist = next
                let folder = address + video.split(separator: "/")[0] + "/"
                let hint = try #require(next.preloadHints.first?.uri)
                #expect(try await get(folder + hint).bytes > 100)
            }
            #expect(playlist.dateRanges.first?.category == "com.tatecast.product")
            while try await get(address + "readyz").status != 200 { try await Task.sleep(for: .milliseconds(50)) }
            let metrics = try await get(address + "metrics").text
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
        let result = try await serve("live", arguments, isStopped: false) { address, process in
            _ = try await get(address + "audio/playlist.m3u8?_HLS_msn=1")
            kill(process, SIGTERM)
            var text = ""
            while !text.hasSuffix("#EXT-X-ENDLIST\n") {
                #expect(try await get(address + "readyz").status == 503)
                text = try await get(address + "audio/playlist.m3u8").text
                try await Task.sleep(for: .milliseconds(50))
            }
            let playlist = try MediaPlaylist(parsing: text)
            for segment in playlist.segments {
                #expect(try await get(address + "audio/" + segment.uri).status == 200)
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
        let result = try await serve("render", arguments) { address, _ in
            let playlist = try MediaPlaylist(parsing: try await get(address + "v360x640/playlist.m3u8").text)
            #expect(playlist.isEnded)
            for segment in playlist.segments {
                #expect(try await get(address + "v360x640/" + segment.uri).status == 200)
            }
            #expect(try await get(address + "v360x640/../../../etc/passwd").status == 404)
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
        ) { address, _ in
            #expect(address == "https://shop.example/live/42/")
        }
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test(arguments: ["live", "render"])
    func anAddressThatIsTakenLeavesNoTrace(command: String) async throws {
        let output = Tatecast.newPath()
        let clip = try await ClipLibrary.shared.path(.long)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> UInt16 in
                guard bind(descriptor, generic, length) == 0, listen(descriptor, 1) == 0 else { return 0 }
                getsockname(descriptor, generic, &length)
                return pointer.pointee.sin_port.bigEndian
            }
        }
        #expect(port != 0)
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

/// What became of a player that runs beside a process.
private actor Played {
    private var error: (any Error)?
    private var isFinished = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func fail(_ error: any Error) { self.error = error }

    func finish() {
        isFinished = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func wait() async throws {
        if !isFinished { await withCheckedContinuation { waiting.append($0) } }
        if let error { throw error }
    }
}
