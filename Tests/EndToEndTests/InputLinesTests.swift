import Foundation
import Testing

@testable import tatecast

@Suite(.timeLimit(.minutes(1))) struct InputLinesTests {
    @Test func readsLinesHoweverTheyCome() throws {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting
        let thread = Thread {
            for part in ["a\nb", "c\r\n\n", "äöü\n", String(repeating: "x", count: 200_000) + "\n", "last"] {
                try? writer.write(contentsOf: Data(part.utf8))
                usleep(10_000)
            }
            try? writer.close()
        }
        thread.start()
        var lines = InputLines(descriptor: pipe.fileHandleForReading.fileDescriptor, limit: 20)
        var found: [String] = []
        while let line = lines.next() { found.append(line) }
        #expect(found.prefix(4) == ["a", "bc", "", "äöü"] && found.last == "last" && found.count == 6)
        // Too long: enough of it to be refused as that.
        #expect(21...22 ~= found[4].utf8.count)
        #expect(lines.next() == nil)
    }
}
