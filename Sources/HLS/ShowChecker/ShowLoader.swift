/// Reads a show for its checker, and finds what is missing or can't be read.
struct ShowLoader {
    let options: ShowChecker.Options
    let read: (String) -> [UInt8]?
    private(set) var findings: [ShowFinding] = []

    init(options: ShowChecker.Options, read: @escaping (String) -> [UInt8]?) {
        (self.options, self.read) = (options, read)
    }

    /// `nil` if there is no master playlist to begin with.
    mutating func load() -> LoadedShow? {
        guard let text = text(options.masterPath, namedBy: "the show") else { return nil }
        let master: MultivariantPlaylist
        do throws(PlaylistError) {
            master = try MultivariantPlaylist(parsing: text)
        } catch {
            findings.append(ShowFinding(.readablePlaylist, options.masterPath, "\(error)"))
            return nil
        }
        var show = LoadedShow(options: options, master: master)
        for uri in Self.unique(master.variants.map(\.uri) + master.audioRenditions.compactMap(\.uri)) {
            guard let rendition = rendition(uri) else {
                show.isComplete = false
                continue
            }
            show.renditions.append(rendition)
        }
        for variant in master.iFrameVariants {
            guard let (path, playlist) = playlist(variant.uri) else { continue }
            show.iFramePlaylists.append(LoadedShow.IFrames(path: path, variant: variant, playlist: playlist))
        }
        return show
    }

    private static func unique(_ uris: [String]) -> [String] {
        var seen: Set<String> = []
        return uris.filter { seen.insert($0).inserted }
    }
}

// MARK: - Files

extension ShowLoader {
    /// RFC 8216bis 6.2.1: every URI of a playlist can be had.
    private mutating func bytes(_ uri: String, from base: String) -> (path: String, bytes: [UInt8])? {
        guard let path = LoadedShow.resolve(uri, from: base) else {
            findings.append(ShowFinding(.fileExists, base, "\"\(uri)\" is no file of the show"))
            return nil
        }
        guard let bytes = read(path) else {
            findings.append(ShowFinding(.fileExists, base, "\(path) isn't there"))
            return nil
        }
        return (path, bytes)
    }

    private mutating func text(_ path: String, namedBy base: String) -> String? {
        guard let bytes = read(path) else {
            findings.append(ShowFinding(.fileExists, path, "\(base) has no such file"))
            return nil
        }
        // 4.1: UTF-8, nothing else.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.append(ShowFinding(.readablePlaylist, path, "not UTF-8"))
            return nil
        }
        return text
    }

    private mutating func playlist(_ uri: String) -> (path: String, playlist: MediaPlaylist)? {
        guard let path = LoadedShow.resolve(uri, from: options.masterPath) else {
            findings.append(ShowFinding(.fileExists, options.masterPath, "\"\(uri)\" is no file of the show"))
            return nil
        }
        guard let text = text(path, namedBy: options.masterPath) else { return nil }
        do throws(PlaylistError) {
            return (path, try MediaPlaylist(parsing: text))
        } catch {
            findings.append(ShowFinding(.readablePlaylist, path, "\(error)"))
            return nil
        }
    }

    /// A rendition with all its segments; `nil`, and findings, if any of it can't be read.
    private mutating func rendition(_ uri: String) -> LoadedShow.Rendition? {
        guard let (path, playlist) = playlist(uri) else { return nil }
        var sections: [String: InitialisationSegment] = [:]
        var segments: [LoadedShow.Segment] = []
        for entry in playlist.segments {
            guard entry.byteRange == nil, entry.map?.byteRange == nil else {
                findings.append(
                    ShowFinding(.readableMedia, path, "\(entry.uri): a show of ours has whole files, no ranges"))
                continue
            }
            guard let map = entry.map else {
                findings.append(ShowFinding(.initialisationSection, path, "no EXT-X-MAP before \(entry.uri)"))
                continue
            }
            if sections[map.uri] == nil {
                guard let section = initialisation(map.uri, from: path) else { return nil }
                sections[map.uri] = section
            }
            guard let section = sections[map.uri], let file = bytes(entry.uri, from: path) else { continue }
            do throws(BoxError) {
                let index = try FragmentIndex(file.bytes, defaults: section.defaults)
                segments.append(
                    LoadedShow.Segment(
                        entry: entry, path: file.path, initialisation: section, index: index,
                        byteCount: file.bytes.count))
            } catch {
                findings.append(ShowFinding(.readableMedia, file.path, "\(error)"))
            }
        }
        if playlist.segments.isEmpty { findings.append(ShowFinding(.readablePlaylist, path, "no segment")) }
        // Rules about a timeline with holes would only repeat what is found already.
        guard !segments.isEmpty, segments.count == playlist.segments.count else { return nil }
        return LoadedShow.Rendition(path: path, playlist: playlist, segments: segments)
    }

    private mutating func initialisation(_ uri: String, from base: String) -> InitialisationSegment? {
        guard let file = bytes(uri, from: base) else { return nil }
        do throws(BoxError) {
            return try InitialisationSegment(file.bytes)
        } catch {
            findings.append(ShowFinding(.readableMedia, file.path, "\(error)"))
            return nil
        }
    }
}
