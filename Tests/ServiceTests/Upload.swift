import Foundation
import MediaTesting

/// A body that is sent whole before the answer is read, as Python's and many other clients do.
struct Upload: Sendable {
    var path = "/v1/events"
    var fields: [String] = ["content-type: application/x-ndjson"]
    var byteCount: Int
    var isChunked = false
    /// Between two pieces, in microseconds.
    var pause: UInt32 = 0
    var pieceByteCount = 256 << 10

    struct Outcome: Sendable {
        var answer = ""
        /// Whether all of the body could be sent.
        var isSent = true
        /// Of the first call that failed; 0 for none.
        var error: Int32 = 0

        /// Whether all was sent, and the answer ended as it should.
        var isWhole: Bool { isSent && error == 0 }
    }

    /// Sends it to a port of this machine, and reads the answer, and to the connection's end if the server closes it. On a thread of its own, as it blocks.
    func send(to port: Int) async -> Outcome {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: sendHere(to: port)) }
        }
    }

    private func sendHere(to port: Int) -> Outcome {
        guard let descriptor = LoopbackSocket.connect(port: port, receiveTimeout: 30, sendTimeout: 30) else {
            return Outcome(isSent: false, error: errno)
        }
        defer { close(descriptor) }
        var outcome = Outcome()
        guard LoopbackSocket.send(head.utf8, to: descriptor) else { return Outcome(isSent: false, error: errno) }
        let body = [UInt8](repeating: UInt8(ascii: " "), count: pieceByteCount)
        var left = byteCount
        while left > 0 {
            let count = min(left, pieceByteCount)
            let piece = isChunked ? Array("\(String(count, radix: 16))\r\n".utf8) + body[..<count] + [13, 10] : body
            guard LoopbackSocket.send(isChunked ? piece[...] : piece[..<count], to: descriptor) else {
                (outcome.isSent, outcome.error) = (false, errno)
                break
            }
            left -= count
            if pause > 0 { usleep(pause) }
        }
        if isChunked, outcome.isSent { outcome.isSent = LoopbackSocket.send("0\r\n\r\n".utf8, to: descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, outcome.error == 0 { outcome.error = errno }
            guard count > 0 else { break }
            bytes += buffer[..<count]
            if Self.isWholeAndMayGoOn(bytes) { break }
        }
        outcome.answer = String(decoding: bytes, as: UTF8.self)
        return outcome
    }

    /// Whether nothing more comes, though the connection stays open: the body was read before it was refused.
    private static func isWholeAndMayGoOn(_ answer: [UInt8]) -> Bool {
        let text = String(decoding: answer, as: UTF8.self).lowercased()
        guard let end = text.range(of: "\r\n\r\n"), let length = text.firstRange(of: "content-length: ") else {
            return false
        }
        let count = Int(text[length.upperBound...].prefix { $0.isNumber }) ?? 0
        return !text.contains("connection: close") && text[end.upperBound...].utf8.count >= count
    }

    private var head: String {
        let length = isChunked ? "transfer-encoding: chunked" : "content-length: \(byteCount)"
        return (["POST \(path) HTTP/1.1", "host: 127.0.0.1", length] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }
}
