import HLS
import MediaModel

// Playlists against media, once both are known.

extension LiveMedia {
    mutating func settle(_ path: String, _ playlist: MediaPlaylist, at seconds: Double) {
        renditions[path, default: Rendition()].playlist = playlist
        guard let section = renditions[path]?.section else { return }
        if renditions[path]?.isVideo == true, renditions[path]?.isIndependenceJudged == false {
            renditions[path]?.isIndependenceJudged = true
            checkIndependence(playlist, path, at: seconds)
        }
        for (position, part) in playlist.placedParts {
            if let status = renditions[path]?.missed.removeValue(forKey: part.key) {
                find(
                    .hintAnswer, path, "\(part.uri): status \(status), and then it is listed", at: seconds,
                    sequence: position.mediaSequence)
            }
            guard let index = renditions[path]?.parts[part.key],
                renditions[path]?.settledParts.insert(part.key).inserted == true
            else { continue }
            check(part, position, index, section, path, at: seconds)
        }
        for (sequence, segment) in playlist.numberedSegments {
            guard let index = renditions[path]?.segments[sequence],
                renditions[path]?.settledSegments.insert(sequence).inserted == true
            else { continue }
            check(segment, sequence, index, section, playlist, path, at: seconds)
        }
        forget(path, playlist)
    }

    /// What no playlist lists any more.
    private mutating func forget(_ path: String, _ playlist: MediaPlaylist) {
        guard var rendition = renditions[path] else { return }
        let (first, listed) = (playlist.mediaSequence, Set(playlist.placedParts.map(\.part.key)))
        rendition.segments = rendition.segments.filter { $0.key >= first }
        rendition.byteCounts = rendition.byteCounts.filter { $0.key >= first }
        rendition.starts = rendition.starts.filter { $0.key >= first }
        rendition.settledSegments = rendition.settledSegments.filter { $0 >= first }
        // A part that was hinted at isn't listed yet.
        let settled = rendition.settledParts
        rendition.parts = rendition.parts.filter { listed.contains($0.key) || !settled.contains($0.key) }
        rendition.settledParts = settled.intersection(listed)
        renditions[path] = rendition
        forgetPictures(of: path, before: first)
    }

    /// RFC 8216bis 4.4.4.9.
    private mutating func check(
        _ part: MediaPlaylist.Part, _ position: PartPosition, _ index: FragmentIndex,
        _ section: InitialisationSegment, _ path: String, at seconds: Double
    ) {
        let duration = section.time(index.duration)
        let frame = section.time(index.samples.map(\.duration).max() ?? 0)
        if duration.distance(to: part.duration) > frame {
            find(
                .partMedia, path,
                "\(part.uri) lasts \(duration.text), DURATION says \(part.duration.text)", at: seconds,
                sequence: position.mediaSequence)
        }
        if part.isIndependent, !index.samples.contains(where: \.isSync) {
            find(
                .partMedia, path, "\(part.uri) says INDEPENDENT and has no sync sample", at: seconds,
                sequence: position.mediaSequence)
        }
    }

    private mutating func check(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ index: FragmentIndex, _ section: InitialisationSegment,
        _ playlist: MediaPlaylist, _ path: String, at seconds: Double
    ) {
        let (duration, start) = (section.time(index.duration), section.time(index.firstPresentationTime))
        let frame = section.time(index.samples.map(\.duration).max() ?? 0)
        if duration.distance(to: segment.duration) > frame {
            find(
                .segmentDuration, path,
                "\(segment.uri) lasts \(duration.text), EXTINF says \(segment.duration.text)", at: seconds,
                sequence: sequence)
        }
        if renditions[path]?.isVideo == true, !index.beginsWithSync {
            // RFC 8216bis 4.4.2.1 asks no more than that what is said is so.
            let isSaid = isIndependent(playlist)
            find(
                isSaid ? .beginsWithSync.asked(by: "RFC 8216bis 4.4.2.1, Apple 7.4") : .beginsWithSync, path,
                "\(segment.uri): its first sample is no sync sample"
                    + (isSaid ? ", against EXT-X-INDEPENDENT-SEGMENTS" : ""), at: seconds, sequence: sequence)
        }
        if renditions[path]?.isVideo == true {
            checkFrameRate(segment, sequence, index, section, path, at: seconds)
            note(segment, sequence, index, section, path, at: seconds)
        }
        checkTimeline(segment, sequence, index, section, path, at: seconds)
        checkContent(segment, sequence, index, path, at: seconds)
        checkDate(segment, sequence, start, playlist, path, at: seconds)
        checkCuts(segment, sequence, start, path, at: seconds)
        if segment.duration > .zero, let bytes = renditions[path]?.byteCounts[sequence] {
            var meter = renditions[path]?.meter ?? BandwidthMeter(targetDuration: playlist.header.targetDuration)
            meter.add(bytes: bytes, duration: segment.duration)
            renditions[path]?.meter = meter
        }
    }

