import HLS
import MediaModel
import Show

/// Writes segments to the folder as they come, on a thread of its own; and, when all are there, the playlists.
///
/// A playlist never names what isn't there, and none exists before the show is complete.
struct VODWriter {
    private struct Segment {
        let name: String
        let byteCount: Int
        let duration: MediaTime
        /// Of a rung: where its IDR picture is.
        let keyRange: Range<Int>?

        var keyByteCount: Int { keyRange?.count ?? 0 }
    }

    private struct Written {
        var codec = ""
        var segments: [Segment] = []
    }

    private let folder: OutputFolder
    private let tracks: [Track]
    private let grid: PartGrid
    private let run: String
    private let start: ProgramDateTime
    private let captions: CaptionFeed
    private let ranges: TimelineRanges
    private var written: [Written]
    private var storyboard: Storyboard
    private var poster: [UInt8]?

    /// - Parameters:
    ///   - run: Part of each file's name, so that no URI ever has two contents.
    ///   - storyboard: Has no sheet yet.
    ///   - captions: All that is said; its tracks are written when it is known how long the pictures last.
    ///   - ranges: What players are told of the show's events; begins at the wall-clock time of the first picture.
    init(
        folder: OutputFolder, tracks: [Track], grid: PartGrid, run: String, storyboard: Storyboard,
        captions: CaptionFeed, ranges: TimelineRanges
    ) {
        self.folder = folder
        self.tracks = tracks
        self.grid = grid
        self.run = run
        self.storyboard = storyboard
        self.captions = captions
        (start, self.ranges) = (ranges.start, ranges)
        written = Array(repeating: Written(), count: tracks.count)
    }

    /// Writes all that comes, until the queue is closed.
    ///
    /// - Throws: ``JobError`` when the disk is full, say.
    mutating func writeSegments(from output: BoundedQueue<TrackOutput>) throws {
        defer { output.abandon() }
        while let item = output.pop() {
            switch item {
            case .initSegment(let track, let bytes, let codec):
                try folder.makeFolder("\(tracks[track].id)")
                try folder.write(bytes, to: "\(tracks[track].id)/\(run)-init.mp4")
                written[track].codec = codec
            case .segment(let track, let segment):
                let name = "\(run)-\(segment.index).m4s"
                try folder.write(segment.bytes, to: "\(tracks[track].id)/\(name)")
                var keyRange: Range<Int>?
                if tracks[track].isVideo { keyRange = try FragmentIndex(segment.bytes).firstSampleRange }
                written[track].segments.append(
                    Segment(
                        name: name, byteCount: segment.bytes.count, duration: segment.duration, keyRange: keyRange))
            case .picture(.poster(let bytes)): poster = bytes
            case .picture(.sheet(let sheet)): try write(sheet)
            case .part, .lost:
                preconditionFailure("a file's show is written in segments")
            }
        }
    }

    private mutating func write(_ sheet: ShowPicture.Sheet) throws(JobError) {
        try folder.makeFolder(Storyboard.folder)
        let name = Storyboard.sheetName(run: run, number: sheet.number)
        try folder.write(sheet.bytes, to: "\(Storyboard.folder)/\(name)")
        storyboard.add(
            .init(
                name: name, start: Storyboard.interval.times(sheet.number * storyboard.grid.capacity),
                tileCount: sheet.tileCount, byteCount: sheet.bytes.count))
    }

    /// Drops what isn't whole in all tracks, of a show whose encoders were cut off wherever they were.
    ///
    /// - Returns: Whether a segment is left.
    mutating func dropIncomplete() -> Bool {
        let encoded = tracks.indices.filter { tracks[$0].isEncoded }
        let counts = encoded.map { written[$0].segments.prefix { $0.duration == grid.segmentDuration }.count }
        let count = counts.min() ?? 0
        for index in encoded { keep(count, of: index) }
        return count > 0
    }

    /// Writes all playlists; the multivariant one last.
    ///
    /// - Parameter captions: The closed captions in the rungs' pictures.
    mutating func finish(closedCaptions captions: [ClosedCaptionService]) throws -> [RenditionSummary] {
        trim()
        try writeCaptions()
        var playlists: [(name: String, bytes: [UInt8])] = []
        let duration = written.first?.segments.reduce(MediaTime.zero) { $0 + $1.duration } ?? .zero
        let dateRanges = ranges.ranges(run: run, until: grid.frameRate.tick(atOrAfter: duration))
        for (index, track) in tracks.enumerated() {
            playlists.append(("\(track.id)/playlist.m3u8", Array(mediaPlaylist(index, dateRanges).text.utf8)))
            if track.isVideo {
                playlists.append(("\(track.id)/iframes.m3u8", Array(iFramePlaylist(index, dateRanges).text.utf8)))
            }
        }
        let timeline = Storyboard.Timeline(end: duration)
        let images = storyboard.variant(along: timeline)
        if images != nil {
            playlists.append((Storyboard.playlist, Array(storyboard.playlist(along: timeline).text.utf8)))
            playlists.append((Storyboard.list, Array(storyboard.webVTT(until: duration).utf8)))
        }
        if let poster { playlists.append((PresentationNames.poster, poster)) }
        let chapters = chapterFiles(dateRanges)
        playlists += chapters
        let multivariant = multivariantPlaylist(captions, images, hasChapters: !chapters.isEmpty)
        playlists.append(("master.m3u8", Array(multivariant.text.utf8)))
        // A disk that fills now must leave the old show whole.
        try folder.write(together: playlists)
        folder.removePrevious()
        return tracks.indices.map { summary($0) }
    }

