import MediaModel
import Testing

@testable import Captions

/// Segments of two seconds.
@Suite struct CaptionTrackTests {
    private var track = CaptionTrack(prefix: "r")
    private let ja: LanguageTag

    init() throws { ja = try LanguageTag("ja") }

    private mutating func put(
        _ id: String, _ text: String, _ from: Double? = nil, _ to: Double? = nil, now: Double = 0
    ) -> CaptionTrack.Outcome {
        track.put(
            CaptionUpdate(
                id: id, language: ja, text: CaptionText(text), from: from.map(Self.time), to: to.map(Self.time)),
            at: Self.time(now))
    }

    private static func time(_ seconds: Double) -> MediaTime { .milliseconds(Int64(seconds * 1_000)) }

    /// The next segments' cues: `id from-to text`.
    private mutating func segment() -> [String] {
        track.cues(until: track.end + .seconds(2)).map { cue in
            "\(cue.id) \(cue.from.seconds)-\(cue.to.seconds) \(cue.text.plain)"
        }
    }

    @Test mutating func repeatsCuesOverBorders() {
        #expect(put("a", "one", 1, 5) == .taken)
        #expect(segment() == ["r-0 1.0-5.0 one"])
        #expect(segment() == ["r-0 1.0-5.0 one"])
        #expect(segment() == ["r-0 1.0-5.0 one"])
        #expect(segment() == [])
    }

    @Test mutating func endsAtABorderOnce() {
        #expect(put("a", "one", 0, 2) == .taken)
        #expect(segment() == ["r-0 0.0-2.0 one"])
        #expect(segment() == [])
    }

    @Test mutating func cutsWhoseEndNobodyKnows() {
        #expect(put("a", "on", 1) == .taken)
        #expect(segment() == ["r-0 1.0-2.0 on"])
        #expect(put("a", "one two") == .taken)
        #expect(segment() == ["r-0.2 2.0-4.0 one two"])
        #expect(put("a", "one two three", nil, 4.5) == .taken)
        #expect(segment() == ["r-0.3 4.0-4.5 one two three"])
        #expect(put("a", "too late") == .isOut)
        #expect(segment() == [])
    }

    @Test mutating func endsOpenOnesWhereTheNextBegins() {
        #expect(put("a", "one", 0.5) == .taken)
        #expect(put("b", "two", 1.5) == .taken)
        #expect(segment() == ["r-0 0.5-1.5 one", "r-1 1.5-2.0 two"])
        for _ in 0..<4 { _ = segment() }
        // Ten seconds after its beginning nobody waits for an end any more.
        #expect(segment() == ["r-1.6 10.0-11.5 two"])
        #expect(segment() == [])
    }

    @Test mutating func putsLateOnesIntoTheNextSegment() {
        for _ in 0..<4 { _ = segment() }
        #expect(put("a", "late", 5, 6) == .taken)
        #expect(segment() == ["r-0 5.0-6.0 late"])
        #expect(segment() == [])
        for _ in 0..<40 { _ = segment() }
        #expect(put("b", "much too late", 5, 6) == .tooLate)
        #expect(segment() == [])
    }

    @Test mutating func replacesAndRemovesWhatWaits() {
        #expect(put("a", "one", 3, 4) == .taken)
        #expect(put("b", "two", 3, 4) == .taken)
        #expect(put("a", "uno", 2.5) == .taken)
        #expect(track.remove("b") == .taken)
        #expect(track.remove("c") == .isOut)
        #expect(segment() == [])
        #expect(segment() == ["r-0 2.5-4.0 uno"])
        #expect(track.remove("a") == .isOut)
        #expect(put("a", "backwards", 9) == .tooLate)
    }

    @Test mutating func keepsOverlaps() {
        #expect(put("a", "one", 0.5, 1.5) == .taken)
        #expect(put("b", "two", 1, 1.8) == .taken)
        #expect(segment() == ["r-0 0.5-1.5 one", "r-1 1.0-1.8 two"])
    }

    /// Three hours: a file of 20,000 captions, and for the last half minute of each hour a recogniser that tells twenty times a second.
    @Test func keepsLittle() throws {
        let text = CaptionText("words")
        let known = (0..<20_000).map { number in
            Caption(
                id: "f\(number)", language: ja, text: text, from: .milliseconds(Int64(number * 540)),
                to: .milliseconds(Int64(number * 540 + 500)))
        }
        var track = CaptionTrack(prefix: "r", captions: known)
        var (refusedCount, mostBegun) = (0, 0)
        var ids: Set<String> = []
        for second in stride(from: 0, to: 10_800, by: 2) {
            if second % 3_600 >= 3_570 {
                for tick in 0..<40 {
                    let update = CaptionUpdate(id: "e\(second)", language: ja, text: text, from: nil, to: nil)
                    let now = MediaTime.milliseconds(Int64(second * 1_000 + tick * 50))
                    if track.put(update, at: now) != .taken { refusedCount += 1 }
                }
            }
            ids.formUnion(track.cues(until: .seconds(Int64(second + 2))).map(\.id))
            let left = known.count - min(known.count, (second + 2) * 1_000 / 540)
            mostBegun = max(mostBegun, track.keptCount - left)
        }
        #expect(refusedCount == 0 && ids.count >= 20_045)
        #expect(mostBegun < 200 && track.keptCount < 200)
    }
}
