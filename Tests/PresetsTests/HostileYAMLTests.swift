import Foundation
import Presets
import Show
import Testing

@Suite(.timeLimit(.minutes(1))) struct HostileYAMLTests {
    private func complaint(about yaml: String) -> String? {
        do throws(PresetError) {
            _ = try PresetFile.decode(yaml: yaml, file: "x.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("", "x.yaml: is empty"), ("# nothing\n", "x.yaml: is empty"),
        (
            "- price",
            "x.yaml:1:1: expected a map of \(keys), found a list"
        ),
        (
            "hello",
            "x.yaml:1:1: expected a map of \(keys), found \"hello\""
        ),
        ("name: a\nname: b", "x.yaml:1:1: name: this key is given twice"),
        (
            "canvas:\n\twidth: 720",
            "x.yaml:2:1: not valid YAML: while scanning for the next token found character that cannot start any token"
                + " (is the line indented with a tab?)"
        ),
        (
            "name: a\n---\nname: b",
            "x.yaml:2:1: not valid YAML: expected a single document in the stream but found another document"
        ),
        ("name: &a x\nlocale: *a", "x.yaml:2:9: aliases aren't allowed: write the value out"),
        (
            "? [a]\n: b",
            "x.yaml:1:3: ?: unknown key; expected one of \(keys)"
        ),
    ])
    func refusesInOneSentence(yaml: String, expected: String) {
        #expect(complaint(about: yaml) == expected)
    }

    @Test func keepsTheSignsOfAliasesInTexts() throws {
        #expect(try PresetFile.decode(yaml: "name: R&B * Soul # *really*", file: "x.yaml").name == "R&B * Soul")
    }

    @Test func refusesABillionLaughsBeforeTheFirst() {
        var yaml = "a0: &a0 [x, x]\n"
        for level in 1..<60 { yaml += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        yaml += "? *a59\n: x\n"
        #expect(complaint(about: yaml) == "x.yaml:2:10: aliases aren't allowed: write the value out")
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func refusesNestingWithoutEnd(opening: String) throws {
        let complaint = try #require(self.complaint(about: String(repeating: opening, count: 200_000)))
        #expect(complaint.hasPrefix("x.yaml"))
        #expect(!complaint.contains("\n"))
    }

    @Test func refusesNestingThatNoPresetNeeds() {
        let yaml = "layers: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        #expect(complaint(about: yaml) == "x.yaml:1:41: nested deeper than 32 levels")
    }

    @Test func refusesWhatIsTooLarge() {
        #expect(complaint(about: String(repeating: "#", count: 1_048_577)) == "x.yaml: larger than 1 MiB")
        let many = "layers: [" + String(repeating: "a,", count: 30_000) + "]"
        #expect(complaint(about: many)?.hasSuffix("more than 20000 values") == true)
    }

    @Test(arguments: [
        String(repeating: "あ", count: 100_000), "\\u0007", "a\\u0000b", "a\\u009Bb", "two\\nlines", "",
    ])
    func boundsText(text: String) throws {
        let complaint = try #require(self.complaint(about: "layers: [text: {text: \"\(text)\"}]"))
        #expect(
            complaint.hasPrefix(
                "x.yaml:1:23: layers[0].text.text: expected one line of text of 1 to 200 characters, found"),
            "\(complaint)")
        #expect(complaint.utf8.count < 300)
    }

    /// As Windows' editors save it: with a byte order mark and CR LF, in a preset, in what it extends, and in options.
    @Test func readsAFileWithAByteOrderMark() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "presets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ text: String, _ name: String) throws -> String {
            let path = folder.appending(path: name)
            try Data(("\u{FEFF}" + text.replacing("\n", with: "\r\n")).utf8).write(to: path)
            return path.path(percentEncoded: false)
        }
        _ = try write("name: base\nlocale: en-US\nlayers:\n  - hearts: {anchor: bottom-right}\n", "base.yaml")
        let path = try write("name: x\nextends: base.yaml\n", "x.yaml")
        let preset = try PresetFile.load(path: path)
        #expect(preset.name == "x" && preset.locale == "en-US" && preset.layers.count == 1)
        let options = try OptionFile.load(
            path: try write("input: a.mp4\nloop: true\n", "o.yaml"), names: ["input", "loop"])
        #expect(options.map(\.name) == ["input", "loop"] && options.map(\.value) == ["a.mp4", "true"])
        // Places are counted without it.
        let wrong = try write("nam: x\n", "wrong.yaml")
        let error = #expect(throws: PresetError.self) { try PresetFile.load(path: wrong) }
        #expect(error?.problems.first?.line == 1 && error?.problems.first?.column == 1)
    }

    @Test func saysThatAFileIsUTF16() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: path) }
        try #require("name: x\n".data(using: .utf16)).write(to: path)
        let error = #expect(throws: PresetError.self) { try PresetFile.load(path: path.path(percentEncoded: false)) }
        #expect(error?.description.hasSuffix("it is UTF-16: save it as UTF-8") == true)
    }

    @Test(arguments: [
        ("", "%: is a directory"), ("none.yaml", "%: no such file"), ("bytes.yaml", "%: not valid UTF-8"),
    ])
    func saysWhyAFileCannotBeRead(name: String, expected: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "presets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data([0x6E, 0xFF]).write(to: folder.appending(path: "bytes.yaml"))
        let path = folder.appending(path: name).path()
        do throws(PresetError) {
            _ = try PresetFile.load(path: path)
            Issue.record("loaded \(name)")
        } catch {
            #expect(error.description == expected.replacingOccurrences(of: "%", with: path))
            #expect(error.kind == (name == "bytes.yaml" ? .invalid : .cannotRead))
        }
    }
}
