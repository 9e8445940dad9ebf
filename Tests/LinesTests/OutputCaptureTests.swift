import Foundation
import MediaTesting
import Testing

@testable import Lines

@Suite(.timeLimit(.minutes(2))) struct OutputCaptureTests {
    /// Runs the program that prints as libraries do.
    private func run(_ arguments: [String]) async throws -> ToolProcess.Result {
        try await ToolProcess(Self.program, arguments).run()
    }

    private static let program =
        URL(fileURLWithPath: Tatecast.executable).deletingLastPathComponent().path + "/printing-program"
    private static let printed = ["[to standard output]", "[to standard error: Success]", "[in pieces]"]

    @Test func catchesWhatIsPrintedWhateverPrintsIt() async throws {
        let result = try await run([])
        #expect(result.status == 0)
        #expect(result.errors.split(separator: "\n").map(String.init).sorted() == Self.printed.sorted())
        #expect(result.text == "")
    }

    /// The runtime says why it stops, and dies of it.
    @Test(arguments: ["trap", "abort"]) func letsTheLastWordsOfACrashOut(how: String) async throws {
        let result = try await run([how])
        let expected = how == "abort" ? [128 + SIGABRT] : [128 + SIGILL, 128 + SIGTRAP]
        #expect(expected.contains(result.status), "\(result.status)")
        for line in Self.printed { #expect(result.errors.contains(line), "\(result.errors)") }
        if how == "trap" { #expect(result.errors.contains("Index out of range"), "\(result.errors)") }
    }

    /// Its supervisor starts it again as soon as it is gone: so it goes.
    @Test func aCrashDoesNotWaitForAReader() async throws {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let page = [UInt8](repeating: UInt8(ascii: "."), count: 4_096)
        while write(ends[1], page, page.count) > 0 {}
        _ = fcntl(ends[1], F_SETFL, 0)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = ["trap"]
        process.standardError = FileHandle(fileDescriptor: ends[1])
        try process.run()
        let number = process.processIdentifier
        let watch = Task {
            try await Task.sleep(for: .seconds(30))
            kill(number, SIGKILL)
        }
        process.waitUntilExit()
        watch.cancel()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect([SIGILL, SIGTRAP].contains(process.terminationStatus))
    }

    @Test func putsPiecesTogetherToLines() {
        var lines = PrintedLines(longest: 10)
        #expect(lines.add("ab".utf8) == [] && !lines.isEmpty)
        #expect(lines.add("c\nd\r\n\n".utf8) == ["abc", "d"] && lines.isEmpty)
        #expect(lines.add("0123456789abc\n".utf8) == ["0123456789", "abc"])
        #expect(lines.add("the re".utf8) == [] && lines.takeRest() == "the re" && lines.takeRest() == nil)
    }
}
