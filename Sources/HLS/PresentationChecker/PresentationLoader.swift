import Captions
import MediaModel

/// Reads a show for its checker, and finds what is missing or can't be read.
///
/// It opens nothing: whoever reads asks what is wanted ``next()`` and hands the answers in, in the same order, so that a
/// folder, a test's dictionary and a server far away will do. Media is looked into as it comes, and not kept.
package struct PresentationLoader {
    /// Something that must be read.
    package struct Wanted: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case multivariant, playlist, iFrames, subtitles, images, initialisation, segment, text, picture
        }

        package let kind: Kind
        package let path: String
        /// `nil` for all of it.
        package let range: Range<Int>?
        /// The playlist that names it.
        package let base: String
        /// The segment's place in that playlist, from 0; 0 for anything else.
        package let place: Int
        /// Of a segment: the initialisation section that it needs, the one that was wanted before.
        package let section: Section?
        /// As the playlist has it.
        package let uri: String
    }

    package struct Section: Hashable, Sendable {
        package let path: String
        package let range: Range<Int>?
    }

    package var options: PresentationChecker.Options
    package private(set) var findings: [Finding] = []

    /// Of what is being read.
    private var address = ""
    private var queue: [Wanted]
    private var wantedCount = 0
    private var multivariant: MultivariantPlaylist?
    private var hasMultivariant = true
    private var playlists: [String: MediaPlaylist] = [:]
    private var sections: [Section: [(number: Int, track: InitialisationSegment)]] = [:]
    /// By playlist, in its order; `nil` for a gap, and where it couldn't be read.
    private var segments: [String: [LoadedPresentation.Segment?]] = [:]
    /// Of subtitle tracks, by playlist and place.
    private var documents: [String: [Int: WebVTTDocument]] = [:]
    /// Of playlists of images, by playlist and place: how large a picture is in pixels, if it is a JPEG, and in bytes.
    private var pictures: [String: [Int: LoadedPresentation.Picture]] = [:]
    /// What a playlist's text says, for whoever wants to point at a line of it.
    package private(set) var texts: [String: String] = [:]

    package init(options: PresentationChecker.Options) {
        self.options = options
        queue = [
            Wanted(
                kind: .multivariant, path: options.multivariantPath, range: nil, base: options.multivariantPath,
                place: 0, section: nil,
                uri: options.multivariantPath)
        ]
    }

    /// What to read next; `nil` while that depends on what is being read, or when all is read.
    package mutating func next() -> Wanted? {
        guard wantedCount < queue.count else { return nil }
        defer { wantedCount += 1 }
        return queue[wantedCount]
    }

    /// Takes what was wanted, in the order in which it was.
    ///
    /// - Parameters:
    ///   - bytes: `nil` if it can't be had.
    ///   - address: Where they were found, if not at the wanted path: after redirections.
    package mutating func receive(_ bytes: [UInt8]?, for wanted: Wanted, from address: String? = nil) {
        self.address = address ?? wanted.path
        guard let bytes else {
            find(.fileExists, wanted.base, "\(wanted.path) isn't there", about: wanted.uri)
            return
        }
        switch wanted.kind {
        case .multivariant: readMultivariant(bytes, wanted)
        case .playlist: readPlaylist(bytes, wanted)
        case .iFrames: playlists[wanted.path] = playlist(bytes, wanted)
        case .subtitles: readSubtitles(bytes, wanted)
        case .images: readImages(bytes, wanted)
        case .initialisation: readInitialisation(bytes, wanted)
        case .segment: readSegment(bytes, wanted)
        case .text: readText(bytes, wanted)
        case .picture:
            pictures[wanted.base, default: [:]][wanted.place] = .init(
                size: JPEGSize.read(bytes), byteCount: bytes.count)
        }
    }

    /// How many segments a playlist has that was taken.
    package func segmentCount(of path: String) -> Int { playlists[path]?.segments.count ?? 0 }

    /// The show, once nothing is wanted any more; `nil` if there is no playlist to begin with.
    package consuming func finish() -> (show: LoadedPresentation?, findings: [Finding]) {
        guard let multivariant else { return (nil, findings) }
        var show = LoadedPresentation(options: options, multivariant: multivariant, hasMultivariant: hasMultivariant)
        for path in renditionPaths(multivariant) {
            guard let playlist = playlists[path], let read = segments[path],
                case let whole = read.compactMap({ $0 }), !whole.isEmpty,
                whole.count == playlist.segments.count(where: { !$0.isGap })
            else {
                // Rules about a timeline with holes would only repeat what is found already.
                show.isComplete = false
                continue
            }
            show.renditions.append(LoadedPresentation.Rendition(path: path, playlist: playlist, segments: whole))
        }
        var seen: Set<String> = []
        for rendition in multivariant.subtitleRenditions {
            guard let path = rendition.uri.flatMap({ options.resolve($0, options.multivariantPath) }),
                seen.insert(path).inserted,
                let playlist = playlists[path]
            else { continue }
            show.subtitles.append(
                LoadedPresentation.Subtitles(path: path, playlist: playlist, segments: documents[path] ?? [:]))
        }
        for variant in multivariant.iFrameVariants {
            guard let path = options.resolve(variant.uri, options.multivariantPath), let playlist = playlists[path]
            else {
                continue
            }
            show.iFramePlaylists.append(LoadedPresentation.IFrames(path: path, variant: variant, playlist: playlist))
        }
        for variant in multivariant.imageVariants {
            guard let path = options.resolve(variant.uri, options.multivariantPath), let playlist = playlists[path]
            else { continue }
            show.imagePlaylists.append(
                .init(path: path, variant: variant, playlist: playlist, pictures: pictures[path] ?? [:]))
        }
        return (show, findings)
    }
}

