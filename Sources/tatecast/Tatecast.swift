import ArgumentParser

@main
struct Tatecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tatecast",
        abstract: "The media worker for vertical live commerce: one process, one broadcast.",
        version: "0.1.0",
        subcommands: [RenderCommand.self, DoctorCommand.self]
    )
}
