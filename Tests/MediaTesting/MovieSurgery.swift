/// Changes boxes of an MP4 file whose index comes last, as `ffmpeg` writes it: so no offset changes.
public struct MovieSurgery {
    private indirect enum Content {
        case bytes([UInt8])
        case boxes([Box])
    }

    private struct Box {
        var type: String
        var content: Content
    }

    private static let containers: Set<String> = ["moov", "trak", "mdia", "minf", "stbl", "edts"]
    private var boxes: [Box]

    public init(_ file: [UInt8]) { boxes = Self.parse(file[...]) }

    public var file: [UInt8] { Self.bytes(of: boxes) }

    /// Gives a track (the first is 0) an edit list: durations in the movie's units, a thousand a second as `ffmpeg` has them, and times of
    /// the media in the track's, −1 for nothing.
    public mutating func setEdits(track: Int, _ edits: [(duration: Int, mediaTime: Int)]) {
        var list: [UInt8] = [0, 0, 0, 0] + Self.number(edits.count)
        for edit in edits { list += Self.number(edit.duration) + Self.number(edit.mediaTime) + [0, 1, 0, 0] }
        let box = Box(type: "edts", content: .boxes([Box(type: "elst", content: .bytes(list))]))
        change(track) { boxes in
            boxes.removeAll { $0.type == "edts" }
            boxes.insert(box, at: 1)
        }
    }

    /// Has a track's media be called by other four characters, and takes from it what tells what it is.
    public mutating func setFormat(track: Int, _ format: String) {
        change(track) { boxes in
            Self.change(&boxes, ["mdia", "minf", "stbl", "stsd"]) { bytes in
                bytes.replaceSubrange(12..<16, with: Array(format.utf8))
                if let more = bytes.firstRange(of: Array("esds".utf8)) {
                    bytes.replaceSubrange(more, with: Array("free".utf8))
                }
            }
        }
    }

    /// Switches a track off (14496-12 8.3.2).
    public mutating func disable(track: Int) {
        change(track) { boxes in Self.change(&boxes, ["tkhd"]) { $0[3] &= 0xFE } }
    }

    /// The range of the box of a type at the file's top level, the first of them.
    public static func range(of type: String, in file: [UInt8]) -> Range<Int>? {
        var place = 0
        while place + 8 <= file.count {
            let size = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            if String(decoding: file[place + 4..<place + 8], as: UTF8.self) == type { return place..<place + size }
            place += max(8, size)
        }
        return nil
    }

    private mutating func change(_ track: Int, _ body: (inout [Box]) -> Void) {
        guard let movie = boxes.firstIndex(where: { $0.type == "moov" }), case .boxes(var parts) = boxes[movie].content
        else { return }
        let tracks = parts.indices.filter { parts[$0].type == "trak" }
        guard tracks.indices.contains(track), case .boxes(var own) = parts[tracks[track]].content else { return }
        body(&own)
        parts[tracks[track]].content = .boxes(own)
        boxes[movie].content = .boxes(parts)
    }

    private static func change(_ boxes: inout [Box], _ path: [String], _ body: (inout [UInt8]) -> Void) {
        guard let index = boxes.firstIndex(where: { $0.type == path[0] }) else { return }
        switch boxes[index].content {
        case .bytes(var bytes):
            body(&bytes)
            boxes[index].content = .bytes(bytes)
        case .boxes(var inner):
            change(&inner, Array(path.dropFirst()), body)
            boxes[index].content = .boxes(inner)
        }
    }

    private static func parse(_ bytes: ArraySlice<UInt8>) -> [Box] {
        var (boxes, place): ([Box], Int) = ([], bytes.startIndex)
        while place + 8 <= bytes.endIndex {
            let size = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            let content = bytes[place + 8..<min(place + max(8, size), bytes.endIndex)]
            boxes.append(
                Box(type: type, content: containers.contains(type) ? .boxes(parse(content)) : .bytes(Array(content))))
            place += max(8, size)
        }
        return boxes
    }

    private static func bytes(of boxes: [Box]) -> [UInt8] {
        boxes.flatMap { box -> [UInt8] in
            let content: [UInt8]
            switch box.content {
            case .bytes(let bytes): content = bytes
            case .boxes(let inner): content = bytes(of: inner)
            }
            return number(content.count + 8) + Array(box.type.utf8) + content
        }
    }

    private static func number(_ value: Int) -> [UInt8] {
        let bits = UInt32(truncatingIfNeeded: value)
        return (0..<4).map { UInt8(truncatingIfNeeded: bits >> (24 - 8 * $0)) }
    }
}
