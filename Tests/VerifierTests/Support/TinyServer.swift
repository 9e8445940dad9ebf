import Foundation
import Glibc
import MediaTesting
import Synchronization

/// A server of HTTP/1.1 for a test: a thread per connection, one request each, and no idea of what it says.
final class TinyServer: Sendable {
    struct Request: Sendable {
        var path: String
        var query: String
        /// By name in small letters.
        var headers: [String: String]
    }

    struct Response: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        /// Sent after the body, again and again, until nobody listens.
        var endless: [UInt8] = []
    }

    private let server: LoopbackServer
    private let closing: Interruption

    private final class Interruption: Sendable { let isRequested = Atomic(false) }

    /// - Parameter answer: On a thread of its own; may wait.
    init(answer: @escaping @Sendable (Request) -> Response) {
        let closing = Interruption()
        server = LoopbackServer { connection in
            guard let request = Self.read(connection) else { return }
            Self.write(answer(request), to: connection) { closing.isRequested.load(ordering: .relaxed) }
        }
        self.closing = closing
    }

    var port: Int { server.port }
    var address: String { "http://127.0.0.1:\(port)" }

    func close() {
        closing.isRequested.store(true, ordering: .relaxed)
        server.close()
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !bytes.suffix(8_192).contains(sequence: Array("\r\n\r\n".utf8)) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0, bytes.count < 65_536 else { return nil }
            bytes += buffer[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        let target = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if halves.count == 2 { headers[halves[0].lowercased()] = halves[1] }
        }
        return Request(path: target[0], query: target.count > 1 ? target[1] : "", headers: headers)
    }

    private static func write(_ response: Response, to connection: Int32, until isOver: () -> Bool) {
        var head = "HTTP/1.1 \(response.status) Test\r\nConnection: close\r\n"
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        if response.endless.isEmpty { head += "Content-Length: \(response.body.count)\r\n" }
        guard LoopbackSocket.send(Array("\(head)\r\n".utf8) + response.body, to: connection) else { return }
        while !response.endless.isEmpty, !isOver() {
            guard LoopbackSocket.send(response.endless, to: connection) else { return }
        }
    }
}

extension Collection where Element: Equatable {
    fileprivate func contains(sequence: [Element]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }
}

/// The gzip format without any packing (RFC 1951 3.2.4): good enough to be unpacked.
func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]
    var rest = bytes[...]
    repeat {
        let piece = rest.prefix(0xffff)
        rest = rest.dropFirst(piece.count)
        let (low, high) = (UInt8(piece.count & 0xff), UInt8(piece.count >> 8))
        result += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + piece
    } while !rest.isEmpty
    func littleEndian(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    var check: UInt32 = 0xffff_ffff
    for byte in bytes {
        check ^= UInt32(byte)
        for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0xedb8_8320 : check >> 1 }
    }
    return result + littleEndian(~check) + littleEndian(UInt32(bytes.count))
}
