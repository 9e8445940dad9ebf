import Broadcast
import Foundation
import HLS
import NIOCore

/// A finished show on the disk: its playlists, and where its media is.
struct StoredPresentation: Sendable {
    let folder: String
    let multivariant: CachedPlaylist
    /// By address, e.g. `v720x1280/playlist.m3u8`.
    private(set) var playlists: [String: CachedPlaylist] = [:]
    private var kinds: [RenditionID: Rendition.Kind] = [:]
    /// The media files that are shown; `nil` for all whose names are a show's.
    var listed: Set<String>?

    /// What is wrong with a name that isn't ours.
    static let expected =
        "isn't named as in a show of Tatecast's: expected one that `tatecast render` or `live` wrote; any web server shows others"

    /// Reads the playlists of a show that was written by us.
    ///
    /// - Throws: ``JobError`` if there is none.
    init(folder: String) throws(JobError) {
        self.folder = folder
        let text: [UInt8]
        (multivariant, text) = try Self.read("master.m3u8", in: folder, .multivariant)
        let parsed: MultivariantPlaylist
        do throws(PlaylistError) {
            parsed = try MultivariantPlaylist(parsing: String(decoding: text, as: UTF8.self))
        } catch {
            throw JobError(.inputUnusable, "\(folder)/master.m3u8 isn't a playlist of ours: \(error)")
        }
        let listed: [(uri: String, kind: Rendition.Kind)] =
            parsed.variants.map { ($0.uri, $0.hasVideo ? .video : .audio) }
            + parsed.iFrameVariants.map { ($0.uri, .video) }
            + parsed.audioRenditions.compactMap { rendition in rendition.uri.map { ($0, .audio) } }
            + parsed.subtitleRenditions.compactMap { rendition in rendition.uri.map { ($0, .subtitles) } }
        for (uri, kind) in listed {
            guard playlists[uri] == nil else { continue }
            let parts = uri.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let id = RenditionID(parts[0]), PresentationFiles.isForViewers(uri) else {
                throw JobError(.inputUnusable, "\(folder)/master.m3u8 names \(uri), which \(Self.expected)")
            }
            playlists[uri] = try Self.read(uri, in: folder, .final).playlist
            kinds[id] = kind
        }
    }

    private static func read(
        _ name: String, in folder: String, _ kind: PlaylistKind
    ) throws(JobError) -> (playlist: CachedPlaylist, text: [UInt8]) {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
            throw JobError(.inputNotFound, "\(folder)/\(name) can't be read")
        }
        let changed = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")[.modificationDate] as? Date
        let time = Int64((changed?.timeIntervalSince1970 ?? 0) * 1_000)
        let tag = "\(String(time, radix: 36))-\(data.count)"
        return (CachedPlaylist(kind, ByteBuffer(bytes: data), tag: tag), Array(data))
    }

    /// - Parameter address: `nil` for the multivariant playlist.
    func answer(_ address: FileAddress?) -> OriginResponse {
        guard let address else { return .playlist(multivariant) }
        let (rendition, name) = (address.rendition, address.name)
        if let playlist = playlists["\(rendition)/\(name)"] { return .playlist(playlist) }
        guard let kind = RenditionID(rendition).flatMap({ kinds[$0] }), let media = MediaName(parsing: name),
            listed?.contains("\(rendition)/\(media)") ?? true
        else { return .refuse(.notFound) }
        // Of one of our own names, so no path leads out of the folder.
        return .stored(path: "\(folder)/\(rendition)/\(media)", kind: kind, tag: "\(media)")
    }
}
