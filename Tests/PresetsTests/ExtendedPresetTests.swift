import Foundation
import MediaModel
import Presets
import Show
import Testing

/// Presets in a folder of their own that extend each other.
@Suite struct ExtendedPresetTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "presets-\(UUID().uuidString)")

    private func write(_ files: [String: String]) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: "images"), withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
    }

    private func load(_ name: String, fontCheck: PresetFile.FontCheck? = nil) throws(PresetError) -> Preset {
        try PresetFile.load(path: folder.appending(path: name).path(percentEncoded: false), fontCheck: fontCheck)
    }

    /// What is wrong, with the folder left out.
    private func complaint(about name: String, fontCheck: PresetFile.FontCheck? = nil) -> String? {
        defer { try? FileManager.default.removeItem(at: folder) }
        do throws(PresetError) {
            _ = try load(name, fontCheck: fontCheck)
            return nil
        } catch {
            return error.description.replacing(folder.path(percentEncoded: false) + "/", with: "")
        }
    }

    @Test func mergesMapsAndReplacesLists() throws {
        try write([
            "shop.yaml": """
            name: shop
            locale: en-US
            safeArea: {top: 12%, bottom: 20%}
            style: {font: BIZ UDGothic, weight: bold}
            layers: [price: {width: 50%}, hearts: {}]
            """,
            "evening.yaml": """
            extends: shop.yaml
            safeArea: {top: 8%}
            style: {weight: regular, radius: 4%}
            """,
            "night.yaml": "extends: evening.yaml\nlayers: [hearts: ]",
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        let evening = try load("evening.yaml")
        #expect(evening.name == "evening")
        #expect(evening.locale == "en-US")
        #expect(evening.safeArea == SafeArea(top: 8, bottom: 20))
        #expect(evening.layers.map(\.type) == [.price, .hearts])
        #expect(evening.layers[0].box.width == 50)
        #expect(evening.layers.map(\.box.style.face) == ["BIZ UDGothic regular", "BIZ UDGothic regular"])
        #expect(evening.layers[0].box.style.radius == 4)
        #expect(try load("night.yaml").layers.map(\.type) == [.hearts])
    }

    @Test func letsALayersStyleGoBeforeThePresets() throws {
        try write([
            "a.yaml": ##"{style: {color: "#111", radius: 1%}, layers: [price: {style: {radius: 3%}}, stamp: ]}"##
        ])
        defer { try? FileManager.default.removeItem(at: folder) }
        let style = try load("a.yaml").layers[0].box.style
        #expect(style.color == Color(hex: "#111"))
        #expect(style.radius == 3)
    }

    @Test func namesTheFileThatAProblemIsIn() throws {
        try write([
            "base.yaml": "layers:\n  - price: {widht: 50%}\nlocale: [a]\n",
            "top.yaml": "extends: base.yaml\nlocale: ja-JP\nlatency: slow\n",
        ])
        #expect(
            complaint(about: "top.yaml") == """
                top.yaml:3:10: latency: expected one of normal, low, ultra, found "slow"; did you mean "low"?
                base.yaml:2:13: layers[0].price.widht: unknown key; did you mean "width"?
                """)
    }

    @Test(arguments: [
        ("../other.yaml", "expected the name of a preset in the same folder, such as flash-sale.yaml"),
        ("/etc/passwd", "expected the name of a preset in the same folder, such as flash-sale.yaml"),
        ("none.yaml", "\"none.yaml\": no such file"),
        ("a.yaml", "goes round in a circle: a.yaml extends a.yaml"),
    ])
    func refusesToExtend(name: String, expected: String) throws {
        try write(["a.yaml": "extends: \(name)"])
        #expect(complaint(about: "a.yaml") == "a.yaml:1:10: extends: \(expected)")
    }

    @Test func refusesCirclesAndLongChains() throws {
        try write(["a.yaml": "extends: b.yaml", "b.yaml": "extends: c.yaml", "c.yaml": "extends: a.yaml"])
        let circle = "a.yaml extends b.yaml extends c.yaml extends a.yaml"
        #expect(complaint(about: "a.yaml") == "c.yaml:1:10: extends: goes round in a circle: \(circle)")
        try write(
            Dictionary(uniqueKeysWithValues: (1...6).map { ("\($0).yaml", $0 < 6 ? "extends: \($0 + 1).yaml" : "{}") }))
        #expect(complaint(about: "2.yaml") == nil)
        try write(
            Dictionary(uniqueKeysWithValues: (1...6).map { ("\($0).yaml", $0 < 6 ? "extends: \($0 + 1).yaml" : "{}") }))
        #expect(complaint(about: "1.yaml") == "5.yaml:1:10: extends: more than 4 presets behind each other")
    }

    @Test(arguments: [
        ("images/none.png", "no such picture: images/none.png"), ("images", "not a file: images"),
        ("big.png", "larger than 20 MB: big.png"),
        ("../a.png", "expected a picture in the preset's folder, such as images/logo.png, found \"../a.png\""),
    ])
    func refusesPictures(name: String, expected: String) throws {
        try write(["a.yaml": "layers:\n  - image: {image: \(name)}"])
        #expect(FileManager.default.createFile(atPath: folder.appending(path: "big.png").path(), contents: nil))
        let big = try FileHandle(forWritingTo: folder.appending(path: "big.png"))
        try big.truncate(atOffset: 20 * 1_048_576 + 1)
        try big.close()
        #expect(complaint(about: "a.yaml") == "a.yaml:2:20: layers[0].image.image: \(expected)")
    }

    @Test func findsPicturesBesideTheFileThatNamesThem() throws {
        try write(["base.yaml": "layers: [image: {image: images/a.png}]", "a.yaml": "extends: base.yaml"])
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "images/a.png").path(percentEncoded: false)
        #expect(FileManager.default.createFile(atPath: path, contents: Data([1])))
        #expect(try load("a.yaml").layers == [.image(ImageLayer(image: ImageFile(path: path)))])
    }

    @Test func reportsFontsWhereTheyAreNamed() throws {
        let check: PresetFile.FontCheck = { $0 == "Good bold" ? nil : "no font \"\($0)\"" }
        try write([
            "a.yaml": "layers:\n  - price: {style: {font: Good, weight: bold}}\n  - clock: {style: {font: Bad}}\n"
        ])
        #expect(
            complaint(about: "a.yaml", fontCheck: check)
                == "a.yaml:3:27: layers[1].clock.style.font: no font \"Bad\"")
    }
}
