import Captions
import MediaModel
import Show
import Synchronization

/// The captions of a programme, on their way from files and events into the segments of its subtitle tracks.
///
/// Any thread: the show's puts in, the packager's takes out. Each holds the lock for as long as a segment's text takes to make.
final class CaptionFeed: Sendable {
    /// What files say, of all languages, in order of their beginnings.
    let known: [Caption]
    private let tracks: Mutex<[LanguageTag: CaptionTrack]>
    private let languages: [LanguageTag]
    private let lateCount = Atomic(0)

    /// Of a programme without captions.
    static var none: CaptionFeed { CaptionFeed(languages: [], run: "", known: []) }

    /// - Parameters:
    ///   - run: Of this start of the process.
    ///   - known: In order of their beginnings.
    init(languages: [LanguageTag], run: String, known: [Caption]) {
        (self.languages, self.known) = (languages, known)
        let captions = Dictionary(grouping: known, by: \.language)
        let tracks = languages.map { ($0, CaptionTrack(prefix: run, captions: captions[$0] ?? [])) }
        self.tracks = Mutex(Dictionary(tracks) { first, _ in first })
    }

    /// Takes what an event says.
    ///
    /// - Parameter time: When it was committed.
    /// - Returns: What couldn't be done, in a sentence; `nil` if all was.
    func put(_ action: CaptionAction, at time: MediaTime) -> String? {
        let outcome = tracks.withLock { tracks -> CaptionTrack.Outcome in
            switch action {
            case .show(let update): tracks[update.language]?.put(update, at: time) ?? .taken
            case .remove(let id, let language): tracks[language]?.remove(id) ?? .taken
            }
        }
        guard outcome != .taken else { return nil }
        lateCount.add(1, ordering: .relaxed)
        return switch outcome {
        case .taken: nil
        case .isOut: "a caption was changed after its segment was out, where it stays as it was"
        case .tooLate: "a caption came more than a minute late, and is left out of its track"
        case .full: "more captions wait for their times than there is room for: some are left out"
        }
    }

    /// Takes all that a timeline says, of which each caption has its last words from the start.
    func put(allOf timeline: EventTimeline) {
        for event in timeline.events {
            guard case .caption(let action) = event.action, let time = event.mediaTime else { continue }
            _ = put(action, at: time)
        }
    }

    /// The next segment of a language, as a file.
    ///
    /// - Parameter border: Where it ends, in media time.
    func segment(of language: LanguageTag, until border: MediaTime) -> [UInt8] {
        let cues = tracks.withLock { tracks in tracks[language]?.cues(until: border) ?? [] }
        return WebVTTSegment.bytes(cues)
    }

    /// What can be measured; nothing where there are no tracks.
    var gauges: [MetricSource] {
        guard !languages.isEmpty else { return [] }
        return [
            MetricSource(
                .counter, "late_captions", "Captions that came, or changed, too late for their tracks"
            ) { [self] in Double(lateCount.load(ordering: .relaxed)) },
            MetricSource(.gauge, "kept_captions", "Captions in memory, of all tracks") { [self] in
                Double(tracks.withLock { tracks in tracks.values.reduce(0) { $0 + $1.keptCount } })
            },
        ]
    }
}
