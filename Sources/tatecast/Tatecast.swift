import ArgumentParser
import Foundation

@main
enum Program {
    static func main() async {
        let words: [String]
        do {
            words = try LiveArguments.expand(
                Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
        } catch {
            let (status, message) = ExitStatus.explain(error)
            Console.shared.write("error: \(message)")
            exit(status.rawValue)
        }
        await Tatecast.main(words)
    }
}

struct Tatecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tatecast",
        abstract: "The media worker for vertical live commerce: one process, one broadcast.",
        version: "0.1.0",
        subcommands: [
            RenderCommand.self, LiveCommand.self, PreviewCommand.self, SnapshotCommand.self, CheckCommand.self,
            VerifyCommand.self,
            DoctorCommand.self,
        ]
    )

    /// Nothing was asked for: an orchestrator that lost its arguments must not take that for success.
    func run() async throws {
        throw ValidationError(
            "name a command: " + Self.configuration.subcommands.map { $0._commandName }.joined(separator: ", "))
    }
}
