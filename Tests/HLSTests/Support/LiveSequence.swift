import HLS
import HLSTesting
import MediaModel

/// What a viewer of all renditions and of one playlist of I-frames gets of a broadcast made in memory: a playlist a part and
/// rendition, every third a delta update; good unless a test breaks it.
struct LiveSequence {
    static let paths = BroadcastTimeline.renditions.map { "\($0.id)/playlist.m3u8" } + ["v720x1280/iframes.m3u8"]

    /// One for each rendition in turn.
    var fetches: [LiveFetch] = []
    private var programme: BroadcastTimeline
    private var time = MediaTime.zero

    /// - Parameter parts: How many are watched; as many segments are there before.
    init(_ rate: FrameRate = .fps30, _ latency: LatencyMode = .low, parts: Int = 40) throws {
        programme = BroadcastTimeline(rate, latency, window: .seconds(20))
        programme.addSegments(16)
        try addDateRange(.product, "p-1", second: 12)
        fetch(isFirst: true)
        for step in 0..<parts {
            if step == 8 { try addDateRange(.coupon, "c-1", second: 28, lasting: .seconds(60)) }
            if step == 14 { try addDateRange(.product, "p-2", second: 31) }
            addPart()
        }
    }

    private mutating func addDateRange(
        _ subject: DateRange.Subject, _ id: String, second: Int64, lasting: MediaTime? = nil
    ) throws {
        try programme.timeline.add(
            DateRange(
                subject, eventID: id, start: BroadcastTimeline.start.advanced(by: .seconds(second)), lasting: lasting,
                [.name(id)]))
    }

    mutating func addPart() {
        programme.addParts(1)
        time += programme.grid.partDuration
        fetch(isFirst: false)
    }

    /// Stops the process and starts another.
    mutating func restart() throws {
        var playlists: [RenditionID: MediaPlaylist] = [:]
        for (index, rendition) in BroadcastTimeline.renditions.enumerated() {
            playlists[rendition.id] = try programme.plain(index)
        }
        let grid = programme.grid
        let continuation = try BroadcastContinuation(
            playlists: playlists, iFramePlaylists: ["v720x1280": programme.iFrames()],
            constants: BroadcastConstants(grid: grid))
        time += .seconds(5)
        let latency: LatencyMode = grid.framesPerPart == 8 && grid.frameRate == .fps30 ? .ultra : .low
        programme = BroadcastTimeline(
            grid.frameRate, latency, run: "b", start: BroadcastTimeline.start.advanced(by: .seconds(100)),
            window: .seconds(20), continuing: continuation)
        // Until the first part is there a playlist says less than before: an origin isn't ready by then.
        programme.addParts(1)
        fetch(isFirst: true)
    }

    mutating func end() {
        programme.timeline.end()
        time += programme.grid.partDuration
        fetch(isFirst: true)
    }

    private mutating func fetch(isFirst: Bool) {
        let count = fetches.count / Self.paths.count
        for (index, path) in Self.paths.enumerated() {
            let isOfIFrames = index == BroadcastTimeline.renditions.count
            let last = programme.timeline.last(of: isOfIFrames ? 0 : index)
            let isDelta = !isFirst && count % 3 == 2
            var query = isFirst ? "" : "_HLS_msn=\(last.mediaSequence)&_HLS_part=\(last.part)"
            if isOfIFrames, !isFirst { query = "_HLS_msn=\(programme.timeline.iFrameEdge(of: 0).last.mediaSequence)" }
            if isDelta { query += "&_HLS_skip=YES" }
            let arrival = time + .milliseconds(Int64(20 + 5 * index))
            let text =
                isOfIFrames
                ? "\(programme.timeline.iFramePlaylist(of: 0, isDelta: isDelta))"
                : programme.text(index, isDelta: isDelta)
            fetches.append(
                LiveFetch(
                    path: path, query: query, sent: isFirst ? arrival : arrival - .milliseconds(400), arrival: arrival,
                    text: text))
        }
    }
}
