import HLS
import HLSTesting
import MediaModel

/// A broadcast made in memory, with real fragments: two rungs, audio, an audio-only variant, two playlists of I-frames.
///
/// Parts come when they are added; what is asked is answered by the timeline's own rules.
struct ScriptedBroadcast {
    static let grid = PartGrid(frameRate: .fps30, latency: .low)

    private static let sizes = [PixelSize(width: 720, height: 1280), PixelSize(width: 360, height: 640)]
    private static let bytesPerFrame = [1_000, 300, 340, 170]

    private(set) var timeline: LiveTimeline<[UInt8]>
    private var counts = [0, 0, 0, 0]
    /// Whether there is low latency at all: otherwise the playlists are those of a plain file server.
    private(set) var hasParts: Bool

    /// Made once: every broadcast begins with it.
    private static let beginning = ScriptedBroadcast(segments: 16)

    init(hasParts: Bool = true) {
        self = Self.beginning
        self.hasParts = hasParts
    }

    private init(segments: Int) {
        hasParts = true
        timeline = LiveTimeline(
            constants: BroadcastConstants(grid: Self.grid), renditions: BroadcastTimeline.renditions, run: "a",
            start: BroadcastTimeline.start, retention: Retention(window: .seconds(20)))
        for index in BroadcastTimeline.renditions.indices {
            let bytes =
                index < 2
                ? BoxBuilder.video(width: Self.sizes[index].width, height: Self.sizes[index].height)
                : BoxBuilder.audio()
            timeline.setInitialisation(bytes, byteCount: bytes.count, of: index)
        }
        for _ in 0..<segments * Self.grid.partsPerSegment { for index in [2, 3, 0, 1] { addPart(to: index) } }
    }

    mutating func addPart(to rendition: Int) {
        let count = counts[rendition]
        counts[rendition] += 1
        let isVideo = BroadcastTimeline.renditions[rendition].kind == .video
        let place = count % Self.grid.partsPerSegment
        let frames =
            isVideo
            ? Self.grid.framesPerPart : Self.grid.audioFrame(ofPart: count + 1) - Self.grid.audioFrame(ofPart: count)
        let first = isVideo ? Self.grid.videoFrame(ofPart: count) : Self.grid.audioFrame(ofPart: count)
        let bytes =
            (place == 0 ? BoxBuilder.segmentType : [])
            + BoxBuilder.fragment(
                // Ten seconds first, as everywhere; pictures are shown two frames after they are decoded.
                decodeTime: isVideo ? 298_000 + first * 1_000 : 480_000 + first * 1_024,
                duration: isVideo ? 1_000 : 1_024,
                sizes: Array(repeating: Self.bytesPerFrame[rendition], count: frames),
                offsets: isVideo ? Array(repeating: 2_000, count: frames) : nil, isSync: place == 0 || !isVideo)
        let index = try? FragmentIndex(bytes)
        timeline.add(
            LivePart(
                duration: isVideo
                    ? Self.grid.partDuration : MediaTime(Int64(frames * 1_024), timescale: 48_000),
                isIndependent: place == 0 || !isVideo, byteCount: bytes.count, payload: bytes,
                iFrameRange: place == 0 && isVideo ? index?.firstSampleRange : nil),
            to: rendition)
    }

    mutating func end() { timeline.end() }

    mutating func add(_ range: DateRange) throws { try timeline.add(range) }

    // MARK: - Answers

    enum Answer {
        case now([UInt8], type: String)
        case wait(rendition: Int, until: PartPosition)
        case refuse(Int)
    }

    func answer(path: String, query: String) -> Answer {
        if path == "master.m3u8" { return .now(Array(Self.multivariant.text.utf8), type: Self.playlistType) }
        let halves = path.split(separator: "/").map(String.init)
        guard halves.count == 2,
            let rendition = BroadcastTimeline.renditions.firstIndex(where: { "\($0.id)" == halves[0] })
        else { return .refuse(404) }
        switch halves[1] {
        case "playlist.m3u8": return playlist(rendition, query, isOfIFrames: false)
        case "iframes.m3u8": return playlist(rendition, query, isOfIFrames: true)
        default:
            let type = rendition < 2 ? "video/mp4" : "audio/mp4"
            switch timeline.media(halves[1], of: rendition) {
            case .available(let pieces, _): return .now(pieces.flatMap { $0 }, type: type)
            case .wait(let position): return .wait(rendition: rendition, until: position)
            case .stored, .notFound: return .refuse(404)
            case .lost: return .refuse(410)
            }
        }
    }

    private func playlist(_ rendition: Int, _ query: String, isOfIFrames: Bool) -> Answer {
        guard hasParts else {
            let playlist =
                isOfIFrames ? timeline.plainIFramePlaylist(of: rendition) : timeline.plainPlaylist(of: rendition)
            return .now(playlist.bytes, type: Self.playlistType)
        }
        let edge = isOfIFrames ? timeline.iFrameEdge(of: rendition) : timeline.edge(of: rendition)
        switch edge.answer(query: query) {
        case .now(let isDelta):
            let playlist =
                isOfIFrames
                ? timeline.iFramePlaylist(of: rendition, isDelta: isDelta)
                : timeline.livePlaylist(of: rendition, isDelta: isDelta)
            return .now(playlist.bytes, type: Self.playlistType)
        case .wait(let position, _): return .wait(rendition: rendition, until: position)
        case .refuse(let refusal): return .refuse(refusal.status)
        }
    }

    private static let playlistType = "application/vnd.apple.mpegurl"

    private static let multivariant: MultivariantPlaylist = {
        // Whole frames and their boxes: near enough to what is measured.
        func variant(_ name: String, _ bandwidth: Int, _ codecs: [String], _ size: PixelSize?)
            -> MultivariantPlaylist.Variant
        {
            MultivariantPlaylist.Variant(
                stream: .init(
                    bandwidth: bandwidth, averageBandwidth: bandwidth, codecs: codecs, resolution: size,
                    videoRange: size == nil ? nil : .standard),
                frameRateInThousandths: size == nil ? nil : 30_000,
                audioGroupID: size == nil ? "audio-64" : "audio", uri: "\(name)/playlist.m3u8")
        }
        return MultivariantPlaylist(
            variants: [
                variant("v720x1280", 400_000, ["avc1.64001f", "mp4a.40.2"], sizes[0]),
                variant("v360x640", 225_000, ["avc1.64001f", "mp4a.40.2"], sizes[1]),
                variant("audio-64", 70_000, ["mp4a.40.2"], nil),
            ],
            audioRenditions: ["audio", "audio-64"].map {
                .init(groupID: $0, name: "Sound", language: "ja", uri: "\($0)/playlist.m3u8")
            },
            iFrameVariants: [
                .init(
                    stream: .init(
                        bandwidth: 20_000, averageBandwidth: 20_000, codecs: ["avc1.64001f"], resolution: sizes[0]),
                    uri: "v720x1280/iframes.m3u8")
            ])
    }()
}
