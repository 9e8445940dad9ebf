import MediaModel

// Rules about playlists of I-frames.

extension PresentationChecker {
    /// The video rendition that a playlist of I-frames takes its pictures from.
    static func source(of iFrames: LoadedPresentation.IFrames, _ show: LoadedPresentation) -> LoadedPresentation
        .Rendition?
    {
        guard let uri = iFrames.playlist.segments.first?.uri, let path = show.options.resolve(uri, iFrames.path)
        else { return nil }
        return show.videoRenditions.first { files(of: $0, show).contains(path) }
    }

    /// What its playlist names, gaps too.
    private static func files(of rendition: LoadedPresentation.Rendition, _ show: LoadedPresentation) -> Set<String> {
        Set(rendition.playlist.segments.compactMap { show.options.resolve($0.uri, rendition.path) })
    }

    /// Apple 6.1 and 6.8: there is one, and it says so.
    @Sendable static func iFramePlaylist(_ show: LoadedPresentation) -> [Finding] {
        guard !show.multivariant.iFrameVariants.isEmpty else {
            return [Finding(.iFramePlaylist, show.multivariantPath, "no EXT-X-I-FRAME-STREAM-INF")]
        }
        return show.iFramePlaylists.filter { !$0.playlist.header.hasIFramesOnly }
            .map { Finding(.iFramePlaylist, $0.path, "no EXT-X-I-FRAMES-ONLY") }
    }

    /// RFC 8216bis 4.4.3.6, Apple 6.10: each entry is a segment's first `moof` and its first sample, shown until the next
    /// entry's, and decoded with the same initialisation section.
    @Sendable static func iFrameRange(_ show: LoadedPresentation) -> [Finding] {
        show.iFramePlaylists.flatMap { iFrames -> [Finding] in
            func finding(_ sentence: String) -> Finding {
                Finding(.iFrameRange, iFrames.path, sentence)
            }
            guard let source = source(of: iFrames, show) else {
                return show.isComplete ? [finding("no rendition has its segments")] : []
            }
            let count = source.playlist.segments.count
            guard show.options.profile == .tatecast || iFrames.playlist.segments.count == count else {
                // Of several pictures a segment the places aren't known: their files are.
                let known = files(of: source, show)
                return iFrames.playlist.segments.filter {
                    show.options.resolve($0.uri, iFrames.path).map { !known.contains($0) } ?? true
                }.map { finding("\($0.uri) is no segment of \(source.path)") }
            }
            guard iFrames.playlist.segments.count == count else {
                return [
                    finding("\(iFrames.playlist.segments.count) I-frames, \(source.path) has \(count) segments")
                ]
            }
            return source.segments.flatMap { segment -> [Finding] in
                let entry = iFrames.playlist.segments[segment.place]
                // 4.4.4.7: the segment may be there without its picture.
                if entry.isGap { return [] }
                guard show.options.resolve(entry.uri, iFrames.path) == segment.path else {
                    return [finding("\(entry.uri), where \(segment.path) is due")]
                }
                var findings: [Finding] = []
                let shift = segment.entry.byteRange?.offset ?? 0
                let first = segment.index.firstSampleRange
                let due = first.lowerBound + shift..<first.upperBound + shift
                if entry.byteRange?.range != due {
                    let text = entry.byteRange.map { "bytes \($0.range)" } ?? "no byte range"
                    findings.append(finding("\(entry.uri): \(text), the first sample is in \(due)"))
                }
                if entry.duration.distance(to: segment.entry.duration) > .milliseconds(1) {
                    findings.append(
                        finding(
                            "\(entry.uri): \(entry.duration.text), the segment lasts \(segment.entry.duration.text)"))
                }
                let maps = (entry.map, segment.entry.map)
                if maps.0.flatMap({ show.options.resolve($0.uri, iFrames.path) })
                    != maps.1.flatMap({ show.options.resolve($0.uri, source.path) })
                {
                    findings.append(finding("\(entry.uri): another EXT-X-MAP than \(source.path) has"))
                }
                return findings
            }
        }
    }
}
