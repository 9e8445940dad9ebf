import Foundation
import MediaModel
import Show

/// The building blocks.
extension Field {
    func imageLayer() -> ImageLayer? {
        let empty = ImageFile(path: "")
        return layer(ImageLayer(image: empty), keys: ["image", "opacity"]) { map, layer in
            if map["image"] == nil { report("image is missing") }
            map.read("image", into: &layer.image) { $0.image() }
            map.read("opacity", into: &layer.opacity) { $0.number(in: 0...1) }
        }
    }

    func textLayer() -> TextLayer? {
        layer(TextLayer(text: ""), keys: ["text", "align", "lines"]) { map, layer in
            if map["text"] == nil { report("text is missing") }
            map.read("text", into: &layer.text) { $0.text(upTo: 200) }
            map.read("align", into: &layer.alignment) { $0.choice(of: TextLayer.Alignment.self) }
            map.read("lines", into: &layer.lines) { $0.integer(in: 1...6) }
        }
    }

    func clockLayer() -> ClockLayer? {
        layer(ClockLayer(), keys: ["format", "timeZone"]) { map, layer in
            map.read("format", into: &layer.format) { $0.choice(of: ClockLayer.Format.self) }
            map.read("timeZone", into: &layer.timeZone) { $0.timeZone() }
        }
    }

    func timeZone() -> String? {
        guard let name = scalarText, name.contains("/") || name == "UTC", TimeZone(identifier: name) != nil else {
            return mismatch(expected: "a time zone such as Asia/Tokyo or UTC")
        }
        return name
    }

    func stampLayer() -> StampLayer? {
        layer(StampLayer(), keys: ["maximum"], unused: ["slot", "change", "style"]) { map, layer in
            map.read("maximum", into: &layer.maximum) { $0.integer(in: 1...8) }
        }
    }

    func slateLayer() -> SlateLayer? {
        layer(SlateLayer(), keys: ["image", "initial"], unused: ["slot", "change"]) { map, layer in
            map.read("image", into: &layer.image) { $0.image() }
            map.read("initial", into: &layer.initial) { $0.slate() }
        }
    }

    private func slate() -> Slate? {
        guard let map = map(["kind", "text", "until"]) else { return nil }
        guard let kind = map["kind"] else { return missing("kind") }
        guard let kind = kind.choice(of: Slate.Kind.self) else { return nil }
        var slate = Slate(kind)
        map.read("text", into: &slate.text) { $0.text(upTo: 80) }
        map.read("until", into: &slate.until) { field in
            if let instant = field.scalarText.flatMap({ WallTime(rfc3339: $0) }) { return .wallTime(instant) }
            return field.duration(inMilliseconds: 1_000...86_400_000).map { .duration($0) }
        }
        return slate
    }

    // MARK: - Pictures

    /// Larger ones take too long to decode for a preset that is swapped on air.
    private static let largestImage = 20 * 1_048_576

    /// A picture that is there, in the folder of the file that names it or below.
    func image() -> ImageFile? {
        guard let name = text(upTo: 255) else { return nil }
        let steps = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !name.contains("\\") else {
            return mismatch(expected: "a picture in the preset's folder, such as images/logo.png")
        }
        let folder = URL(filePath: value.place?.file ?? "").deletingLastPathComponent()
        let path = folder.appending(path: name).relativePath
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        // The attributes of a link are its own.
        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let found =
            attributes?[.type] as? FileAttributeType == .typeSymbolicLink
            ? try? FileManager.default.attributesOfItem(atPath: target) : attributes
        guard let found, found[.type] as? FileAttributeType == .typeRegular else {
            report(attributes == nil ? "no such picture: \(path)" : "not a file: \(path)")
            return nil
        }
        guard (found[.size] as? Int ?? 0) <= Self.largestImage else {
            report("larger than 20 MB: \(path)")
            return nil
        }
        return ImageFile(path: path)
    }
}
