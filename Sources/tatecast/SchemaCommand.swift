import ArgumentParser
import Presets
import Service
import Show

struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print what presets, events or the control API may say, as a schema or a reference.",
        discussion: """
            Editors and tools read the schemas: JSON Schema (2020-12) for presets and events, OpenAPI 3.1 for the \
            control API. A broadcast serves the same under /v1/schemas and /v1/openapi.json.
            """
    )

    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case preset, events, openapi
    }

    @Argument(help: "Which: preset, events or openapi.")
    var subject: Subject

    @Flag(help: "Print the reference of presets or events that people read, as Markdown.")
    var markdown = false

    func validate() throws {
        guard markdown, subject == .openapi else { return }
        throw ValidationError("--markdown: there is a reference of presets and events; openapi is a schema only")
    }

    func run() async throws {
        Console.shared.capturePrinted(as: .text)
        let text =
            switch (subject, markdown) {
            case (.preset, false): PresetSchema.document.document
            case (.preset, true): PresetReference.markdown
            case (.events, false): EventSchema.document.document
            case (.events, true): EventReference.markdown
            case (.openapi, _): OpenAPI.text
            }
        // The console ends what it writes with a line end of its own.
        Console.shared.result(String(text.dropLast()))
    }
}
