import MediaModel

// Rules about media playlists alone.

extension PresentationChecker {
    /// The playlists of renditions, of I-frames, subtitles and images, with their paths.
    static func playlists(_ show: LoadedPresentation) -> [(path: String, playlist: MediaPlaylist)] {
        mediaPlaylists(show) + show.imagePlaylists.map { ($0.path, $0.playlist) }
    }

    /// Those that RFC 8216bis knows.
    private static func mediaPlaylists(_ show: LoadedPresentation) -> [(path: String, playlist: MediaPlaylist)] {
        show.renditions.map { ($0.path, $0.playlist) } + show.iFramePlaylists.map { ($0.path, $0.playlist) }
            + show.subtitles.map { ($0.path, $0.playlist) }
    }

    /// RFC 8216bis 6.2.1: a playlist with a presentation's last segment has EXT-X-ENDLIST.
    @Sendable static func endList(_ show: LoadedPresentation) -> [Finding] {
        playlists(show).filter { !$0.playlist.isEnded }.map {
            Finding(.endList, $0.path, "no EXT-X-ENDLIST")
        }
    }

    /// Apple 8.6 and RFC 8216bis 6.2.4: type VOD, and in all playlists.
    ///
    /// Others' shows may be of type EVENT, and a broadcast that ended has none; but all have the same.
    @Sendable static func playlistType(_ show: LoadedPresentation) -> [Finding] {
        let kinds = playlists(show).map(\.playlist.header.kind)
        let due = show.options.profile == .tatecast ? .videoOnDemand : kinds.first ?? nil
        return playlists(show).compactMap { path, playlist in
            let kind = playlist.header.kind
            let text = "EXT-X-PLAYLIST-TYPE is \(kind?.rawValue ?? "missing")"
            if kind != due { return Finding(.playlistType, path, text) }
            guard kind == nil, playlist.mediaSequence == 0 else { return nil }
            // Nothing has left it: nobody need ask again, and nothing says so.
            return Finding(.playlistType, path, text, isWarning: true)
        }
    }

    /// RFC 8216bis 8: EXT-X-MAP needs version 6, among I-frames 5; variables 8, or 11.
    @Sendable static func protocolVersion(_ show: LoadedPresentation) -> [Finding] {
        let (version, ofVariables) = (show.multivariant.version, show.multivariant.versionOfVariables)
        let above =
            show.hasMultivariant && version < ofVariables
            ? [
                Finding(
                    .protocolVersion, show.options.multivariantPath,
                    "EXT-X-VERSION is \(version), its variables need \(ofVariables)")
            ] : []
        return above
            + playlists(show).compactMap { path, playlist in
                // Without one, as in transport streams, decimals of EXTINF ask for 3.
                let hasMap = playlist.segments.contains { $0.map != nil }
                let ofTags = hasMap ? (playlist.header.hasIFramesOnly ? 5 : 6) : playlist.header.hasIFramesOnly ? 4 : 3
                let needed = max(ofTags, playlist.versionOfVariables)
                guard playlist.header.version < needed else { return nil }
                return Finding(
                    .protocolVersion, path, "EXT-X-VERSION is \(playlist.header.version), its tags need \(needed)")
            }
    }

    /// RFC 8216bis 4.4.3.1: no EXTINF, rounded to the nearest integer, exceeds the target duration. Apple's 7.7 follows.
    /// Playlists of images may pass over it.
    @Sendable static func targetDuration(_ show: LoadedPresentation) -> [Finding] {
        mediaPlaylists(show).flatMap { path, playlist in
            let target = playlist.header.targetDuration
            return playlist.segments.filter { $0.duration.ticks(timescale: 1, rounding: .nearest) > target }
                .map {
                    Finding(
                        .targetDuration, path, "\($0.uri) lasts \($0.duration.text), the target is \(target) s",
                        about: $0.uri)
                }
        }
    }

    /// Apple 8.2 and RFC 8216bis 6.2.4: one target duration. I-frame playlists may differ (Apple 6.12).
    @Sendable static func sameTargetDuration(_ show: LoadedPresentation) -> [Finding] {
        guard let first = show.renditions.first else { return [] }
        let target = first.playlist.header.targetDuration
        return show.renditions.filter { $0.playlist.header.targetDuration != target }.map {
            Finding(
                .sameTargetDuration, $0.path,
                "a target duration of \($0.playlist.header.targetDuration) s, \(first.path) has \(target) s")
        }
    }

