import Foundation
import HLS
import MediaModel

/// Opens the folder of a broadcast: an empty one, or one with a broadcast that was cut off, which then goes on.
enum LiveFolder {
    struct Opened {
        let folder: OutputFolder
        let continuation: BroadcastContinuation?
        /// By rendition: what an earlier run left there, the oldest first; to be deleted as that run would have. Nothing, if
        /// it kept a recording.
        let leftovers: [String: [Leftover]]
    }

    /// A file of an earlier run.
    struct Leftover: Hashable, Sendable {
        /// With the rendition's folder.
        let name: String
        /// When its media end, as media time of the new run: before its beginning, and so negative or 0. Not earlier than
        /// they do.
        let end: MediaTime
    }

    /// - Parameters:
    ///   - names: Of the renditions.
    ///   - now: The wall-clock time; nobody else broadcasts there any more.
    /// - Throws: ``JobError`` if what is there is finished, or isn't a broadcast of ours.
    static func open(
        path: String, names: [String], constants: BroadcastConstants,
        now: ProgramDateTime = ProgramDateTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000))
    ) throws(JobError) -> Opened {
        let continuation = try continuation(path, names, constants, now)
        let folder = try OutputFolder(path: path, overwrites: continuation != nil, canBeReverted: false)
        var leftovers: [String: [Leftover]] = [:]
        if continuation != nil {
            for name in names { leftovers[name] = try self.leftovers(path, name) }
        }
        return Opened(folder: folder, continuation: continuation, leftovers: leftovers)
    }

    private static func leftovers(_ path: String, _ rendition: String) throws(JobError) -> [Leftover] {
        guard !FileManager.default.fileExists(atPath: "\(path)/\(rendition)/recording.m3u8"),
            let files = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(rendition)")
        else { return [] }
        var ends: [String: MediaTime] = [:]
        var end = MediaTime.zero
        for segment in try read("\(path)/\(rendition)/playlist.m3u8")?.segments.reversed() ?? [] {
            ends[segment.uri] = end
            // An init segment stays as long as the last segment that needs it.
            if let map = segment.map, ends[map.uri] == nil { ends[map.uri] = end }
            end = end - segment.duration
        }
        // What isn't listed any more, or never was, ended before what is; or else nobody has heard of it.
        return files.filter(isOurs).map { Leftover(name: "\(rendition)/\($0)", end: ends[$0] ?? end) }
            .sorted { $0.end == $1.end ? $0.name < $1.name : $0.end < $1.end }
    }

    /// Segments, init segments, and what was cut off while it was written.
    private static func isOurs(_ file: String) -> Bool {
        switch MediaName(parsing: file.hasSuffix(".tmp") ? String(file.dropLast(4)) : file) {
        case .segment?: true
        case .initialisation?: true
        case .part?, nil: false
        }
    }

    private static func continuation(
        _ path: String, _ names: [String], _ constants: BroadcastConstants, _ now: ProgramDateTime
    ) throws(JobError) -> BroadcastContinuation? {
        var playlists: [String: MediaPlaylist] = [:]
        var iFrames: [String: MediaPlaylist] = [:]
        for name in names {
            playlists[name] = try read("\(path)/\(name)/recording.m3u8")
            if playlists[name] == nil { playlists[name] = try read("\(path)/\(name)/playlist.m3u8") }
            iFrames[name] = try read("\(path)/\(name)/iframes.m3u8")
        }
        guard !playlists.isEmpty else { return nil }
        let partTarget = try BroadcastFile.read(folder: path)?.partTarget
        do throws(BroadcastContinuationError) {
            return try BroadcastContinuation(
                playlists: playlists, iFramePlaylists: iFrames, constants: constants, partTarget: partTarget,
                now: now)
        } catch {
            throw JobError(.outputNotWritable, "\(path): \(error)")
        }
    }

    private static func read(_ path: String) throws(JobError) -> MediaPlaylist? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do throws(PlaylistError) {
            return try MediaPlaylist(parsing: String(decoding: data, as: UTF8.self))
        } catch {
            throw JobError(.outputNotWritable, "\(path) isn't a playlist that can be gone on from: \(error)")
        }
    }
}