// MARK: - Playlists

extension PresentationLoader {
    private mutating func find(_ rule: Rule, _ file: String, _ sentence: String, about uri: String? = nil) {
        findings.append(Finding(rule, file, sentence, about: uri))
    }

    /// The playlists of variants and of audio, each once.
    private func renditionPaths(_ multivariant: MultivariantPlaylist) -> [String] {
        guard hasMultivariant else { return [options.multivariantPath] }
        var seen: Set<String> = []
        let uris = multivariant.variants.map(\.uri) + multivariant.audioRenditions.compactMap(\.uri)
        return uris.compactMap { options.resolve($0, options.multivariantPath) }.filter { seen.insert($0).inserted }
    }

    private mutating func readMultivariant(_ bytes: [UInt8], _ wanted: Wanted) {
        guard let text = text(bytes, wanted) else { return }
        // A rendition's playlist is a show of one rendition.
        if !text.hasLine("#EXT-X-STREAM-INF"), text.hasLine("#EXT-X-TARGETDURATION") {
            hasMultivariant = false
            multivariant = MultivariantPlaylist(variants: [])
            readPlaylist(bytes, wanted)
            return
        }
        let multivariant: MultivariantPlaylist
        do throws(PlaylistError) {
            multivariant = try MultivariantPlaylist(parsing: text, from: .init(address: address))
        } catch {
            find(.readablePlaylist, wanted.path, "\(error)")
            return
        }
        self.multivariant = multivariant
        let uris = multivariant.variants.map(\.uri) + multivariant.audioRenditions.compactMap(\.uri)
        var seen: Set<String> = []
        func want(_ uri: String, _ kind: Wanted.Kind) {
            guard seen.insert(uri).inserted else { return }
            guard let path = resolve(uri, options.multivariantPath) else { return }
            queue.append(
                Wanted(
                    kind: kind, path: path, range: nil, base: options.multivariantPath, place: 0, section: nil, uri: uri
                ))
        }
        for uri in uris { want(uri, .playlist) }
        for variant in multivariant.iFrameVariants { want(variant.uri, .iFrames) }
        for uri in multivariant.subtitleRenditions.compactMap(\.uri) { want(uri, .subtitles) }
        for variant in multivariant.imageVariants { want(variant.uri, .images) }
    }

