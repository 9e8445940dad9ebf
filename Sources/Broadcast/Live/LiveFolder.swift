import Foundation
import HLS

/// Opens the folder of a broadcast: an empty one, or one with a broadcast that was cut off, which then goes on.
enum LiveFolder {
    struct Opened {
        let folder: OutputFolder
        let continuation: BroadcastContinuation?
    }

    /// - Parameter names: Of the renditions.
    /// - Throws: ``JobError`` if what is there is finished, or isn't a broadcast of ours.
    static func open(path: String, names: [String], constants: BroadcastConstants) throws(JobError) -> Opened {
        let continuation = try continuation(path, names, constants)
        return Opened(
            folder: try OutputFolder(path: path, overwrites: continuation != nil, canBeReverted: false),
            continuation: continuation)
    }

    private static func continuation(
        _ path: String, _ names: [String], _ constants: BroadcastConstants
    ) throws(JobError) -> BroadcastContinuation? {
        var playlists: [String: MediaPlaylist] = [:]
        var iFrames: [String: MediaPlaylist] = [:]
        for name in names {
            playlists[name] = try read("\(path)/\(name)/recording.m3u8")
            if playlists[name] == nil { playlists[name] = try read("\(path)/\(name)/playlist.m3u8") }
            iFrames[name] = try read("\(path)/\(name)/iframes.m3u8")
        }
        guard !playlists.isEmpty else { return nil }
        do throws(BroadcastContinuationError) {
            return try BroadcastContinuation(playlists: playlists, iFramePlaylists: iFrames, constants: constants)
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
