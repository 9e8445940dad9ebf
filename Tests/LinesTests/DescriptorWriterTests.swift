import Foundation
import Synchronization
import Testing

@testable import Lines

@Suite(.timeLimit(.minutes(1))) struct DescriptorWriterTests {
    private func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// Whoever started a process may have made the pipe one that doesn't wait, e.g. Node.js and ssh.
    @Test func waitsForRoomWhereTheDescriptorItselfDoesNot() async throws {
        let (reading, writing) = try pipe()
        defer { close(reading) }
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000) + [UInt8(ascii: "\n")]
        let writer = Thread {
            var writer = DescriptorWriter(writing)
            _ = writer.write(line)
            close(writing)
        }
        writer.start()
        var count = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let size = read(reading, &buffer, buffer.count), size > 0 { count += size }
        #expect(count == line.count)
    }

    @Test func saysThatNobodyReadsAnyMore() throws {
        signal(SIGPIPE, SIG_IGN)
        let (reading, writing) = try pipe()
        defer { close(writing) }
        close(reading)
        var writer = DescriptorWriter(writing)
        #expect(writer.write(Array("a\n".utf8)) == EPIPE)
        #expect(writer.write(Array("b\n".utf8)) == EPIPE)
    }

    @Test func saysThatADiskIsFull() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var writer = DescriptorWriter(full)
        #expect(writer.write(Array("a\n".utf8)) == ENOSPC)
    }

    @Test func beginsALineOfItsOwnAfterOneThatWasBrokenOff() {
        // Three bytes find room, then none; and then there is room again.
        let disk = FullDisk(room: [3, 0])
        var writer = DescriptorWriter(0) { _, bytes in disk.write(bytes) }
        #expect(writer.write(Array("first\n".utf8)) == ENOSPC)
        #expect(writer.write(Array("second\n".utf8)) == 0)
        #expect(writer.write(Array("third\n".utf8)) == 0)
        #expect(disk.text == "fir\nsecond\nthird\n")
    }

    private final class FullDisk: Sendable {
        private let state: Mutex<(room: [Int], text: String)>

        /// - Parameter room: Of the calls to come, in bytes; after them there is enough.
        init(room: [Int]) { state = Mutex((room, "")) }

        var text: String { state.withLock { $0.text } }

        func write(_ bytes: UnsafeRawBufferPointer) -> Int {
            state.withLock { state in
                let room = state.room.isEmpty ? bytes.count : state.room.removeFirst()
                guard room > 0 else {
                    errno = ENOSPC
                    return -1
                }
                let taken = min(room, bytes.count)
                state.text += String(decoding: bytes[..<taken], as: UTF8.self)
                return taken
            }
        }
    }
}
