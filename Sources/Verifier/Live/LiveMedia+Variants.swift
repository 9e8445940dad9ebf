import HLS
import MediaModel

// What the multivariant playlist and playlists of I-frames say of a broadcast's pictures.

extension LiveMedia {
    /// Where a segment's first picture is.
    struct Picture {
        /// The rendition's playlist, and the number there.
        let path: String
        let sequence: Int
        /// Of the segment in its file, and of its first `moof` and sample.
        let segment: Range<Int>
        let range: Range<Int>
        /// Of the segment's media, and of its longest picture.
        let duration, frame: MediaTime
        /// The address of its initialisation section; `nil` where that is missing, which is found already.
        let map: String?
    }

    /// Apple 9.15 and 1.19: FRAME-RATE is there, and as the media has it; a cut may fall a frame off.
    mutating func checkFrameRate(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ index: FragmentIndex, _ section: InitialisationSegment,
        _ path: String, at seconds: Double
    ) {
        let duration = section.time(index.duration)
        for variant in variants(of: path) {
            guard let declared = variant.frameRateInThousandths, 1...60_000 ~= declared else {
                let text = variant.frameRateInThousandths.map { "FRAME-RATE is \($0) / 1000" } ?? "no FRAME-RATE"
                find(.frameRate, entryAddress, "\(variant.uri): \(text)", at: seconds)
                continue
            }
            let due = MediaTime(Int64(index.sampleCount) * 1_000, timescale: Int64(declared))
            guard due.distance(to: duration) > MediaTime(1_000, timescale: Int64(declared)) else { continue }
            find(
                .frameRate, entryAddress,
                "\(variant.uri): FRAME-RATE is \(DecimalText.text(Int64(declared), digits: 3)), \(segment.uri) has "
                    + "\(index.sampleCount) pictures in \(duration.text)", at: seconds)
        }
    }

    /// Apple 9.11 and 9.12: the multivariant playlist says it of all, or each video playlist of itself.
    mutating func checkIndependence(_ playlist: MediaPlaylist, _ path: String, at seconds: Double) {
        guard !isIndependent(playlist) else { return }
        find(
            .independentSegments, path,
            "EXT-X-INDEPENDENT-SEGMENTS neither here" + (hasMultivariant ? " nor in \(entryName(entryAddress))" : ""),
            at: seconds)
    }

    // MARK: - I-frames

    /// More files than any window has are forgotten.
    private static let maximumPictureCount = 100_000
    /// Of a playlist, at a time.
    private static let maximumEntryCount = 64

    mutating func note(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ index: FragmentIndex, _ section: InitialisationSegment,
        _ path: String, at seconds: Double
    ) {
        guard !iFrames.isEmpty, let address = resolved(segment.uri, path),
            let bytes = renditions[path]?.byteCounts[sequence]
        else { return }
        let offset = segment.byteRange?.offset ?? 0
        let first = index.firstSampleRange
        if pictures.count >= Self.maximumPictureCount { pictures = [:] }
        pictures[address, default: []].append(
            Picture(
                path: path, sequence: sequence, segment: offset..<offset + bytes,
                range: first.lowerBound + offset..<first.upperBound + offset, duration: section.time(index.duration),
                frame: section.time(index.samples.map(\.duration).max() ?? 0),
                map: segment.map.flatMap { resolved($0.uri, path) }))
        for playlist in iFrames.keys.sorted() { checkIFrames(playlist, at: seconds) }
    }

    /// Apple 6.8, and RFC 8216bis 4.4.3.6 with Apple 6.10 for each picture whose segment is known.
    mutating func receiveIFrames(_ path: String, _ playlist: MediaPlaylist, at seconds: Double) {
        if !playlist.header.hasIFramesOnly {
            find(.iFramePlaylist, path, "no EXT-X-I-FRAMES-ONLY", at: seconds)
        }
        let old = iFrames[path]
        iFrames[path] = IFrames(playlist: playlist, judged: old?.judged ?? [], hasSource: old?.hasSource ?? false)
        checkIFrames(path, at: seconds)
    }

    private mutating func checkIFrames(_ path: String, at seconds: Double) {
        guard var state = iFrames[path] else { return }
        // Segments are looked at as they come: older ones aren't known.
        let newest = state.playlist.numberedSegments.suffix(Self.maximumEntryCount)
        let entries = newest.map { ($0.sequence, $0.segment, resolved($0.segment.uri, path)) }
        state.judged = state.judged.filter { $0 >= state.playlist.mediaSequence }
        var counts: [String: Int] = [:]
        for (_, _, address) in entries { if let address { counts[address, default: 0] += 1 } }
        var found: [(sentence: String, sequence: Int)] = []
        for (sequence, entry, address) in entries {
            guard !entry.isGap, !state.judged.contains(sequence), let address, let known = pictures[address] else {
                continue
            }
            state.hasSource = true
            let start = entry.byteRange?.offset ?? 0
            guard let picture = known.last(where: { $0.segment.contains(start) }) ?? known.last else { continue }
            state.judged.insert(sequence)
            // Of several pictures a segment, the places aren't known.
            guard known.count > 1 || counts[address] == 1 else { continue }
            found += complaints(about: entry, picture, path).map { ($0, sequence) }
        }
        iFrames[path] = state
        for (sentence, sequence) in found {
            find(.iFrameRange, path, sentence, at: seconds, sequence: sequence)
        }
    }

    private func complaints(
        about entry: MediaPlaylist.Segment, _ picture: Picture, _ path: String
    ) -> [String] {
        var sentences: [String] = []
        if entry.byteRange?.range != picture.range {
            let text = entry.byteRange.map { "bytes \($0.range)" } ?? "no byte range"
            sentences.append("\(entry.uri): \(text), the first sample is in \(picture.range)")
        }
        if entry.duration.distance(to: picture.duration) > picture.frame {
            sentences.append("\(entry.uri): \(entry.duration.text), the segment lasts \(picture.duration.text)")
        }
        if let map = picture.map, entry.map.flatMap({ resolved($0.uri, path) }) != map {
            sentences.append("\(entry.uri): another EXT-X-MAP than \(entryName(picture.path)) has")
        }
        return sentences
    }

    /// Playlists of I-frames of which no picture is in any rendition's segments: what is in them can't be told.
    mutating func finishIFrames(at seconds: Double) {
        // Of a short run, or of media that isn't looked into, nobody knows.
        guard pictures.count >= 3 else { return }
        // Some renditions may be listed only, as theirs is another fault.
        var listed: Set<String> = []
        for (path, rendition) in renditions {
            listed.formUnion(rendition.playlist?.segments.compactMap { resolved($0.uri, path) } ?? [])
        }
        for (path, state) in iFrames.sorted(by: { $0.key < $1.key }) where !state.hasSource {
            let addresses = state.playlist.segments.filter { !$0.isGap }.compactMap { resolved($0.uri, path) }
            guard !addresses.isEmpty, listed.isDisjoint(with: addresses) else { continue }
            find(.iFrameRange, path, "no rendition has its segments", at: seconds, isWarning: true)
        }
    }

    /// Forgets a rendition's pictures before a segment.
    mutating func forgetPictures(of path: String, before first: Int) {
        guard !pictures.isEmpty else { return }
        pictures = pictures.compactMapValues { list in
            let kept = list.filter { $0.path != path || $0.sequence >= first }
            return kept.isEmpty ? nil : kept
        }
    }
}
