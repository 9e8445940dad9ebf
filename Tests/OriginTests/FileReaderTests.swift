import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Origin

/// Files of the show as they are read for viewers: whole or in pieces, or why not.
@Suite(.timeLimit(.minutes(1))) struct FileReaderTests {
    private let folder = NSTemporaryDirectory() + "files-\(UUID().uuidString)"
    private let eventLoop = MultiThreadedEventLoopGroup.singleton.any()

    private func withReader(pendingReads: Int = 10, _ body: (FileReader) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let reader = FileReader(pendingReads: pendingReads)
        do {
            try await body(reader)
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
    }

    private func makeFile(_ bytes: [UInt8]) throws -> String {
        let path = folder + "/run-0.m4s"
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    @Test func readsTheBytesThatAreAskedFor() async throws {
        try await withReader { reader in
            let bytes = (0..<10_000).map { UInt8($0 % 251) }
            let file = try await reader.open(try makeFile(bytes), on: eventLoop).get()
            #expect(file.byteCount == 10_000)
            for range in [0..<10_000, 0..<1, 9_999..<10_000, 4_000..<6_000] {
                let read = try await reader.read(range, of: file, on: eventLoop).get()
                #expect(Array(read.readableBytesView) == Array(bytes[range]))
            }
        }
    }

    /// Its name may be anything else by now, or nothing: what a viewer has begun to fetch it gets.
    @Test func anOpenFileIsReadWhateverBecomesOfItsName() async throws {
        try await withReader { reader in
            let path = try makeFile([1, 2, 3])
            let file = try await reader.open(path, on: eventLoop).get()
            try FileManager.default.removeItem(atPath: path)
            #expect(try await reader.read(0..<3, of: file, on: eventLoop).get().readableBytes == 3)
        }
    }

    @Test func whatIsNoFileIsMissing() async throws {
        try await withReader { reader in
            for path in [folder + "/nothing.m4s", folder, folder + "/nothing/run-0.m4s"] {
                await #expect(throws: FileReader.Failure.missing, "\(path)") {
                    _ = try await reader.open(path, on: eventLoop).get()
                }
            }
        }
    }

    @Test func aFileThatHasBecomeShorterCantBeRead() async throws {
        try await withReader { reader in
            let path = try makeFile([1, 2, 3])
            let file = try await reader.open(path, on: eventLoop).get()
            #expect(truncate(path, 1) == 0)
            await #expect(throws: FileReader.Failure.unreadable) {
                _ = try await reader.read(0..<3, of: file, on: eventLoop).get()
            }
        }
    }

    /// Whoever wants more than may wait is refused at once, and whoever comes when there is room isn't.
    @Test func noMoreReadsWaitThanAreAllowed() async throws {
        try await withReader(pendingReads: 1) { reader in
            let path = try makeFile([1, 2, 3])
            let fifo = folder + "/fifo"
            #expect(mkfifo(fifo, 0o600) == 0)
            // Waits until somebody writes.
            let waiting = reader.open(fifo, on: eventLoop)
            await #expect(throws: FileReader.Failure.unreadable) {
                _ = try await reader.open(path, on: eventLoop).get()
            }
            let writer = open(fifo, O_WRONLY)
            await #expect(throws: FileReader.Failure.missing) { _ = try await waiting.get() }
            close(writer)
            #expect(try await reader.open(path, on: eventLoop).get().byteCount == 3)
        }
    }
}
