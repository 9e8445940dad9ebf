/// A part's place: its segment's media sequence number, and its index there.
struct PartNumber: Hashable, Comparable {
    var sequence: Int
    var part: Int

    static func < (left: PartNumber, right: PartNumber) -> Bool {
        (left.sequence, left.part) < (right.sequence, right.part)
    }
}

/// A part that a playlist has named, the same object for all viewers.
final class Part {
    let number: PartNumber
    let path: String
    let isIndependent: Bool
    /// When a playlist first named it to any of the viewers.
    let named: MonotonicTime
    /// Of its body, in bytes, as the first answer had it: it may not change.
    var length: Int?

    init(number: PartNumber, path: String, isIndependent: Bool, named: MonotonicTime) {
        (self.number, self.path, self.isIndependent, self.named) = (number, path, isIndependent, named)
    }
}

/// What a live playlist says that a viewer goes by.
struct PlaylistSnapshot {
    /// Oldest first.
    var parts: [(number: PartNumber, uri: String, isIndependent: Bool)] = []
    /// What a viewer asks for next.
    var next = PartNumber(sequence: 0, part: 0)
    var initialisation: String?
    /// Whether it may ask for a delta update.
    var canSkip = false
    var targetDuration = 2
    var isEnded = false

    /// - Throws: ``LoadError`` where it isn't a playlist with blocking reloads.
    init(_ text: String) throws(LoadError) {
        guard text.hasPrefix("#EXTM3U\n") else { throw LoadError("a playlist that doesn't begin with #EXTM3U") }
        var canBlock = false
        for line in text.split(whereSeparator: \.isNewline) {
            if !line.hasPrefix("#") {
                next = PartNumber(sequence: next.sequence + 1, part: 0)
                continue
            }
            guard line.hasPrefix("#EXT-X-") else { continue }
            let tag = line.prefix { $0 != ":" }
            let value = line.dropFirst(tag.count + 1)
            switch tag {
            case "#EXT-X-TARGETDURATION": targetDuration = Int(value) ?? 2
            case "#EXT-X-MEDIA-SEQUENCE": next.sequence = Int(value) ?? 0
            case "#EXT-X-SKIP": next.sequence += Self.attribute("SKIPPED-SEGMENTS", of: value).flatMap { Int($0) } ?? 0
            case "#EXT-X-MAP": initialisation = Self.attribute("URI", of: value)
            case "#EXT-X-SERVER-CONTROL":
                canBlock = Self.attribute("CAN-BLOCK-RELOAD", of: value) == "YES"
                canSkip = Self.attribute("CAN-SKIP-UNTIL", of: value) != nil
            case "#EXT-X-PART":
                guard let uri = Self.attribute("URI", of: value) else { throw LoadError("a part without URI") }
                parts.append((next, uri, Self.attribute("INDEPENDENT", of: value) == "YES"))
                next.part += 1
            case "#EXT-X-ENDLIST": isEnded = true
            default: break
            }
        }
        guard canBlock || isEnded else { throw LoadError("a playlist without CAN-BLOCK-RELOAD=YES") }
    }

    /// An attribute's value without its quotation marks (RFC 8216, 4.2).
    static func attribute(_ name: String, of list: Substring) -> String? {
        var rest = list
        while !rest.isEmpty {
            let key = rest.prefix { $0 != "=" }
            rest = rest.dropFirst(key.count + 1)
            let value: Substring
            if rest.hasPrefix("\"") {
                value = rest.dropFirst().prefix { $0 != "\"" }
                rest = rest.dropFirst(value.count + 2)
            } else {
                value = rest.prefix { $0 != "," }
                rest = rest.dropFirst(value.count)
            }
            if key == name { return String(value) }
            rest = rest.dropFirst()
        }
        return nil
    }
}

/// What a main playlist leads a viewer to: its first variant with pictures, and that one's sound.
struct MultivariantRenditions {
    var video: String
    /// `nil` in a muted show.
    var audio: String?

    init(_ text: String) throws(LoadError) {
        var group: String?
        var isVideo = false
        var uris: [String: String] = [:]
        var video: String?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("#EXT-X-MEDIA:") {
                let list = line.dropFirst("#EXT-X-MEDIA:".count)
                guard PlaylistSnapshot.attribute("TYPE", of: list) == "AUDIO" else { continue }
                if let id = PlaylistSnapshot.attribute("GROUP-ID", of: list) {
                    uris[id] = PlaylistSnapshot.attribute("URI", of: list)
                }
            } else if line.hasPrefix("#EXT-X-STREAM-INF:") {
                let list = line.dropFirst("#EXT-X-STREAM-INF:".count)
                isVideo = video == nil && PlaylistSnapshot.attribute("RESOLUTION", of: list) != nil
                if isVideo { group = PlaylistSnapshot.attribute("AUDIO", of: list) }
            } else if !line.hasPrefix("#"), isVideo, video == nil {
                video = String(line)
            }
        }
        guard let video else { throw LoadError("a main playlist without a variant that has RESOLUTION") }
        self.video = video
        audio = group.flatMap { uris[$0] }
    }
}
