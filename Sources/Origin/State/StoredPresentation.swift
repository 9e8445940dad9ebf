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
    let pictures: ShowPictures
    /// Of poster, list of tiles and chapters, which another show of the same name would have otherwise.
    private let tags: [SideFilePath: String]
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
        let chapters = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { ChapterName.matches($0) }
        let files =
            [(SideFilePath.poster, PresentationNames.poster), (.list, Storyboard.list)]
            + chapters.map { (.chapters(Substring($0)), $0) }
        tags = Dictionary(uniqueKeysWithValues: files).compactMapValues { Self.tag(of: $0, in: folder) }
        pictures = ShowPictures(hasPoster: tags[.poster] != nil, hasStoryboard: tags[.list] != nil)
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
        for variant in parsed.imageVariants where variant.uri == Storyboard.playlist {
            playlists[variant.uri] = try Self.read(variant.uri, in: folder, .final).playlist
        }
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
        let tag = tag(of: name, in: folder) ?? "0-\(data.count)"
        return (CachedPlaylist(kind, ByteBuffer(bytes: data), tag: tag), Array(data))
    }

    /// Of a file's content, by its time and size; `nil` if there is none.
    private static func tag(of name: String, in folder: String) -> String? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)"),
            let size = attributes[.size] as? Int, size > 0
        else { return nil }
        let time = Int64(((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0) * 1_000)
        return "\(String(time, radix: 36))-\(size)"
    }

    func answer(_ file: SideFilePath) -> OriginResponse {
        switch file {
        case .poster: side(file, PresentationNames.poster)
        case .list: side(file, Storyboard.list)
        case .chapters(let name): side(file, String(name))
        case .sheet(let name):
            // Of one of our own names, so no path leads out of the folder.
            listed?.contains("\(Storyboard.folder)/\(name)") ?? true
                ? .stored(path: "\(folder)/\(Storyboard.folder)/\(name)", .init(kind: nil, tag: String(name)))
                : .refuse(.notFound)
        }
    }

    /// - Parameter name: Of a file that was found when the show was read.
    private func side(_ file: SideFilePath, _ name: String) -> OriginResponse {
        guard let tag = tags[file] else { return .refuse(.notFound) }
        let facts = OriginResponse.StoredFacts(
            kind: name.hasSuffix(".vtt") ? .subtitles : nil, tag: "\(tag).\(name.split(separator: ".").last ?? "")",
            changes: true)
        return .stored(path: "\(folder)/\(name)", facts)
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
        return .stored(path: "\(folder)/\(rendition)/\(media)", .init(kind: kind, tag: "\(media)"))
    }
}