    private mutating func text(_ bytes: [UInt8], _ wanted: Wanted) -> String? {
        // 4.1: UTF-8, nothing else.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            find(.readablePlaylist, wanted.path, TextEncoding.other(bytes).map { "\($0), not UTF-8" } ?? "not UTF-8")
            return nil
        }
        texts[wanted.path] = text
        return text
    }

    private mutating func playlist(_ bytes: [UInt8], _ wanted: Wanted) -> MediaPlaylist? {
        guard let text = text(bytes, wanted) else { return nil }
        do throws(PlaylistError) {
            return try MediaPlaylist(
                parsing: text, from: .init(address: address, imports: hasMultivariant ? multivariant?.variables : nil))
        } catch {
            find(.readablePlaylist, wanted.path, "\(error)")
            return nil
        }
    }

    private mutating func readPlaylist(_ bytes: [UInt8], _ wanted: Wanted) {
        guard let playlist = playlist(bytes, wanted) else { return }
        playlists[wanted.path] = playlist
        segments[wanted.path] = Array(repeating: nil, count: playlist.segments.count)
        if playlist.segments.isEmpty { find(.readablePlaylist, wanted.path, "no segment") }
        // 4.4.4.7: what is missing isn't asked for.
        for (place, entry) in playlist.segments.enumerated() where !entry.isGap {
            var section: Section?
            if let map = entry.map {
                section = want(map, in: wanted.path)
            } else if !Self.isTransportStream(entry.uri) {
                find(.initialisationSection, wanted.path, "no EXT-X-MAP before \(entry.uri)", about: entry.uri)
            }
            want(entry, .segment, at: place, in: wanted.path, section: section)
        }
    }

    private mutating func readSubtitles(_ bytes: [UInt8], _ wanted: Wanted) {
        // Subtitles in fragmented MP4 aren't looked into.
        readFiles(bytes, wanted, .text) { $0.map == nil }
    }

    private mutating func readImages(_ bytes: [UInt8], _ wanted: Wanted) {
        readFiles(bytes, wanted, .picture) { _ in true }
    }

    /// Reads a playlist, and wants its files as they are.
    private mutating func readFiles(
        _ bytes: [UInt8], _ wanted: Wanted, _ kind: Wanted.Kind, where isWanted: (MediaPlaylist.Segment) -> Bool
    ) {
        guard let playlist = playlist(bytes, wanted) else { return }
        playlists[wanted.path] = playlist
        if playlist.segments.isEmpty { find(.readablePlaylist, wanted.path, "no segment") }
        for (place, entry) in playlist.segments.enumerated() where !entry.isGap && isWanted(entry) {
            want(entry, kind, at: place, in: wanted.path)
        }
    }

    private mutating func want(
        _ entry: MediaPlaylist.Segment, _ kind: Wanted.Kind, at place: Int, in base: String, section: Section? = nil
    ) {
        guard let path = resolve(entry.uri, base) else { return }
        queue.append(
            Wanted(
                kind: kind, path: path, range: entry.byteRange?.range, base: base, place: place, section: section,
                uri: entry.uri))
    }

    /// The path of what a playlist names; `nil`, and a finding, for what is no file of the show.
    private mutating func resolve(_ uri: String, _ base: String) -> String? {
        if let path = options.resolve(uri, base) { return path }
        find(.fileExists, base, "\"\(uri)\" is no file of the show", about: uri)
        return nil
    }

    /// By its name: WebVTT as text needs no initialisation section.
    static func isText(_ uri: String) -> Bool {
        let path = uri.prefix { $0 != "?" && $0 != "#" }
        return [".vtt", ".webvtt"].contains { path.lowercased().hasSuffix($0) }
    }

    /// By its name: a transport stream needs no initialisation section.
    static func isTransportStream(_ uri: String) -> Bool {
        let path = uri.prefix { $0 != "?" && $0 != "#" }
        return [".ts", ".m2ts", ".mts"].contains { path.lowercased().hasSuffix($0) }
    }

    private mutating func want(_ map: MediaPlaylist.Map, in base: String) -> Section? {
        guard let path = resolve(map.uri, base) else { return nil }
        let section = Section(path: path, range: map.byteRange?.range)
        if sections.updateValue(sections[section] ?? [], forKey: section) == nil {
            queue.append(
                Wanted(
                    kind: .initialisation, path: path, range: section.range, base: base, place: 0, section: section,
                    uri: map.uri))
        }
        return section
    }
}

// MARK: - Media

extension PresentationLoader {
    private mutating func readInitialisation(_ bytes: [UInt8], _ wanted: Wanted) {
        guard let section = wanted.section else { return }
        do throws(BoxError) {
            sections[section] = try InitialisationSegment.tracks(bytes)
        } catch {
            find(.readableMedia, wanted.path, "\(error)")
        }
    }

    private mutating func readText(_ bytes: [UInt8], _ wanted: Wanted) {
        do throws(WebVTTDocument.Fault) {
            documents[wanted.base, default: [:]][wanted.place] = try WebVTTDocument(parsing: bytes)
        } catch {
            find(.webVTT, wanted.path, "\(error)")
        }
    }

    private mutating func readSegment(_ bytes: [UInt8], _ wanted: Wanted) {
        guard let entry = playlists[wanted.base]?.segments[wanted.place] else { return }
        do throws(BoxError) {
            // Without a section that could be read, that is found already.
            guard let tracks = try tracks(bytes, wanted), let first = tracks.first else { return }
            segments[wanted.base]?[wanted.place] = LoadedPresentation.Segment(
                entry: entry, place: wanted.place, path: wanted.path, initialisation: first.initialisation,
                index: first.index,
                byteCount: bytes.count, others: Array(tracks.dropFirst()))
        } catch {
            find(.readableMedia, wanted.path, "\(error)")
        }
    }

    private func tracks(_ bytes: [UInt8], _ wanted: Wanted) throws(BoxError) -> [LoadedPresentation.Segment.Track]? {
        guard let section = wanted.section else {
            guard Self.isTransportStream(wanted.uri), let read = options.readTransportStream else { return nil }
            return try read(bytes)
        }
        guard let known = sections[section], !known.isEmpty else { return nil }
        guard known.count > 1 else {
            return [(known[0].track, try FragmentIndex(bytes, defaults: known[0].track.defaults))]
        }
        var tracks: [LoadedPresentation.Segment.Track] = []
        for (number, track) in known {
            tracks.append((track, try FragmentIndex(bytes, defaults: track.defaults, track: number)))
        }
        return tracks
    }
}
