import ArgumentParser

@main
struct Tatecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tatecast",
        abstract: "The media worker for vertical live commerce: one process, one broadcast.",
        version: "0.1.0",
        subcommands: [RenderCommand.self, SnapshotCommand.self, CheckCommand.self, DoctorCommand.self]
    )

    /// Nothing was asked for: an orchestrator that lost its arguments must not take that for success.
    func run() async throws {
        throw ValidationError(
            "name a command: " + Self.configuration.subcommands.map { $0._commandName }.joined(separator: ", "))
    }
}
