import MediaModel

// Rules about playlists against the media's own timestamps.

extension PresentationChecker {
    /// One AAC frame: nearer to each other, audio and video can't always be cut.
    private static let audioFrame = MediaTime(
        Int64(PartGrid.samplesPerAudioFrame), timescale: Int64(PartGrid.audioSampleRate))

    /// RFC 8216bis 6.2.4: the first segment of every playlist starts at the same media timestamp; ours at 10 s, so that
    /// the decode times of B-frames stay positive.
    @Sendable static func timelineStart(_ show: LoadedPresentation) -> [Finding] {
        guard let due = show.options.timelineStart ?? show.renditions.first?.start else { return [] }
        // Others' encoders start sound a priming packet, and pictures a reordering delay, off.
        let tolerance = show.options.profile == .tatecast ? MediaTime.zero : .milliseconds(100)
        return show.renditions.filter { $0.start.distance(to: due) > tolerance }.map {
            Finding(
                .timelineStart, $0.segments[0].path,
                "its first sample is shown at \($0.start.text), not at \(due.text)")
        }
    }

    /// Apple 7.1 and 7.3: each fragment's decode time is the last one's plus its duration.
    @Sendable static func continuousTimeline(_ show: LoadedPresentation) -> [Finding] {
        show.renditions.flatMap { rendition -> [Finding] in
            let count = rendition.segments.map(\.tracks.count).min() ?? 0
            return (0..<count).flatMap { continuity(of: $0, in: rendition, show.options.profile) }
        }
    }

    private static func continuity(
        of track: Int, in rendition: LoadedPresentation.Rendition, _ profile: Profile
    ) -> [Finding] {
        var expected = rendition.segments[0].tracks[track].index.baseMediaDecodeTime
        var nextPlace = rendition.segments[0].place
        var findings: [Finding] = []
        for segment in rendition.segments {
            let (section, index) = segment.tracks[track]
            // Others round times of one timescale to another's.
            var tolerance = profile == .tatecast ? 0 : max(1, section.timescale / 1_000)
            // What is missing took the time that its EXTINF says, more or less.
            let gaps = rendition.gaps(nextPlace..<segment.place)
            let missing = gaps.reduce(MediaTime.zero) { $0 + $1.duration }
            // After a day nobody knows any more.
            let isKnown = missing < .seconds(86_400)
            if isKnown {
                expected += missing.ticks(timescale: section.timescale, rounding: .nearest)
                tolerance += section.timescale / 10 * Int64(gaps.count)
            }
            let isNew = segment.entry.isDiscontinuous || gaps.contains(where: \.isDiscontinuous) || !isKnown
            nextPlace = segment.place + 1
            for (place, fragment) in index.fragments.enumerated() {
                if abs(fragment.baseMediaDecodeTime - expected) > tolerance && !(place == 0 && isNew) {
                    findings.append(
                        Finding(
                            .continuousTimeline, segment.path,
                            "tfdt is \(fragment.baseMediaDecodeTime), after the last fragment it is \(expected)",
                            about: segment.entry.uri))
                }
                expected = fragment.baseMediaDecodeTime + fragment.duration
                tolerance = profile == .tatecast ? 0 : max(1, section.timescale / 1_000)
            }
        }
        return findings
    }

    /// Apple 7.4: video segments start with an IDR.
    @Sendable static func beginsWithSync(_ show: LoadedPresentation) -> [Finding] {
        show.videoRenditions.flatMap(\.segments).filter { !$0.index.beginsWithSync }
            .map {
                Finding(
                    .beginsWithSync, $0.path, "its first sample is no sync sample", about: $0.entry.uri)
            }
    }