    /// Apple 9.11 and 9.12: said in the master playlist, or else in every video playlist.
    @Sendable static func independentSegments(_ show: LoadedPresentation) -> [Finding] {
        guard !show.multivariant.hasIndependentSegments else { return [] }
        return show.videoRenditions.filter { !$0.playlist.header.hasIndependentSegments }.map {
            Finding(
                .independentSegments, $0.path, "EXT-X-INDEPENDENT-SEGMENTS neither here nor in \(show.multivariantPath)"
            )
        }
    }

    /// Apple 8.15: discontinuities at the same places in all renditions.
    @Sendable static func discontinuities(_ show: LoadedPresentation) -> [Finding] {
        func places(_ rendition: LoadedPresentation.Rendition) -> [Int] {
            rendition.playlist.segments.indices.filter { rendition.playlist.segments[$0].isDiscontinuous }
        }
        guard let first = show.renditions.first else { return [] }
        return show.renditions.dropFirst().filter { places($0) != places(first) }.map {
            Finding(
                .discontinuities, $0.path,
                "discontinuities before segments \(places($0)), \(first.path) has \(places(first))")
        }
    }

    private static func hasDates(_ playlist: MediaPlaylist) -> Bool {
        playlist.segments.contains { $0.programDateTime != nil }
    }

    /// For each segment, how many discontinuities stand before it in its playlist.
    private static func stretches(of playlist: MediaPlaylist) -> [Int] {
        var count = 0
        return playlist.segments.map { segment in
            if segment.isDiscontinuous { count += 1 }
            return count
        }
    }

    /// RFC 8216bis 6.2.4: all playlists have EXT-X-PROGRAM-DATE-TIME, and map media times alike. To the millisecond
    /// that the tag is written to.
    @Sendable static func programDateTime(_ show: LoadedPresentation) -> [Finding] {
        // Media times begin anew after a discontinuity.
        var references: [Int: Int64] = [:]
        var findings: [Finding] = []
        // On demand, nobody has to have dates; but if one playlist has, all must.
        let isDated =
            show.options.profile == .tatecast || show.renditions.contains { hasDates($0.playlist) }
        // The tag is rarely finer; others' dates follow their encoders' clock.
        let tolerance: Int64 = show.options.profile == .tatecast ? 1_000 : 50_000
        for rendition in show.renditions {
            let stretches = stretches(of: rendition.playlist)
            for segment in rendition.segments {
                guard let instant = segment.entry.programDateTime else { continue }
                let offset =
                    instant.millisecondsSince1970 * 1_000
                    - segment.start.ticks(timescale: 1_000_000, rounding: .nearest)
                let reference = references[stretches[segment.place]] ?? offset
                references[stretches[segment.place]] = reference
                let error = offset - reference
                guard abs(error) > tolerance else { continue }
                findings.append(
                    Finding(
                        .programDateTime, rendition.path,
                        "\(segment.entry.uri) is \(MediaTime.microseconds(error).text) off the first playlist's dates"))
            }
            if isDated, !hasDates(rendition.playlist) {
                findings.append(Finding(.programDateTime, rendition.path, "no EXT-X-PROGRAM-DATE-TIME"))
            }
        }
        let dates = Dictionary(
            show.renditions.flatMap(\.segments).map { ($0.path, $0.entry.programDateTime) }, uniquingKeysWith: { $1 })
        for iFrames in show.iFramePlaylists {
            if isDated, !hasDates(iFrames.playlist) {
                findings.append(Finding(.programDateTime, iFrames.path, "no EXT-X-PROGRAM-DATE-TIME"))
            }
            for entry in iFrames.playlist.segments {
                guard let path = show.options.resolve(entry.uri, iFrames.path), let date = entry.programDateTime,
                    let expected = dates[path] ?? nil, expected != date
                else { continue }
                findings.append(
                    Finding(
                        .programDateTime, iFrames.path, "\(entry.uri) is at \(date), elsewhere at \(expected)"))
            }
        }
        return findings
    }
}
