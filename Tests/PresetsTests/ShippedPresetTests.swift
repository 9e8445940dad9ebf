import Foundation
import MediaModel
import Presets
import Show
import Testing

/// What a shop may expect of the presets that the repository ships.
@Suite struct ShippedPresetTests {
    private static let names = ["flash-sale", "beauty", "fashion", "fitness", "market", "minimal"]

    private static func load(_ name: String) throws(PresetError) -> Preset {
        try PresetFile.load(path: repository.appending(path: "presets/\(name).yaml").path(percentEncoded: false))
    }

    @Test func areSixAndNoMore() throws {
        let folder = repository.appending(path: "presets")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(
            Set(files.filter { $0.pathExtension == "yaml" }.map { $0.deletingPathExtension().lastPathComponent })
                == Set(Self.names))
    }

    @Test(arguments: names) func keepsInsideOfAppsButtons(name: String) throws {
        let preset = try Self.load(name)
        #expect(preset.name == name)
        #expect(preset.safeArea == SafeArea(top: 12, right: 14, bottom: 20, left: 9))
        for layer in preset.layers {
            let box = layer.box
            #expect(layer.type == .slate || box.within == .safeArea, "\(box.name)")
            // The safe area is 77 % wide; a box and its inset fit into it.
            let room = box.within == .canvas ? 100.0 : 77
            #expect(box.width + box.inset.horizontal <= room || layer.type == .hearts, "\(box.name)")
        }
        #expect(preset.layers.last?.type == .slate)
    }

    /// Of a landscape picture: an upright one has no room to move in.
    @Test(arguments: names) func followsTheSeller(name: String) throws {
        #expect(try Self.load(name).reframe.mode == .follow)
    }

    @Test(arguments: names) func canBeRead(name: String) throws {
        for layer in try Self.load(name).layers where layer.type != .stamp && layer.type != .image {
            let style = layer.box.style
            #expect(style.textSize >= 2.2)
            for picture in [Color.white, .black] {
                for plate in [style.plate, style.gradient?.to ?? style.plate] {
                    let contrast = contrast(style.color, over(plate, picture))
                    #expect(contrast >= 4.5, "\(layer.box.name): \(contrast)")
                }
            }
            #expect(contrast(style.accentText, style.accent) >= 4.5, "\(layer.box.name), accent")
        }
    }

    @Test(arguments: names) func namesFontsThatAreAlwaysThere(name: String) throws {
        // Those of the packages that `make setup` installs.
        let faces: Set = [
            "BIZ UDPGothic bold", "BIZ UDPGothic regular", "BIZ UDPMincho regular", "M PLUS 1 regular",
            "M PLUS 1 extrabold", "M PLUS 2 black",
        ]
        for layer in try Self.load(name).layers where layer.type != .stamp && layer.type != .image {
            #expect(faces.contains(layer.box.style.face), "\(layer.box.name): \(layer.box.style.face)")
        }
    }

    @Test func areAllDifferent() throws {
        var looks: Set<[String]> = []
        var plates: Set<Color> = []
        for name in Self.names {
            guard let style = try Self.load(name).layers.first(where: { $0.type == .price })?.box.style else {
                Issue.record("\(name) has no price")
                continue
            }
            looks.insert([style.face, "\(style.letterSpacing)", "\(style.radius)", style.corners.rawValue])
            plates.insert(style.plate)
        }
        #expect(looks.count == Self.names.count)
        #expect(plates.count == Self.names.count)
    }

    /// What stands in one place shares a slot with all else that stands there; what doesn't has a place of its own.
    @Test(arguments: names) func sharesNoPlaceWithoutASlot(name: String) throws {
        let boxes = try Self.load(name).layers.filter { ![.slate, .stamp, .hearts].contains($0.type) }.map(\.box)
        for (index, box) in boxes.enumerated() {
            for other in boxes[..<index] where other.anchor == box.anchor && other.inset == box.inset {
                #expect(box.slot != nil && box.slot == other.slot, "\(other.name) and \(box.name)")
            }
        }
    }

    @Test func explainsEveryKeyInTheFirst() throws {
        let text = try String(contentsOf: repository.appending(path: "presets/flash-sale.yaml"), encoding: .utf8)
        let schema = try JSONDecoder().decode(
            JSONValue.self, from: Data(contentsOf: repository.appending(path: "schemas/preset.schema.json")))
        for key in Self.keys(of: schema) {
            #expect(text.contains(try Regex("(^|[\\s{])\(key):")), "\(key)")
        }
    }

    /// All keys that a schema names, at any depth.
    private static func keys(of schema: JSONValue) -> Set<String> {
        switch schema {
        case .object(let members):
            var keys: Set<String> = []
            if case .object(let properties) = members["properties"] { keys.formUnion(properties.keys) }
            return members.values.reduce(into: keys) { $0.formUnion(Self.keys(of: $1)) }
        case .list(let list): return list.reduce(into: []) { $0.formUnion(Self.keys(of: $1)) }
        case .null, .bool, .number, .text: return []
        }
    }

    // MARK: - Contrast, by WCAG 2

    private func luminance(_ color: Color) -> Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }

    private func over(_ front: Color, _ back: Color) -> Color {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8((Double(a) * Double(front.alpha) + Double(b) * Double(255 - front.alpha)) / 255)
        }
        return Color(
            red: mix(front.red, back.red), green: mix(front.green, back.green), blue: mix(front.blue, back.blue))
    }

    private func contrast(_ text: Color, _ plate: Color) -> Double {
        let values = [luminance(over(text, plate)), luminance(plate)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }
}
