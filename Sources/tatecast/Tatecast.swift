import ArgumentParser
import Foundation

@main
enum Program {
    static func main() async {
        // Before anything opens a file.
        let console = Console.shared
        // A broadcast that is stopped has done what it was asked for, whenever that is.
        let isService = ["live", "preview", "serve"].contains(CommandLine.arguments.dropFirst().first)
        StopSignals.shared.begin { isService ? 0 : 128 + ($0 ?? SIGTERM) }
        let arguments: LiveArguments
        do {
            arguments = try LiveArguments(
                Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
        } catch {
            let (status, message) = ExitStatus.explain(error)
            console.write("error: \(message)")
            console.exit(status.rawValue)
        }
        var command: any ParsableCommand
        do {
            command = try Tatecast.parseAsRoot(arguments.words)
        } catch {
            // What is wrong with an option may stand in a file or a variable, of which the parser knows nothing.
            for place in arguments.places(in: Tatecast.message(for: error)) { console.write(place) }
            end(with: error)
        }
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let status as ExitCode {
            console.exit(status.rawValue)
        } catch {
            end(with: error)
        }
        console.exit(ExitStatus.finished.rawValue)
    }

    /// Ends as the parser would, which writes by itself and waits: with help and versions as results, and the rest as errors.
    private static func end(with error: any Error) -> Never {
        let status = Tatecast.exitCode(for: error)
        let text = Tatecast.fullMessage(for: error)
        if !text.isEmpty {
            if status == .success { Console.shared.result(text) } else { Console.shared.write(text) }
        }
        Console.shared.exit(status.rawValue)
    }
}

struct Tatecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tatecast",
        abstract: "The media worker for vertical live commerce: one process, one broadcast.",
        version: "0.1.0",
        subcommands: [
            RenderCommand.self, LiveCommand.self, ServeCommand.self, PreviewCommand.self, SnapshotCommand.self,
            FollowClipCommand.self, CheckCommand.self, VerifyCommand.self, ClipCommand.self, ReportCommand.self,
            PushCommand.self, UploadCommand.self, SchemaCommand.self, DoctorCommand.self,
        ]
    )

    /// Nothing was asked for: an orchestrator that lost its arguments must not take that for success.
    func run() async throws {
        throw ValidationError(
            "name a command: " + Self.configuration.subcommands.map { $0._commandName }.joined(separator: ", "))
    }
}
