import MediaModel

// Rules about playlists of I-frames.

extension ShowChecker {
    /// The video rendition that a playlist of I-frames takes its pictures from.
    static func source(of iFrames: LoadedShow.IFrames, _ show: LoadedShow) -> LoadedShow.Rendition? {
        guard let uri = iFrames.playlist.segments.first?.uri, let path = LoadedShow.resolve(uri, from: iFrames.path)
        else { return nil }
        return show.videoRenditions.first { $0.segments.contains { $0.path == path } }
    }

    /// Apple 6.1 and 6.8: there is one, and it says so.
    @Sendable static func iFramePlaylist(_ show: LoadedShow) -> [ShowFinding] {
        guard !show.master.iFrameVariants.isEmpty else {
            return [ShowFinding(.iFramePlaylist, show.masterPath, "no EXT-X-I-FRAME-STREAM-INF")]
        }
        return show.iFramePlaylists.filter { !$0.playlist.header.hasIFramesOnly }
            .map { ShowFinding(.iFramePlaylist, $0.path, "no EXT-X-I-FRAMES-ONLY") }
    }

    /// RFC 8216bis 4.4.3.6, Apple 6.10: each entry is a segment's first `moof` and its first sample, shown until the next
    /// entry's, and decoded with the same initialisation section.
    @Sendable static func iFrameRange(_ show: LoadedShow) -> [ShowFinding] {
        show.iFramePlaylists.flatMap { iFrames -> [ShowFinding] in
            func finding(_ sentence: String) -> ShowFinding { ShowFinding(.iFrameRange, iFrames.path, sentence) }
            guard let source = source(of: iFrames, show) else {
                return show.isComplete ? [finding("no rendition has its segments")] : []
            }
            guard iFrames.playlist.segments.count == source.segments.count else {
                return [
                    finding(
                        "\(iFrames.playlist.segments.count) I-frames, \(source.path) has \(source.segments.count) segments"
                    )
                ]
            }
            return zip(iFrames.playlist.segments, source.segments).flatMap { entry, segment -> [ShowFinding] in
                guard LoadedShow.resolve(entry.uri, from: iFrames.path) == segment.path else {
                    return [finding("\(entry.uri), where \(segment.path) is due")]
                }
                var findings: [ShowFinding] = []
                if entry.byteRange?.range != segment.index.firstSampleRange {
                    let text = entry.byteRange.map { "bytes \($0.range)" } ?? "no byte range"
                    findings.append(
                        finding("\(entry.uri): \(text), the first sample is in \(segment.index.firstSampleRange)"))
                }
                if entry.duration.distance(to: segment.entry.duration) > .milliseconds(1) {
                    findings.append(
                        finding(
                            "\(entry.uri): \(entry.duration.text), the segment lasts \(segment.entry.duration.text)"))
                }
                let maps = (entry.map, segment.entry.map)
                if maps.0.flatMap({ LoadedShow.resolve($0.uri, from: iFrames.path) })
                    != maps.1.flatMap({ LoadedShow.resolve($0.uri, from: source.path) })
                {
                    findings.append(finding("\(entry.uri): another EXT-X-MAP than \(source.path) has"))
                }
                return findings
            }
        }
    }
}
