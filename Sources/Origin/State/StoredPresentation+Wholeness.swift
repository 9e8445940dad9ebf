import Broadcast
import Foundation
import HLS
import NIOCore

/// Reading shows that another process wrote, perhaps long ago.
extension StoredPresentation {
    /// Reads a finished show, and looks for every file that its playlists name. Blocks.
    ///
    /// - Throws: ``JobError`` for a folder that is none, has no show, is still written to, or has a show that was cut off or lacks files.
    init(wholeIn folder: String) throws(JobError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw JobError(.inputNotFound, "\(folder): there is no such folder")
        }
        guard isFolder.boolValue else {
            throw JobError(
                .inputNotFound, "\(folder) is a file: name the folder of a show, the one with master.m3u8 in it")
        }
        if let owner = OutputClaim.owner(ofFolder: folder) {
            throw JobError(
                .unfinished,
                "\(folder) is still being written by \(owner): serve it once that has ended; until then its own --serve "
                    + "shows it to viewers")
        }
        let files = PresentationFiles(of: folder)
        guard !files.playlists.isEmpty else {
            throw JobError(
                .inputNotFound, "\(folder) has no show: expected master.m3u8, as `tatecast render` and `live` write it")
        }
        guard PresentationFiles.isFinished(folder) else { throw Self.cutOff(folder) }
        try self.init(folder: folder)
        for (name, playlist) in playlists.sorted(by: { $0.key < $1.key }) {
            try Self.check(name, playlist, in: folder)
        }
    }

    /// A broadcast goes on where it was cut off, and then has an end.
    private static func cutOff(_ folder: String) -> JobError {
        JobError(
            .inputUnusable,
            "the show in \(folder) has no end, as its process was cut off: give the same `tatecast live` command once more and "
                + "stop it, or render it again")
    }

    private static func check(_ name: String, _ playlist: CachedPlaylist, in folder: String) throws(JobError) {
        let parsed: MediaPlaylist
        do throws(PlaylistError) {
            parsed = try MediaPlaylist(
                parsing: String(buffer: playlist.makeText(compressed: false).bytes))
        } catch {
            throw JobError(.inputUnusable, "\(folder)/\(name) isn't a whole playlist: \(error)")
        }
        guard parsed.isEnded else { throw cutOff(folder) }
        guard !parsed.segments.isEmpty else {
            throw JobError(.inputUnusable, "\(folder)/\(name) lists no segment: there is nothing to show")
        }
        let place = FilePath.parent(of: name)
        var named: Set<String> = []
        for segment in parsed.segments where !segment.isGap {
            named.formUnion([segment.uri, segment.map?.uri].compactMap(\.self))
        }
        for file in named.sorted() {
            let path = "\(folder)/\(place)/\(file)"
            guard let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int, size > 0 else {
                throw JobError(
                    .inputUnusable,
                    "\(path) isn't there or is empty, and \(name) names it: bring back all files of the show")
            }
        }
    }
}
