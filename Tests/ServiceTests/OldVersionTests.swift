import Foundation
import Testing

@testable import Origin
@testable import Service

/// Clients of HTTP/1.0, which take a connection's end for that of an answer.
@Suite(.timeLimit(.minutes(1))) struct OldVersionTests {
    @Test(arguments: [
        ("/master.m3u8", "host: x\r\n"), ("/master.m3u8", ""), ("/healthz", ""),
        ("/healthz", "connection: keep-alive\r\n"), ("/nowhere", "expect: 100-continue\r\n"),
    ])
    func anAnswerEndsWithItsConnection(path: String, fields: String) async throws {
        try await TestOrigin.with { test in
            let connection = try RawConnection(port: test.port)
            connection.send("GET \(path) HTTP/1.0\r\n" + fields + "\r\n")
            let start = ContinuousClock.now
            let said = await connection.receive()
            #expect(ContinuousClock.now - start < .seconds(15))
            #expect(said.hasPrefix(path == "/nowhere" ? "HTTP/1.1 404 " : "HTTP/1.1 200 "), "\(said)")
            #expect(said.lowercased().contains("\r\nconnection: close\r\n"), "\(said)")
        }
    }

    @Test func aClientOfTodayGoesOnAsItLikes() async throws {
        try await TestOrigin.with { test in
            let connection = try RawConnection(port: test.port)
            let request = "GET /master.m3u8 HTTP/1.1\r\nhost: x\r\n"
            connection.send(request + "\r\n" + request + "Connection: TE, Close\r\n\r\n")
            let answers = await connection.receive().components(separatedBy: "HTTP/1.1 200 OK").dropFirst()
            #expect(answers.map { $0.lowercased().contains("connection: close") } == [false, true])
        }
    }
}
