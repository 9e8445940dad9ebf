import Captions
import HLS
import MediaModel

/// Cuts the captions of all languages as the first rung is cut: a segment of each for each of its segments.
struct CaptionPackager {
    struct Segment {
        let track: Int
        let sequence: Int
        /// As many as the pictures have, and as long; the first has all of the text.
        let parts: [LivePart<[UInt8]>]
    }

    private let captions: CaptionFeed
    private let tracks: [(index: Int, language: LanguageTag)]
    private let grid: PartGrid
    /// Of the segment that grows.
    private var sequence: Int
    /// Of its parts so far.
    private var durations: [MediaTime] = []
    /// Where those end.
    private var end = MediaTime.zero

    /// - Parameters:
    ///   - tracks: Of the programme; those without captions are passed over.
    ///   - firstSequence: The number of this run's first segment.
    init(_ captions: CaptionFeed, tracks: [Track], firstSequence: Int, _ grid: PartGrid) {
        (self.captions, self.grid, sequence) = (captions, grid, firstSequence)
        self.tracks = tracks.enumerated().compactMap { index, track in
            if case .captions(let choice) = track.kind { (index, choice.language) } else { nil }
        }
    }

    /// Takes the length of the first rung's next part. With the last of a segment the captions' are whole.
    mutating func add(_ duration: MediaTime) -> [Segment] {
        guard !tracks.isEmpty else { return [] }
        durations.append(duration)
        end += duration
        return durations.count == grid.partsPerSegment ? finish() : []
    }

    /// The segment that grows, however short it is.
    mutating func finish() -> [Segment] {
        guard !durations.isEmpty else { return [] }
        defer {
            durations.removeAll(keepingCapacity: true)
            sequence += 1
        }
        return tracks.map { track in
            let text = captions.segment(of: track.language, until: end)
            let parts = durations.enumerated().map { index, duration in
                LivePart(
                    duration: duration, isIndependent: true, byteCount: index == 0 ? text.count : 0,
                    payload: index == 0 ? text : [])
            }
            return Segment(track: track.index, sequence: sequence, parts: parts)
        }
    }
}
