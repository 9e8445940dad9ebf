import Compression
import FFmpegKit
import Foundation
import HLS
import HLSTesting
import MediaModel
import MediaTesting
import Synchronization
import Testing

@testable import Verifier

/// The same judgement over sockets; and servers that mean harm.
@Suite(.timeLimit(.minutes(10))) struct OverHTTPTests {
    private static func url(_ server: TinyServer, _ path: String) throws -> MediaLocation {
        try #require(MediaLocation("\(server.address)/\(path)"))
    }

    /// With time for what a busy machine is late with, where the time isn't what is tested.
    private static func verify(_ server: TinyServer) async throws -> Report {
        let fetcher = HTTPFetcher(leastPatience: .seconds(300))
        let result: Result<Report, Verifier.Failure>
        do throws(Verifier.Failure) {
            result = .success(try await Verifier.verify("\(server.address)/master.m3u8", fetcher))
        } catch {
            result = .failure(error)
        }
        await fetcher.close()
        return try result.get()
    }

    @Test func readsAFinishedShow() async throws {
        let files = SyntheticShow().files()
        let server = TinyServer { request in
            guard let bytes = files[String(request.path.dropFirst(6))], request.path.hasPrefix("/show/") else {
                return .init(status: 404)
            }
            let isPlaylist = request.path.hasSuffix(".m3u8")
            var response = TinyServer.Response(body: bytes)
            response.headers["Content-Type"] = isPlaylist ? "application/vnd.apple.mpegurl" : "video/mp4"
            if isPlaylist, request.headers["accept-encoding"]?.contains("gzip") == true {
                response.headers["Content-Encoding"] = "gzip"
                response.body = storedGzip(bytes)
            }
            return response
        }
        defer { server.close() }
        let location = try Self.url(server, "show/master.m3u8")
        let report = try await Verifier.verify(location, options: .init(decodes: false))
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.segments == 12 && report.summary.renditions == 6)
        await #expect(throws: Verifier.Failure.self) {
            try await Verifier.verify(try Self.url(server, "nothing.m3u8"))
        }
    }

    /// Whoever wants to end doesn't wait for a server that takes its time.
    @Test func endsWhenAskedWhateverTheServerDoes() async throws {
        let server = SilentServer(.saysNothing)
        let options = Verifier.Options()
        Thread.detachNewThread {
            usleep(200_000)
            options.stop.request()
        }
        let begin = ContinuousClock.now
        let location = try #require(MediaLocation("http://127.0.0.1:\(server.port)/master.m3u8"))
        await #expect(throws: Verifier.Failure.self) { try await Verifier.verify(location, options: options) }
        // An answer may take fifteen.
        #expect(ContinuousClock.now - begin < .seconds(8))
    }

    @Test func followsABroadcast() async throws {
        let state = Mutex((broadcast: ScriptedBroadcast(), isOver: false))
        // Real time, as an origin has it.
        Thread.detachNewThread {
            while !state.withLock({ $0.isOver }) {
                Thread.sleep(forTimeInterval: 16.0 / 30)
                state.withLock { state in for rendition in [2, 3, 0, 1] { state.broadcast.addPart(to: rendition) } }
            }
        }
        defer { state.withLock { $0.isOver = true } }
        let server = TinyServer { request in
            while true {
                let answer = state.withLock { state in
                    state.isOver
                        ? .refuse(503)
                        : state.broadcast.answer(path: String(request.path.dropFirst(1)), query: request.query)
                }
                switch answer {
                case .wait: Thread.sleep(forTimeInterval: 0.01)
                case .refuse(let status): return .init(status: status)
                case .now(let bytes, let type):
                    var response = TinyServer.Response(headers: ["Content-Type": type], body: bytes)
                    response.headers["Cache-Control"] = "max-age=1"
                    if type.hasPrefix("application/"), request.headers["accept-encoding"] != nil {
                        response.headers["Content-Encoding"] = "gzip"
                        response.body = storedGzip(bytes)
                    }
                    if let range = request.headers["range"] {
                        #expect(range == "bytes=0-99")
                        (response.status, response.body) = (206, Array(bytes.prefix(100)))
                    }
                    return response
                }
            }
        }
        defer { server.close() }
        // A busy machine is late: that alone isn't judged here, and one that saw little looks for longer.
        for milliseconds in [4_500, 12_000, 40_000] as [Int64] {
            let options = Verifier.Options(
                duration: .milliseconds(milliseconds), lateness: .seconds(60), exceptions: ["update-interval"])
            let report = try await Verifier.verify(try Self.url(server, "master.m3u8"), options: options)
            #expect(report.findings.map(\.description) == [])
            #expect(report.summary.isLive && report.summary.renditions == 5)
            let hasSeenEnough = report.summary.parts >= 4 && report.summary.requests > 30
            if hasSeenEnough { return }
            #expect(milliseconds < 40_000, "\(report.summary)")
        }
    }

    @Test func anEndlessPlaylistHasAnEnd() async throws {
        let server = TinyServer { _ in
            .init(body: Array("#EXTM3U\n".utf8), endless: Array(repeating: 0x23, count: 1 << 16))
        }
        defer { server.close() }
        await #expect(throws: Verifier.Failure.unavailable("\(server.address)/master.m3u8 more than 16777216 bytes")) {
            try await Self.verify(server)
        }
    }

    @Test func aBombDoesNotGoOff() async throws {
        let path = Tatecast.newPath("bomb")
        try Data(count: 64 << 20).write(to: URL(fileURLWithPath: path))
        let bomb = [UInt8](try await ToolProcess("gzip", ["-c", path]).run().output)
        try FileManager.default.removeItem(atPath: path)
        #expect(bomb.count < 100_000)
        #expect(throws: Gunzip.Failure.tooLong) { try Gunzip.unpack(bomb, byteLimit: 1 << 20) }
        #expect(throws: Gunzip.Failure.damaged) { try Gunzip.unpack(Array(bomb.dropLast(9)), byteLimit: 80 << 20) }
        #expect(throws: Gunzip.Failure.damaged) { try Gunzip.unpack([], byteLimit: 1) }
        let server = TinyServer { _ in .init(headers: ["Content-Encoding": "gzip"], body: bomb) }
        defer { server.close() }
        await #expect(throws: Verifier.Failure.unavailable("\(server.address)/master.m3u8 more than 16777216 bytes")) {
            try await Self.verify(server)
        }
    }

    @Test func redirectsHaveAnEnd() async throws {
        let server = TinyServer { request in .init(status: 302, headers: ["Location": "\(request.path)x"]) }
        defer { server.close() }
        await #expect(throws: Verifier.Failure.unavailable("\(server.address)/master.m3u8 more than 5 redirects")) {
            try await Self.verify(server)
        }
    }

    @Test func waitingHasAnEnd() async throws {
        let server = TinyServer { _ in
            Thread.sleep(forTimeInterval: 3)
            return .init(status: 404)
        }
        defer { server.close() }
        let fetcher = HTTPFetcher()
        fetcher.send(FetchRequest(id: 1, address: server.address, patience: .milliseconds(200)))
        let answer = await fetcher.next()
        let isTimedOut = if case .failure(.timedOut)? = answer?.outcome { true } else { false }
        #expect(isTimedOut, "\(String(describing: answer))")
        let none = await fetcher.next()
        #expect(none == nil)
        await fetcher.close()
    }
}