    /// Drops sound that had been coded beyond the pictures when the programme was stopped.
    private mutating func trim() {
        let count = tracks.indices.filter { tracks[$0].isVideo }.map { written[$0].segments.count }.min() ?? 0
        for index in tracks.indices { keep(count, of: index) }
    }

    /// Cuts captions as the pictures are cut.
    private mutating func writeCaptions() throws {
        guard let pictures = tracks.firstIndex(where: \.isVideo) else { return }
        for (index, track) in tracks.enumerated() {
            guard case .captions(let choice) = track.kind else { continue }
            try folder.makeFolder("\(track.id)")
            written[index].codec = "WebVTT"
            var end = MediaTime.zero
            for (number, segment) in written[pictures].segments.enumerated() {
                end += segment.duration
                let bytes = captions.segment(of: choice.language, until: end)
                let name = "\(run)-\(number).\(track.rendition.codec.format.rawValue)"
                try folder.write(bytes, to: "\(track.id)/\(name)")
                written[index].segments.append(
                    Segment(name: name, byteCount: bytes.count, duration: segment.duration, keyRange: nil))
            }
        }
    }

    private mutating func keep(_ count: Int, of index: Int) {
        guard written[index].segments.count > count else { return }
        for segment in written[index].segments[count...] { folder.remove("\(tracks[index].id)/\(segment.name)") }
        written[index].segments.removeLast(written[index].segments.count - count)
    }

    private func summary(_ index: Int) -> RenditionSummary {
        let bandwidth = bandwidth(index, \.byteCount)
        return RenditionSummary(
            name: "\(tracks[index].id)", codec: written[index].codec, averageBitRate: bandwidth.average,
            peakBitRate: bandwidth.peak, segmentCount: written[index].segments.count,
            byteCount: written[index].segments.reduce(0) { $0 + $1.byteCount })
    }
}

// MARK: - Playlists

extension VODWriter {
    private func mediaPlaylist(_ index: Int, _ dateRanges: [DateRange]) -> MediaPlaylist {
        let header = MediaPlaylist.Header(targetDuration: grid.targetDuration, kind: .videoOnDemand)
        var playlist = MediaPlaylist(
            header: tracks[index].isEncoded ? header : header.ofText,
            segments: written[index].segments.enumerated().map { number, segment in
                .init(
                    uri: segment.name, duration: segment.duration,
                    map: number == 0 && tracks[index].isEncoded ? map : nil,
                    programDateTime: number == 0 ? start : nil)
            },
            isEnded: true)
        playlist.dateRanges = dateRanges
        return playlist
    }

    private func chapterFiles(_ dateRanges: [DateRange]) -> [(name: String, bytes: [UInt8])] {
        guard let pictures = tracks.firstIndex(where: \.isVideo) else { return [] }
        return ChapterFiles(mediaPlaylist(pictures, dateRanges), language: ranges.preset.locale).files
    }

    /// The same segments, of each only the bytes from its first `moof` to the end of its IDR picture.
    private func iFramePlaylist(_ index: Int, _ dateRanges: [DateRange]) -> MediaPlaylist {
        var playlist = MediaPlaylist(
            header: .init(targetDuration: grid.targetDuration, kind: .videoOnDemand, hasIFramesOnly: true),
            segments: written[index].segments.enumerated().map { number, segment in
                .init(
                    uri: segment.name, duration: segment.duration, byteRange: segment.keyRange.map { .init($0) },
                    map: number == 0 ? map : nil, programDateTime: number == 0 ? start : nil)
            },
            isEnded: true)
        playlist.dateRanges = dateRanges
        return playlist
    }

    private var map: MediaPlaylist.Map { .init(uri: "\(run)-init.mp4") }

    private func multivariantPlaylist(
        _ captions: [ClosedCaptionService], _ images: MultivariantPlaylist.ImageVariant?, hasChapters: Bool
    ) -> MultivariantPlaylist {
        let entries = tracks.enumerated().map { index, track in
            MultivariantBuilder.Entry(
                track: track, codec: written[index].codec, bandwidth: bandwidth(index, \.byteCount),
                iFrameBandwidth: bandwidth(index, \.keyByteCount))
        }
        return MultivariantBuilder(
            entries: entries, frameRate: grid.frameRate, closedCaptions: captions, images: images,
            hasChapters: hasChapters
        ).playlist
    }

    private func bandwidth(_ index: Int, _ byteCount: KeyPath<Segment, Int>) -> VariantBandwidth {
        var meter = BandwidthMeter(targetDuration: grid.targetDuration)
        for segment in written[index].segments {
            meter.add(bytes: segment[keyPath: byteCount], duration: segment.duration)
        }
        return VariantBandwidth(variant: meter)
    }
}
