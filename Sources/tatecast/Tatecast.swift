import ArgumentParser

@main
struct Tatecast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tatecast",
        abstract: "The media worker for vertical live commerce."
    )
}
