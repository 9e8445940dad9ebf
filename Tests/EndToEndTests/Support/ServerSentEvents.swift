import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Messages of a stream of server-sent events, as they come.
struct ServerSentEvents {
    struct Message {
        let kind: String
        let json: Any

        /// As an object; empty if it is none.
        var object: [String: Any] { json as? [String: Any] ?? [:] }
    }

    private var text = ""

    /// Calls `body` with each message until it returns `false`, or the server ends the stream.
    static func listen(
        to url: String, headers: [String: String] = [:], _ body: (Message) async throws -> Bool
    ) async throws {
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        var reader = ServerSentEvents()
        for try await piece in response.body {
            for message in try reader.read(piece) where try await !body(message) { return }
        }
    }

    /// The messages that are whole with this piece.
    private mutating func read(_ piece: ByteBuffer) throws -> [Message] {
        text += String(buffer: piece)
        var messages: [Message] = []
        while let end = text.range(of: "\n\n") {
            let fields = text[..<end.lowerBound].split(separator: "\n", maxSplits: 1)
            text.removeSubrange(..<end.upperBound)
            guard fields.count == 2, fields[0].hasPrefix("event: "), fields[1].hasPrefix("data: ") else { continue }
            let json = try JSONSerialization.jsonObject(with: Data(fields[1].dropFirst(6).utf8))
            messages.append(Message(kind: String(fields[0].dropFirst(7)), json: json))
        }
        return messages
    }
}
