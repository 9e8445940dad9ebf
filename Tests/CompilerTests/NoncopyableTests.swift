import Foundation
import MediaTesting
import Testing

/// A fault of the compiler's (Swift 6.3) that this project writes around: in the initialiser of a noncopyable struct, an
/// autoclosure (the right side of `&&`, `||` and `??`) that reads a property of `self` before all noncopyable parts are there makes
/// the compiler free those parts at that place, whatever lies in their memory. One part suffices, and both debug and release
/// builds do it. It doesn't matter who holds the struct afterwards, nor whether a closure captures it.
///
/// So an initialiser of that kind reads variables and parameters instead, or sets its parts first.
@Suite(.timeLimit(.minutes(2))) struct NoncopyableTests {
    private static let program = Compiled(
        URL(filePath: #filePath).deletingLastPathComponent().path + "/Programs/noncopyable.swift")

    @Test(arguments: ["-Onone", "-O"], ["after its parts", "variables", "branches", "throws", "captured"])
    func freesEachPartOnce(optimisation: String, example: String) async throws {
        #expect(try await Self.program.output(of: example, optimisation) == "1 2\n")
    }

    /// When this fails, the compiler is mended: then the rule in CONTRIBUTING.md goes, and this suite with it.
    @Test(
        arguments: [
            ("-Onone", "before its parts"), ("-Onone", "between its parts"), ("-Onone", "joins"),
            ("-Onone", "falls back"),
            // The optimiser removes the fault where it sees through the function.
            ("-O", "before its parts"), ("-O", "between its parts"),
        ])
    func freesWhatIsNotThere(optimisation: String, example: String) async throws {
        #expect(try await Self.program.output(of: example, optimisation) != "1 2\n")
    }
}

/// A Swift file, compiled once for each level of optimisation.
private actor Compiled {
    private let source: String
    private let folder = Result { try TemporaryFolder() }
    private var programs: [String: Task<String, any Error>] = [:]

    init(_ source: String) { self.source = source }

    /// What the program prints when it is run with a word; whatever it had printed if it crashes.
    func output(of word: String, _ optimisation: String) async throws -> String {
        var process = ToolProcess(try await program(optimisation), [word])
        process.environment = ["SWIFT_BACKTRACE": "enable=no"]
        return try await process.run().text
    }

    private func program(_ optimisation: String) async throws -> String {
        let task =
            programs[optimisation]
            ?? Task { [source] in
                let path = try folder.get().path + "/program\(optimisation)"
                let result = try await ToolProcess(
                    "swiftc", [optimisation, "-swift-version", "6", "-parse-as-library", source, "-o", path]
                ).run()
                try #require(result.status == 0, "\(result.errors)")
                return path
            }
        programs[optimisation] = task
        return try await task.value
    }
}