    /// Apple 7.1 and 7.3: each fragment goes on where the last one ended, and so does each segment.
    private mutating func checkTimeline(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ index: FragmentIndex, _ section: InitialisationSegment,
        _ path: String, at seconds: Double
    ) {
        // Others round times of one timescale to another's.
        let tolerance = max(1, section.timescale / 1_000)
        let before = segment.isDiscontinuous ? nil : renditions[path]?.segments[sequence - 1]
        var expected = before.map { $0.fragments[$0.fragments.count - 1].end }
        for fragment in index.fragments {
            if let expected, abs(expected - fragment.baseMediaDecodeTime) > tolerance {
                find(
                    .continuousTimeline, path,
                    "\(segment.uri): tfdt is \(fragment.baseMediaDecodeTime), after the last fragment it is \(expected)",
                    at: seconds, sequence: sequence)
            }
            expected = fragment.end
        }
    }

    /// RFC 8216bis 3.2: what players of parts get is what players of segments get.
    private mutating func checkContent(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ index: FragmentIndex, _ path: String, at seconds: Double
    ) {
        let parts = segment.parts.map { renditions[path]?.parts[$0.key] }
        guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return }
        let known = parts.compactMap { $0 }
        guard known.flatMap(\.samples) != index.samples || known[0].baseMediaDecodeTime != index.baseMediaDecodeTime
        else { return }
        find(
            .partContent, path,
            "\(segment.uri) has \(index.sampleCount) samples from \(index.baseMediaDecodeTime) on, its parts "
                + "\(known.reduce(0) { $0 + $1.sampleCount }) from \(known[0].baseMediaDecodeTime) on",
            at: seconds, sequence: sequence)
    }

    /// RFC 8216bis 6.2.4: one map from media time to dates, over time and over renditions.
    private mutating func checkDate(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ start: MediaTime, _ playlist: MediaPlaylist,
        _ path: String,
        at seconds: Double
    ) {
        guard let date = segment.programDateTime else { return }
        let offset = date.millisecondsSince1970 * 1_000 - start.inMicroseconds.value
        // After a discontinuity another map may begin; renditions are at it at different times.
        guard let reference = dateOffset, !segment.isDiscontinuous else {
            dateOffset = (path, offset, sequence)
            return
        }
        // Encoders' clocks drift; a tenth of a second is seen.
        let error = offset - reference.microseconds
        guard abs(error) > 100_000 else { return }
        find(
            .programDateTime, path,
            "\(segment.uri) is \(MediaTime.microseconds(error).text) off the dates of \(entryName(reference.path))",
            at: seconds, sequence: sequence)
    }

    /// RFC 8216bis 6.2.4, Apple 8.22: the same numbers begin at the same time in all rungs.
    private mutating func checkCuts(
        _ segment: MediaPlaylist.Segment, _ sequence: Int, _ start: MediaTime, _ path: String, at seconds: Double
    ) {
        renditions[path]?.starts[sequence] = start
        guard renditions[path]?.isVideo == true else { return }
        let others = renditions.filter { $0.key != path && $0.value.isVideo }.sorted { $0.key < $1.key }
        for (other, rendition) in others {
            // Numbers need not agree (6.2.4 has players go by timestamps): only some segment must begin then.
            guard let least = rendition.starts.values.min(), let most = rendition.starts.values.max(),
                least...most ~= start, !rendition.starts.values.contains(start)
            else { continue }
            find(
                .sameCuts, path,
                "\(segment.uri) begins at \(start.text), no segment of \(entryName(other)) does",
                at: seconds, sequence: sequence)
        }
    }
}

extension FragmentIndex.Fragment {
    /// In ticks of the track.
    var end: Int64 { baseMediaDecodeTime + duration }
}