    /// Apple 8.1: EXTINF agrees with the media: to 1 ms each (ours is stricter), and summed over any neighbours to a video frame.
    @Sendable static func segmentDuration(_ show: LoadedPresentation) -> [Finding] {
        let frame = show.videoRenditions.first.map { $0.initialisation.time($0.segments[0].index.samples[0].duration) }
        // A video frame is what Apple allows; ours are written to the microsecond.
        let tolerance =
            show.options.profile == .tatecast ? MediaTime.milliseconds(1) : max(frame ?? .zero, Self.audioFrame)
        return show.renditions.flatMap { rendition in
            var findings: [Finding] = []
            // Any neighbours' error is the difference of two sums from the start.
            var (sum, least, most) = (MediaTime.zero, MediaTime.zero, MediaTime.zero)
            for segment in rendition.segments {
                guard segment.entry.duration.distance(to: segment.duration) <= tolerance else {
                    findings.append(
                        Finding(
                            .segmentDuration, rendition.path,
                            "\(segment.entry.uri) lasts \(segment.duration.text), EXTINF says \(segment.entry.duration.text)",
                            about: segment.entry.uri))
                    continue
                }
                sum += segment.entry.duration - segment.duration.inMicroseconds
                (least, most) = (min(least, sum), max(most, sum))
            }
            if findings.isEmpty, let frame, most - least > frame {
                findings.append(
                    Finding(
                        .segmentDuration, rendition.path, "EXTINF drifts from the media by \((most - least).text)"))
            }
            return findings
        }
    }

    /// RFC 8216bis 6.2.4: matching content has matching timestamps; all rungs cut at the same frames (Apple 8.22).
    @Sendable static func sameCuts(_ show: LoadedPresentation) -> [Finding] {
        guard let first = show.videoRenditions.first else { return [] }
        return show.videoRenditions.dropFirst().flatMap { rung in
            var findings = sameCount(.sameCuts, rung, first)
            for (segment, other) in rung.matches(with: first) {
                let (decoded, expected) = (
                    segment.initialisation.time(segment.index.baseMediaDecodeTime),
                    other.initialisation.time(other.index.baseMediaDecodeTime)
                )
                guard segment.start != other.start || decoded != expected else { continue }
                findings.append(
                    Finding(
                        .sameCuts, segment.path,
                        "starts at \(segment.start.text) (decoded at \(decoded.text)), \(other.path) at "
                            + "\(other.start.text) (\(expected.text))", about: segment.entry.uri))
            }
            return findings
        }
    }

    /// Apple 8.22, and RFC 8216bis 6.2.4 for content in one playlist only: audio cuts within one AAC frame of video's.
    @Sendable static func audioCuts(_ show: LoadedPresentation) -> [Finding] {
        guard let video = show.videoRenditions.first else { return [] }
        let tolerance = show.options.profile == .tatecast ? audioFrame : .milliseconds(100)
        return show.audioRenditions.flatMap { audio in
            var findings = sameCount(.audioCuts, audio, video, isWarning: show.options.profile == .generic)
            // Others' tracks may begin apart, which is another rule's matter.
            let pairs = audio.matches(with: video)
            let first = show.options.profile == .tatecast ? nil : pairs.first
            let shift = first.map { $0.0.start.inMicroseconds - $0.1.start.inMicroseconds } ?? .zero
            for (segment, other) in pairs
            where segment.start.distance(to: other.start.inMicroseconds + shift) >= tolerance {
                findings.append(
                    Finding(
                        .audioCuts, segment.path,
                        "starts at \(segment.start.text), \(other.path) at \(other.start.text)",
                        about: segment.entry.uri, isWarning: show.options.profile == .generic))
            }
            return findings
        }
    }

    /// Apple 8.3 and 8.7: all playlists cover the same time; audio ends with a whole AAC frame.
    @Sendable static func sameDuration(_ show: LoadedPresentation) -> [Finding] {
        guard let first = show.renditions.first else { return [] }
        let tolerance = show.options.profile == .tatecast ? audioFrame : .milliseconds(100)
        return show.renditions.dropFirst().filter { $0.duration.distance(to: first.duration) > tolerance }.map {
            Finding(
                .sameDuration, $0.path, "\($0.duration.text) of media, \(first.path) has \(first.duration.text)")
        }
    }

    private static func sameCount(
        _ rule: Rule, _ rendition: LoadedPresentation.Rendition, _ other: LoadedPresentation.Rendition,
        isWarning: Bool = false
    ) -> [Finding] {
        let (count, due) = (rendition.playlist.segments.count, other.playlist.segments.count)
        guard count != due else { return [] }
        return [
            Finding(
                rule, rendition.path, "\(count) segments, \(other.path) has \(due)", isWarning: isWarning)
        ]
    }
}
