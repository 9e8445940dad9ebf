import MediaModel

/// One answer beside what was known before it: all that a rule needs.
struct LiveStep {
    let fetch: LiveFetch
    let options: LiveChecker.Options
    /// The playlist as it came.
    let playlist: MediaPlaylist
    /// With what a delta update left out.
    let whole: MediaPlaylist
    /// What was known of this rendition before; `nil` at its first answer.
    let old: LiveState?
    /// What is known of the other renditions.
    let others: [LiveState]
    /// What others' reports said of this one before it was asked for.
    let claims: [ReportClaim]

    var request: ReloadRequest? { fetch.request }
    var header: MediaPlaylist.Header { playlist.header }

    /// The first number that no earlier answer listed a whole segment for.
    var firstNewSequence: Int { old.map { $0.whole.nextSequence } ?? whole.mediaSequence }

    /// Whole segments that no earlier answer had, with their numbers.
    var newSegments: [(sequence: Int, segment: MediaPlaylist.Segment)] {
        whole.numberedSegments.filter { $0.sequence >= firstNewSequence }
    }

    func finding(
        _ rule: Rule, _ sentence: String, about uri: String? = nil, sequence: Int? = nil, isWarning: Bool = false
    ) -> Finding {
        Finding(
            rule, fetch.path, sentence, about: uri, sequence: sequence, seconds: fetch.arrival.seconds,
            isWarning: isWarning)
    }
}

/// What is known of a rendition.
struct LiveState {
    let path: String
    /// Of its first answer.
    let firstHeader: MediaPlaylist.Header
    /// The last whole playlist.
    var whole: MediaPlaylist
    var arrival: MediaTime
    /// When its end last moved.
    var progress: MediaTime
    /// The last few places where it ended, and when that was seen.
    var edges: [(time: MediaTime, last: PartPosition)] = []
    /// By number: how many discontinuities were before the segment, its own included; counted by us.
    var discontinuities: [Int: Int]
}

extension LiveState {
    static let maximumEdgeCount = 8

    /// Where it was known to end at that time.
    func last(at time: MediaTime) -> PartPosition? { edges.last { $0.time <= time }?.last }
}

// MARK: - Places

extension MediaPlaylist {
    /// Whether its segments are WebVTT as text.
    package var isText: Bool { segments.last.map { PresentationLoader.isText($0.uri) } ?? false }

    /// One more than the last whole segment's number.
    package var nextSequence: Int { firstListedSequence + segments.count }

    package var numberedSegments: [(sequence: Int, segment: Segment)] {
        segments.enumerated().map { (firstListedSequence + $0, $1) }
    }

    /// The last part; without parts, the last segment. `nil` without either.
    package var last: PartPosition? {
        if let unfinished, !unfinished.parts.isEmpty {
            return PartPosition(mediaSequence: nextSequence, part: unfinished.parts.count - 1)
        }
        guard let segment = segments.last else { return nil }
        return PartPosition(mediaSequence: nextSequence - 1, part: max(0, segment.parts.count - 1))
    }

    /// All parts listed, in order.
    package var placedParts: [(position: PartPosition, part: Part)] {
        let whole = numberedSegments.flatMap { sequence, segment in
            segment.parts.enumerated().map { (PartPosition(mediaSequence: sequence, part: $0), $1) }
        }
        let growing = (unfinished?.parts ?? []).enumerated().map {
            (PartPosition(mediaSequence: nextSequence, part: $0), $1)
        }
        return whole + growing
    }

    var unfinishedDuration: MediaTime { (unfinished?.parts ?? []).reduce(.zero) { $0 + $1.duration } }

    package var partHint: PreloadHint? { preloadHints.first { $0.kind == .part } }
}
