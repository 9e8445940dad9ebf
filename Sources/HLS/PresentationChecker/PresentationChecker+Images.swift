import MediaModel

// Rules about playlists of images (Image Media Playlists for HLS, version 0.4), which RFC 8216bis doesn't know.

extension PresentationChecker {
    /// "Image Variant Streams" and EXT-X-IMAGES-ONLY: the attributes, the tag, the same time and discontinuities as the media have.
    @Sendable static func imagePlaylist(_ show: LoadedPresentation) -> [Finding] {
        show.imagePlaylists.flatMap { images -> [Finding] in
            var findings: [Finding] = []
            func find(_ sentence: String, in file: String? = nil, about uri: String? = nil) {
                findings.append(Finding(.imagePlaylist, file ?? images.path, sentence, about: uri))
            }
            let (uri, stream) = (images.variant.uri, images.variant.stream)
            if stream.codecs.isEmpty { find("\(uri): no CODECS", in: show.multivariantPath, about: uri) }
            if stream.resolution == nil { find("\(uri): no RESOLUTION", in: show.multivariantPath, about: uri) }
            if !images.playlist.header.hasImagesOnly { find("no EXT-X-IMAGES-ONLY") }
            guard show.isComplete, let first = show.renditions.first else { return findings }
            // The last picture stands for what is left; nobody sees a second.
            if images.playlist.duration.distance(to: first.playlist.duration) > .seconds(1) {
                find("it lasts \(images.playlist.duration.text), \(first.path) \(first.playlist.duration.text)")
            }
            let (ours, theirs) = (
                images.playlist.segments.count(where: \.isDiscontinuous),
                first.playlist.segments.count(where: \.isDiscontinuous)
            )
            if ours != theirs { find("\(ours) discontinuities, \(first.path) has \(theirs)") }
            return findings
        }
    }

    /// "Image Media Playlist" and EXT-X-TILES: each file is what CODECS says, none of its pictures is larger than RESOLUTION, and it has room
    /// for its tiles. Formats other than JPEG aren't looked into.
    @Sendable static func imageTiles(_ show: LoadedPresentation) -> [Finding] {
        show.imagePlaylists.flatMap { images -> [Finding] in
            guard images.variant.stream.codecs == ["jpeg"] else { return [] }
            return images.playlist.segments.enumerated().compactMap { place, entry in
                guard !entry.isGap, let picture = images.pictures[place] else { return nil }
                return fault(of: picture, entry, images.variant.stream.resolution).map {
                    Finding(.imageTiles, images.path, "\(entry.uri) \($0)", about: entry.uri)
                }
            }
        }
    }

    private static func fault(
        of picture: LoadedPresentation.Picture, _ entry: MediaPlaylist.Segment, _ largest: PixelSize?
    ) -> String? {
        guard let size = picture.size else { return "is no JPEG" }
        let shown = entry.tiles?.size ?? size
        if let largest, shown.width > largest.width || shown.height > largest.height {
            return "has pictures of \(shown), RESOLUTION is \(largest)"
        }
        guard let tiles = entry.tiles, tiles.pictureSize != size else { return nil }
        return "is \(size), \(tiles.columns)x\(tiles.rows) tiles of \(tiles.size) are \(tiles.pictureSize)"
    }
}
