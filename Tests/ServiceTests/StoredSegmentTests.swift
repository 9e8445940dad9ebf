import Foundation
import MediaModel
import NIOHTTP1
import Testing

@testable import Origin
@testable import Service

/// Segments that memory no longer holds, as viewers get them from the disk.
@Suite(.timeLimit(.minutes(2))) struct StoredSegmentTests {
    /// Runs `body` with a broadcast whose first segment, `run-0.m4s`, is this file.
    private func withFile(_ file: [UInt8], _ body: (TestOrigin, _ folder: String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "origin-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/v360x640", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data(file).write(to: URL(filePath: folder + "/v360x640/run-0.m4s"))
        try await TestOrigin.with(folder: folder) { test in
            test.addParts(3 * 20)
            try await body(test, folder)
        }
    }

    @Test func takesWhatLeftMemoryFromTheDisk() async throws {
        let file = Array("the segment on the disk".utf8)
        try await withFile(file) { test, folder in
            let stored = try await test.request("/v360x640/run-0.m4s")
            #expect(stored.status == 200 && stored.body == file)
            #expect(stored.fields["etag"] == ["\"run-0.m4s\""])
            let part = try await test.request("/v360x640/run-0.m4s", [("range", "bytes=4-10")])
            #expect(part.status == 206 && part.body == Array("segment".utf8))
            let head = try await test.request("/v360x640/run-0.m4s", method: .HEAD)
            #expect(head.fields["content-length"] == ["\(file.count)"] && head.body.isEmpty)
            #expect(try await test.request("/v360x640/run-0.m4s", [("if-none-match", "*")]).status == 304)
            // A segment that the disk lost, too.
            #expect(try await test.request("/v360x640/run-1.m4s").status == 404)
            // What is there and can't be read, as with a disk that fails, may be had later: no cache may keep the answer.
            try Self.makeSocket(folder + "/v360x640/run-2.m4s")
            let failed = try await test.request("/v360x640/run-2.m4s")
            #expect(failed.status == 503 && failed.fields["cache-control"] == ["no-store"])
            #expect(failed.fields["retry-after"] == ["1"])
        }
    }

    /// A file that nobody can open, whoever he is.
    private static func makeSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    @Test func piecesMakeAWhole() async throws {
        let file = (0..<(2 * ViewerSession.pieceByteCount + 10)).map { UInt8(truncatingIfNeeded: $0 / 251) }
        try await withFile(file) { test, _ in
            #expect(try await test.request("/v360x640/run-0.m4s").body == file)
            let (first, last) = (ViewerSession.pieceByteCount - 1, 2 * ViewerSession.pieceByteCount + 1)
            let part = try await test.request("/v360x640/run-0.m4s", [("range", "bytes=\(first)-\(last)")])
            #expect(part.status == 206 && part.body == Array(file[first...last]))
        }
    }

    /// Who takes nothing has a piece in memory, whatever the file's length.
    @Test func aFileIsReadOnlyAsFarAsItIsTaken() async throws {
        let file = [UInt8](repeating: 7, count: 32 << 20)
        try await withFile(file) { test, _ in
            let connection = try RawConnection(port: test.port)
            connection.send("GET /v360x640/run-0.m4s HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            // All that the kernel has room for.
            var before = -1
            while test.server.statistics.byteCount != before {
                before = test.server.statistics.byteCount
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect((1..<24 << 20).contains(before), "\(before)")
            #expect(try await test.request("/v360x640/run-0.m4s", [("range", "bytes=0-9")]).body.count == 10)
            #expect(await connection.receive().utf8.count > file.count)
        }
    }

    /// The text of a day's playlist is made on another thread than those that viewers are answered on, and is the same.
    @Test func aLongPlaylistIsTheSameForAll() async throws {
        try await TestOrigin.with(window: .seconds(86_400)) { test in
            test.addParts(30)
            let path = "/v360x640/playlist.m3u8"
            async let packed = test.request(path, [("accept-encoding", "gzip")])
            async let first = test.request(path)
            async let second = test.request(path)
            let (one, other) = (try await first, try await second)
            #expect(one.status == 200 && one.body == other.body && one.fields["etag"] == other.fields["etag"])
            #expect(String(decoding: one.body, as: UTF8.self).contains("run-9.2.m4s"))
            #expect(try await packed.fields["content-encoding"] == ["gzip"])
            let head = try await test.request(path, method: .HEAD)
            #expect(head.fields["content-length"] == ["\(one.body.count)"])
        }
    }
}
