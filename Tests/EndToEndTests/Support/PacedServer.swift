import Foundation
import Glibc
import MediaTesting

/// Serves one FLV stream over HTTP as it would be broadcast: each tag at its time. Whoever asks gets it from its beginning.
final class PacedServer: Sendable {
    struct Tag: Sendable {
        static let (sound, pictures): (UInt8, UInt8) = (8, 9)

        var type: UInt8
        /// In milliseconds.
        var time: Int
        var isConfiguration: Bool
        /// With its head and the size behind it.
        var bytes: [UInt8]
    }

    private let server: LoopbackServer

    var port: Int { server.port }

    init(_ tags: [Tag]) {
        server = LoopbackServer { connection in
            // Nothing of the request matters.
            var request = [UInt8](repeating: 0, count: 4_096)
            guard recv(connection, &request, request.count, 0) > 0 else { return }
            let head = "HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\nConnection: close\r\n\r\n"
            let file: [UInt8] = [0x46, 0x4C, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]
            guard LoopbackSocket.send(Array(head.utf8) + file, to: connection) else { return }
            let begin = ContinuousClock.now
            for tag in tags {
                let wait = begin + .milliseconds(tag.time) - .now
                if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
                guard LoopbackSocket.send(tag.bytes, to: connection) else { return }
            }
        }
    }

    func close() { server.close() }

    /// The tags of an FLV file; metadata are left out.
    static func tags(of path: String) throws -> [Tag] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        func number(_ place: Int) -> Int { bytes[place..<place + 3].reduce(0) { $0 << 8 | Int($1) } }
        var tags: [Tag] = []
        var place = 13
        while place + 15 < bytes.count {
            let size = number(place + 1)
            tags.append(
                Tag(
                    type: bytes[place], time: number(place + 4), isConfiguration: bytes[place + 12] == 0,
                    bytes: Array(bytes[place..<min(bytes.count, place + 15 + size)])))
            place += 15 + size
        }
        return tags.filter { $0.type == Tag.sound || $0.type == Tag.pictures }
    }
}
