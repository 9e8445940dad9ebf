import Foundation
import Presets
import Show
import Testing

/// What is committed is what the types say. `make schemas` renews it.
@Suite struct GeneratedSchemaTests {
    @Test(arguments: [
        ("schemas/event.schema.json", EventSchema.document.document),
        ("schemas/preset.schema.json", PresetSchema.document.document),
        ("docs/events.md", EventReference.markdown), ("docs/presets.md", PresetReference.markdown),
    ])
    func isTheCommittedOne(file: String, generated: String) throws {
        let committed = try String(contentsOf: repository.appending(path: file), encoding: .utf8)
        #expect(committed == generated, "\(file) isn't what the types say: run `make schemas`")
    }

    /// The reference's examples are events.
    @Test func everyExampleIsAnEvent() throws {
        let examples = EventReference.markdown.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(examples.count >= 20)
        for example in examples {
            #expect(throws: Never.self, "\(example)") { try EventDecoder().decode(example.utf8) }
        }
    }
}
