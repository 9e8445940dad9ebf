import Compression
import Foundation
import Testing

@testable import Service

@Suite struct GzipTests {
    @Test func isReadByGunzip() throws {
        let text = Array(String(repeating: "#EXTINF:1.600000,\n1-17.m4s\n", count: 500).utf8)
        let packed = try #require(Gzip.compress(text))
        #expect(packed.count < text.count / 10)

        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/bin/gunzip")
        let (input, output) = (Pipe(), Pipe())
        (gunzip.standardInput, gunzip.standardOutput) = (input, output)
        try gunzip.run()
        try input.fileHandleForWriting.write(contentsOf: packed)
        try input.fileHandleForWriting.close()
        #expect(try output.fileHandleForReading.readToEnd().map(Array.init) == text)
    }

    @Test func packsNothingIntoAWholeStream() throws {
        #expect(try #require(Gzip.compress([])).starts(with: [0x1f, 0x8b, 8]))
    }
}
