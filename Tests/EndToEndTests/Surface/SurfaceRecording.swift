import Foundation
import Testing

/// A text that is kept in `Tests/EndToEndTests/Recorded`, to notice when something changes that users see.
///
/// A change that is meant is recorded by `make surface`; the difference then belongs to the commit, and into the changelog.
enum SurfaceRecording {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Recorded")

    private static let isRecording = ProcessInfo.processInfo.environment["TATECAST_RECORD_SURFACE"] != nil

    /// Compares lines with those that are kept under `name`, or keeps them.
    static func expect(
        _ lines: [String], asRecorded name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = folder.appending(path: "\(name).txt")
        let text = lines.joined(separator: "\n") + "\n"
        if isRecording {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let recorded = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let difference = text.split(separator: "\n", omittingEmptySubsequences: false).difference(from: recorded)
        let changes = difference.map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
        #expect(
            changes.isEmpty,
            """
            \(name) isn't as it was recorded. If that is meant: make surface, and look at what git says is different.
            \(changes.prefix(20).joined(separator: "\n"))
            """,
            sourceLocation: sourceLocation)
    }

    /// The repository, as seen from this file.
    static let repository = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
