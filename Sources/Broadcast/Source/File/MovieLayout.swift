import Foundation
import MediaModel

/// The boxes that an MP4 or QuickTime file is made of (ISO 14496-12 4.2), as far as they are there.
struct MovieLayout {
    /// `nil` if it isn't there or not whole.
    private(set) var index: MovieIndex?
    /// Fragments of which both head and media are whole (8.8).
    private(set) var fragmentCount = 0
    /// Where the file is cut off in a box that FFmpeg takes nothing of, and fails over: the bytes before it are of use.
    private(set) var cut: Int?
    /// Whether the head of a fragment is there whose media isn't yet.
    private var hasHead = false

    private static let types: Set<String> = [
        "ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "uuid", "pnot", "sidx", "moof",
    ]
    /// Whether all of its media is in fragments, and none of them is there.
    var lacksFragments: Bool {
        guard let index, index.isFragmented, fragmentCount == 0, !hasHead else { return false }
        return index.tracks.allSatisfy { $0.samples.isEmpty }
    }

    /// An hour's index has some megabytes.
    private static let longestIndex = 256 << 20
    private static let mostBoxes = 1_000_000

    /// Reads the boxes' heads, and the index.
    ///
    /// - Returns: `nil` if the file can't be read, or doesn't begin as MP4 does.
    init?(path: String) {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let size = try? file.seekToEnd(), let first = Self.head(at: 0, in: file), Self.types.contains(first.type)
        else { return nil }
        read(file, size: size)
    }

    private mutating func read(_ file: FileHandle, size: UInt64) {
        var (place, boxes, isFragmented): (UInt64, Int, Bool) = (0, 0, false)
        while place < size, boxes < Self.mostBoxes {
            guard let head = Self.head(at: place, in: file) else { break }
            let length = head.size == 0 ? size - place : head.size
            isFragmented = isFragmented || head.type == "moof"
            guard length >= head.length, length <= size - place else {
                // Half of the media is worth something.
                if isFragmented, index != nil, head.type != "mdat" { cut = Int(place) }
                return
            }
            switch head.type {
            case "moov" where index == nil:
                index = Self.content(at: place + head.length, length - head.length, in: file).map(MovieIndex.init)
            case "moof": hasHead = true
            case "mdat" where hasHead: (fragmentCount, hasHead) = (fragmentCount + 1, false)
            default: break
            }
            place += length
            boxes += 1
        }
        // Some bytes of the next box's head.
        if place < size, isFragmented, index != nil { cut = Int(place) }
    }

    private static func head(at place: UInt64, in file: FileHandle) -> (type: String, size: UInt64, length: UInt64)? {
        guard (try? file.seek(toOffset: place)) != nil, let bytes = try? file.read(upToCount: 16), bytes.count >= 8
        else {
            return nil
        }
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
        let (size, type) = (number(0..<4), String(decoding: bytes[4..<8], as: UTF8.self))
        guard size == 1 else { return (type, size, 8) }
        return bytes.count == 16 ? (type, number(8..<16), 16) : nil
    }

    private static func content(at place: UInt64, _ length: UInt64, in file: FileHandle) -> [UInt8]? {
        guard length <= UInt64(longestIndex), (try? file.seek(toOffset: place)) != nil,
            let bytes = try? file.read(upToCount: Int(length)), bytes.count == Int(length)
        else { return nil }
        return [UInt8](bytes)
    }
}
