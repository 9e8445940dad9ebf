package import HLS
package import MediaModel

/// A live timeline that is fed as a broadcast feeds it: two rungs, audio, an audio-only variant. A part's payload is its
/// name, with the rendition's index before it.
package struct BroadcastTimeline {
    package static let renditions = [
        Rendition(id: "v720x1280", codec: .avc), Rendition(id: "v360x640", codec: .avc),
        Rendition(id: "audio", codec: .aac), Rendition(id: "audio-64", codec: .aac),
    ]
    package static let start = ProgramDateTime(millisecondsSince1970: 1_795_348_800_000)

    package let grid: PartGrid
    package var timeline: LiveTimeline<String>
    /// Parts added to each rendition.
    package var counts = [0, 0, 0, 0]

    package init(
        _ rate: FrameRate = .fps30, _ latency: LatencyMode = .low, run: String = "a",
        start: ProgramDateTime = Self.start, window: MediaTime = .seconds(60), memoryWindow: MediaTime? = nil,
        isRecording: Bool = false, continuing: BroadcastContinuation? = nil
    ) {
        grid = PartGrid(frameRate: rate, latency: latency)
        timeline = LiveTimeline(
            constants: BroadcastConstants(grid: grid), renditions: Self.renditions, run: run, start: start,
            retention: Retention(window: window, memory: memoryWindow, isRecording: isRecording), continuing: continuing
        )
        for index in Self.renditions.indices {
            timeline.setInitialisation("\(index):init", byteCount: 800 + index, of: index)
        }
    }

    /// A part as the grid cuts it.
    package func part(_ rendition: Int) -> LivePart<String> {
        let (count, name) = (counts[rendition], timeline.next(of: rendition))
        let isFirst = count % grid.partsPerSegment == 0
        return LivePart(
            duration: duration(count, rendition), isIndependent: isFirst || Self.renditions[rendition].kind != .video,
            byteCount: 1_000 + rendition, payload: "\(rendition):\(name)",
            iFrameRange: isFirst && Self.renditions[rendition].kind == .video ? 24..<500 : nil)
    }

    package func duration(_ count: Int, _ rendition: Int) -> MediaTime {
        grid.duration(ofPart: count, of: Self.renditions[rendition].kind)
    }

    package mutating func add(to rendition: Int, isMissing: Bool = false) {
        let part = isMissing ? .missing(duration: duration(counts[rendition], rendition)) : part(rendition)
        timeline.add(part, to: rendition)
        counts[rendition] += 1
    }

    /// Adds as many parts to every rendition, audio first.
    package mutating func addParts(_ count: Int) {
        for _ in 0..<count { for rendition in [2, 3, 0, 1] { add(to: rendition) } }
    }

    package mutating func addSegments(_ count: Int) { addParts(count * grid.partsPerSegment) }

    package func text(_ rendition: Int = 0, isDelta: Bool = false) -> String {
        "\(timeline.livePlaylist(of: rendition, isDelta: isDelta))"
    }

    package func playlist(_ rendition: Int = 0, isDelta: Bool = false) throws -> MediaPlaylist {
        try MediaPlaylist(parsing: text(rendition, isDelta: isDelta))
    }

    package func plain(_ rendition: Int = 0) throws -> MediaPlaylist {
        try MediaPlaylist(parsing: "\(timeline.plainPlaylist(of: rendition))")
    }

    package func iFrames(_ rendition: Int = 0) throws -> MediaPlaylist {
        try MediaPlaylist(parsing: "\(timeline.iFramePlaylist(of: rendition))")
    }
}
