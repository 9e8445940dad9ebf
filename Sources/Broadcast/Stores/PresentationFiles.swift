import Foundation
import HLS

/// What a folder has of a show for viewers, in the order in which a copy of it must come to be: media, the renditions' playlists, and the
/// multivariant playlist.
package struct PresentationFiles: Sendable {
    /// Segments and initialisation sections with their folders, the oldest first; then the storyboard's sheets, clips and their pictures.
    package let media: [String]
    /// With what else changes while a show goes on: chapters, the poster, and the list of the storyboard's tiles.
    package let playlists: [String]

    /// Blocks. Nothing, where there is no such folder.
    package init(of folder: String) {
        func names(_ path: String) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
        }
        var found: [(sequence: Int, name: String)] = []
        var lists: [String] = []
        for rendition in names(folder) where PresentationNames.isRendition(rendition) {
            for file in names("\(folder)/\(rendition)") {
                let name = "\(rendition)/\(file)"
                switch MediaName(parsing: file) {
                case .segment(_, let sequence, _)?: found.append((sequence, name))
                case .initialisation?: found.append((-1, name))
                case .part?, nil: if Self.isForViewers(name) { lists.append(name) }
                }
            }
        }
        let board = names("\(folder)/\(Storyboard.folder)")
        media =
            found.sorted { ($0.sequence, $0.name) < ($1.sequence, $1.name) }.map(\.name)
            + board.filter { Storyboard.isSheetName($0) }.map { "\(Storyboard.folder)/\($0)" }
            + names("\(folder)/\(PresentationNames.clips)").filter { $0.hasSuffix(".mp4") || $0.hasSuffix(".jpg") }
            .map { "\(PresentationNames.clips)/\($0)" }
        // Those of a show that has nothing to see are nobody's.
        if !lists.isEmpty {
            lists += names(folder).filter { ChapterName.matches($0) }
            lists += [Storyboard.playlist, Storyboard.list, PresentationNames.poster].filter {
                FileManager.default.fileExists(atPath: "\(folder)/\($0)")
            }
        }
        if FileManager.default.fileExists(atPath: "\(folder)/\(PresentationNames.multivariant)") {
            lists.append(PresentationNames.multivariant)
        }
        playlists = lists
    }

    /// Whether a folder has a broadcast that is over: nothing can be added to it. Blocks.
    package static func isFinished(_ folder: String) -> Bool {
        let names = PresentationFiles(of: folder).playlists.filter { $0.hasSuffix("/playlist.m3u8") }
        return !names.isEmpty
            && names.allSatisfy { name in
                let text = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
                return String(decoding: text.suffix(32), as: UTF8.self).contains("#EXT-X-ENDLIST")
            }
    }

    /// Whether viewers fetch it; the rest is for the next run of the same broadcast.
    package static func isForViewers(_ name: String) -> Bool {
        if name == PresentationNames.multivariant || isBesideMedia(name) { return true }
        let parts = name.split(separator: "/")
        guard parts.count == 2 else { return false }
        return PresentationNames.isMedia(String(parts[1])) || ["playlist.m3u8", "iframes.m3u8"].contains(parts[1])
    }

    /// Whether it is the poster, a file of the storyboard, or one of chapters.
    package static func isBesideMedia(_ name: String) -> Bool {
        if [PresentationNames.poster, Storyboard.list, Storyboard.playlist].contains(name) { return true }
        if ChapterName.matches(name) { return true }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0] == Storyboard.folder && Storyboard.isSheetName(parts[1])
    }

    /// Whether a file changes while the show goes on, so that whoever has it must ask again.
    package static func changes(_ name: String) -> Bool {
        name.hasSuffix(".m3u8") || PresentationNames.isSideFile(name)
    }
}
