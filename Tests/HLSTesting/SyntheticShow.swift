import Captions
package import HLS
package import MediaModel

/// A small show made in memory, good unless a test breaks it: two rungs at 30 fps, audio, an audio-only variant; three
/// segments of three parts, the last one short.
package struct SyntheticShow {
    package struct Track {
        package var folder: String
        package var size: PixelSize?
        package var bytesPerFrame: Int
        /// Frames of each segment.
        package var cuts: [Int]
        package var frameDuration: Int
        package var timescale: Int64
        /// Of the first frame, when it is shown.
        package var start: Int
        /// Composition offset of each frame, taken off the decode time: what B-frames do.
        package var delay: Int = 0

        package static func video(_ size: PixelSize, bytesPerFrame: Int) -> Track {
            Track(
                folder: "v\(size)", size: size, bytesPerFrame: bytesPerFrame, cuts: [48, 48, 20], frameDuration: 1_000,
                timescale: 30_000, start: 300_000, delay: 2_000)
        }

        package static func audio(_ folder: String, bytesPerFrame: Int) -> Track {
            Track(
                folder: folder, size: nil, bytesPerFrame: bytesPerFrame, cuts: [75, 75, 32], frameDuration: 1_024,
                timescale: 48_000, start: 480_000)
        }
    }

    package var tracks = [
        Track.video(PixelSize(width: 720, height: 1280), bytesPerFrame: 1_000),
        .video(PixelSize(width: 360, height: 640), bytesPerFrame: 300),
        .audio("audio", bytesPerFrame: 340), .audio("audio-64", bytesPerFrame: 170),
    ]
    package let programStart = ProgramDateTime(millisecondsSince1970: 1_795_348_800_000)

    /// Whether there is a subtitle track as well, of text.
    package var hasSubtitles = false

    /// Whether there is a playlist of images as well, with two sheets of tiles.
    package var hasStoryboard = false

    package init() {}

    /// A file's bytes by its path, made from `tracks`, playlists that fit them included.
    package func files() -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var meters: [String: BandwidthMeter] = [:]
        var iFrames: [MultivariantPlaylist.IFrameVariant] = []
        for track in tracks {
            let (playlist, index) = addMedia(of: track, to: &files, meters: &meters)
            files["\(track.folder)/playlist.m3u8"] = Array(playlist.text.utf8)
            if let size = track.size { iFrames.append(addIFrames(playlist, index, track.folder, size, to: &files)) }
        }
        if hasSubtitles { addSubtitles(to: &files) }
        var multivariant = multivariant(meters, iFrames)
        if hasStoryboard { multivariant.imageVariants = addStoryboard(to: &files) }
        files["master.m3u8"] = Array(multivariant.text.utf8)
        return files
    }

    /// A header that says how large the picture is, and nothing to see.
    package static func jpeg(_ size: PixelSize) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
        // SOI, a comment, SOF0 with one component, EOI.
        return [0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 0x61, 0x62, 0xFF, 0xC0, 0, 11, 8] + word(size.height) + word(size.width)
            + [1, 1, 0x11, 0, 0xFF, 0xD9]
    }

    private func addStoryboard(to files: inout [String: [UInt8]]) -> [MultivariantPlaylist.ImageVariant] {
        let frames = tracks.first { $0.size != nil }?.cuts.reduce(0, +) ?? 0
        let timeline = Storyboard.Timeline(end: MediaTime(Int64(frames), timescale: 30))
        var storyboard = Storyboard(grid: TileGrid(canvas: PixelSize(width: 720, height: 1280)))
        for number in 0..<2 {
            let name = Storyboard.sheetName(run: "a", number: number)
            let bytes = Self.jpeg(storyboard.grid.sheetSize)
            files["\(Storyboard.folder)/\(name)"] = bytes
            // Of one tile, so that a show of four seconds has two.
            storyboard.add(
                .init(name: name, start: .seconds(Int64(2 * number)), tileCount: 1, byteCount: bytes.count))
        }
        files[Storyboard.playlist] = Array(storyboard.playlist(along: timeline).text.utf8)
        files[Storyboard.list] = Array(storyboard.webVTT(until: timeline.end).utf8)
        return storyboard.variant(along: timeline).map { [$0] } ?? []
    }

    private func addMedia(
        of track: Track, to files: inout [String: [UInt8]], meters: inout [String: BandwidthMeter]
    ) -> (MediaPlaylist, [FragmentIndex]) {
        var playlist = MediaPlaylist(header: .init(targetDuration: 2, kind: .videoOnDemand), isEnded: true)
        var indexes: [FragmentIndex] = []
        var meter = BandwidthMeter(targetDuration: 2)
        files["\(track.folder)/a-init.mp4"] =
            track.size.map { BoxBuilder.video(width: $0.width, height: $0.height) } ?? BoxBuilder.audio()
        var time = track.start
        for (sequence, frames) in track.cuts.enumerated() {
            var bytes = BoxBuilder.segmentType
            // Two parts: the first begins with a sync sample, the second doesn't (in video).
            for (part, count) in [frames / 2, frames - frames / 2].enumerated() {
                let played = part * (frames / 2) * track.frameDuration
                bytes += BoxBuilder.fragment(
                    decodeTime: time + played - track.delay, duration: track.frameDuration,
                    sizes: Array(repeating: track.bytesPerFrame, count: count),
                    offsets: track.delay == 0 ? nil : Array(repeating: track.delay, count: count),
                    isSync: part == 0)
            }
            let duration = MediaTime(Int64(frames * track.frameDuration), timescale: track.timescale)
            playlist.segments.append(
                MediaPlaylist.Segment(
                    uri: "a-\(sequence).m4s", duration: duration, map: .init(uri: "a-init.mp4"),
                    programDateTime: programStart.advanced(
                        by: MediaTime(Int64(time), timescale: track.timescale) - .seconds(10))))
            meter.add(bytes: bytes.count, duration: duration)
            files["\(track.folder)/a-\(sequence).m4s"] = bytes
            if let index = try? FragmentIndex(bytes) { indexes.append(index) }
            time += frames * track.frameDuration
        }
        meters[track.folder] = meter
        return (playlist, indexes)
    }

    /// Cut as the first rung, with a caption over the first border.
    private func addSubtitles(to files: inout [String: [UInt8]]) {
        let frames = tracks.first { $0.size != nil }?.cuts ?? []
        var playlist = MediaPlaylist(
            header: MediaPlaylist.Header(targetDuration: 2, kind: .videoOnDemand).ofText, isEnded: true)
        var captions = CaptionTrack(prefix: "a")
        if let language = try? LanguageTag("en") {
            for (id, from) in [("one", 200), ("two", 1_400)] {
                _ = captions.put(
                    CaptionUpdate(
                        id: id, language: language, text: CaptionText(id), from: .milliseconds(Int64(from)),
                        to: .milliseconds(Int64(from + 500))), at: .zero)
            }
        }
        for (sequence, count) in frames.enumerated() {
            let start = captions.end
            let duration = MediaTime(Int64(count), timescale: 30)
            files["captions-en/a-\(sequence).vtt"] = WebVTTSegment.bytes(captions.cues(until: start + duration))
            playlist.segments.append(
                MediaPlaylist.Segment(
                    uri: "a-\(sequence).vtt", duration: duration, programDateTime: programStart.advanced(by: start)))
        }
        files["captions-en/playlist.m3u8"] = Array(playlist.text.utf8)
    }

    private func addIFrames(
        _ playlist: MediaPlaylist, _ indexes: [FragmentIndex], _ folder: String, _ size: PixelSize,
        to files: inout [String: [UInt8]]
    ) -> MultivariantPlaylist.IFrameVariant {
        var meter = BandwidthMeter(targetDuration: 2)
        var iFrames = MediaPlaylist(
            header: .init(targetDuration: 2, kind: .videoOnDemand, hasIFramesOnly: true), isEnded: true)
        for (segment, index) in zip(playlist.segments, indexes) {
            meter.add(bytes: index.firstSampleRange.count, duration: segment.duration)
            iFrames.segments.append(
                MediaPlaylist.Segment(
                    uri: segment.uri, duration: segment.duration, byteRange: .init(index.firstSampleRange),
                    map: segment.map, programDateTime: segment.programDateTime))
        }
        files["\(folder)/iframes.m3u8"] = Array(iFrames.text.utf8)
        return MultivariantPlaylist.IFrameVariant(
            stream: .init(
                bandwidth: meter.peak, averageBandwidth: meter.average, codecs: ["avc1.64001f"], resolution: size,
                videoRange: .standard),
            uri: "\(folder)/iframes.m3u8")
    }

    private func multivariant(
        _ meters: [String: BandwidthMeter], _ iFrames: [MultivariantPlaylist.IFrameVariant]
    ) -> MultivariantPlaylist {
        let video = tracks.filter { $0.size != nil }
        var variants = video.compactMap { track -> MultivariantPlaylist.Variant? in
            guard let meter = meters[track.folder], let audio = meters["audio"] else { return nil }
            let bandwidth = VariantBandwidth(variant: meter, audioGroup: [audio])
            return MultivariantPlaylist.Variant(
                stream: .init(
                    bandwidth: bandwidth.peak, averageBandwidth: bandwidth.average,
                    codecs: ["avc1.64001f", "mp4a.40.2"], resolution: track.size, videoRange: .standard),
                frameRateInThousandths: 30_000, audioGroupID: "audio", uri: "\(track.folder)/playlist.m3u8")
        }
        if let meter = meters["audio-64"] {
            variants.append(
                MultivariantPlaylist.Variant(
                    stream: .init(bandwidth: meter.peak, averageBandwidth: meter.average, codecs: ["mp4a.40.2"]),
                    audioGroupID: "audio-64", uri: "audio-64/playlist.m3u8"))
        }
        let renditions = ["audio", "audio-64"].map {
            MultivariantPlaylist.AudioRendition(groupID: $0, name: "Sound", language: "ja", uri: "\($0)/playlist.m3u8")
        }
        if hasSubtitles { for index in variants.indices { variants[index].subtitleGroupID = "captions" } }
        var playlist = MultivariantPlaylist(
            variants: MultivariantPlaylist.Variant.ordered(variants), audioRenditions: renditions,
            iFrameVariants: iFrames)
        if hasSubtitles {
            playlist.subtitleRenditions = [
                .init(groupID: "captions", name: "English", language: "en", uri: "captions-en/playlist.m3u8")
            ]
        }
        return playlist
    }
}
