public import Broadcast
import Foundation

/// `clips.json` beside a folder's clips: what each is, and why it was chosen.
public struct ClipCatalogue: Sendable {
    public static let name = "clips.json"
    /// A thousand clips of a show have less.
    private static let maximumByteCount = 4 << 20

    private struct File: Codable {
        var clips: [ClipRecord]
    }

    private let path: String
    public private(set) var clips: [ClipRecord]

    /// Opens a folder's, or begins one.
    ///
    /// - Throws: ``JobError`` if there is one that isn't ours.
    public init(folder: String) throws(JobError) {
        path = "\(folder.isEmpty ? "." : folder)/\(Self.name)"
        guard FileManager.default.fileExists(atPath: path) else {
            clips = []
            return
        }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.maximumByteCount,
            let file = try? JSONDecoder().decode(File.self, from: data)
        else {
            throw JobError(
                .outputNotWritable,
                "\(path) isn't a list of clips that can be added to: move it away, or choose another folder")
        }
        clips = file.clips
    }

    /// Adds a clip, in the place of one of the same name, and writes the list. Blocks.
    ///
    /// - Throws: ``JobError`` if it can't be written.
    public mutating func add(_ clip: ClipRecord) throws(JobError) {
        clips.removeAll { $0.file == clip.file }
        clips.append(clip)
        clips.sort { ($0.from, $0.file) < ($1.from, $1.file) }
        try OutputFolder.replace(path, with: [Array(Self.json(File(clips: clips)).utf8), [UInt8(ascii: "\n")]])
    }

    /// As it stands in the list.
    public static func json(_ clips: [ClipRecord]) -> String { json(File(clips: clips)) }

    private static func json(_ file: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Nothing in it can't be encoded: finite numbers and texts.
        let data = (try? encoder.encode(file)) ?? Data("{\"clips\":[]}".utf8)
        return String(decoding: data, as: UTF8.self)
    }
}
