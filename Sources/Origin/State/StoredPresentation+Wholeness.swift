import Broadcast
import Foundation
import HLS
import NIOCore

/// Reading shows that another process wrote, perhaps long ago.
extension StoredPresentation {
    /// Reads a finished show, and looks for every file that its playlists name: no others are shown. Blocks.
    ///
    /// - Throws: ``JobError`` for a folder that is none, has no show, is still written to, or has a show that was cut off, lacks files, or
    ///   isn't Tatecast's.
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
        try self.init(folder: folder)
        guard PresentationFiles.isFinished(folder) else { throw Self.cutOff(folder) }
        var listed: Set<String> = []
        for (name, playlist) in playlists.sorted(by: { $0.key < $1.key }) {
            listed.formUnion(try Self.files(of: name, playlist, in: folder))
        }
        self.listed = listed
        for name in files.playlists where PresentationFiles.isBesideMedia(name) {
            _ = try Self.place(of: "\(folder)/\(name)", in: folder)
        }
    }

    /// A broadcast goes on where it was cut off, and then has an end.
    private static func cutOff(_ folder: String) -> JobError {
        JobError(
            .inputUnusable,
            "the show in \(folder) has no end, as its process was cut off: give the same `tatecast live` command once more and "
                + "stop it, or render it again")
    }

    /// The files that a playlist names, e.g. `v720x1280/14528z1-3.m4s`, each of which is there.
    private static func files(
        of name: String, _ playlist: CachedPlaylist, in folder: String
    ) throws(JobError) -> [String] {
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
            guard name == Storyboard.playlist ? Storyboard.isSheetName(file) : MediaName(parsing: file) != nil else {
                throw JobError(.inputUnusable, "\(folder)/\(name) names \(file), which \(Self.expected)")
            }
            let real = try Self.place(of: path, in: folder)
            let attributes = try? FileManager.default.attributesOfItem(atPath: real)
            guard attributes?[.type] as? FileAttributeType == .typeRegular, attributes?[.size] as? Int ?? 0 > 0 else {
                throw JobError(
                    .inputUnusable,
                    "\(path) isn't there or is empty, and \(name) names it: bring back all files of the show")
            }
        }
        return named.map { "\(place)/\($0)" }
    }

    /// Where a file really is. All names of ours are letters, digits and dots: what they stand for may still be a link to something else.
    private static func place(of path: String, in folder: String) throws(JobError) -> String {
        let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard real.hasPrefix(root == "/" ? root : root + "/") else {
            throw JobError(
                .inputUnusable,
                "\(path) is a link that leads out of the show's folder: expected the file itself there")
        }
        return real
    }
}
