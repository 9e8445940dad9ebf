import HLSTesting
import MediaModel
import Testing

@testable import HLS

/// A window of a day has 54,000 segments: what a part or a playlist costs must not depend on it.
@Suite struct LiveTimelineCostTests {
    private func pieces(_ programme: BroadcastTimeline) -> [[TextPiece]] {
        let timeline = programme.timeline
        return (0..<4).flatMap { [timeline.livePlaylist(of: $0).pieces, timeline.plainPlaylist(of: $0).pieces] }
            + (0..<2).flatMap { [timeline.iFramePlaylist(of: $0).pieces, timeline.plainIFramePlaylist(of: $0).pieces] }
    }

    @Test func theTextOfALongWindowIsMadeOnceWhateverIsAskedAndHoweverOften() {
        var programme = BroadcastTimeline(window: .seconds(86_400))
        programme.addSegments(6_000)
        var known = Set(pieces(programme).flatMap(\.self).map(ObjectIdentifier.init))
        let before = pieces(programme)
        programme.addParts(30)
        for (old, new) in zip(before, pieces(programme)) {
            let made = new.filter { !known.contains(ObjectIdentifier($0)) }
            let byteCount = new.reduce(0) { $0 + $1.bytes.count }
            #expect(byteCount > 450_000 && new.count > 25, "\(byteCount) bytes in \(new.count) pieces")
            // The head, the segments of the last minute, and what a piece is that isn't whole yet.
            #expect(made.reduce(0) { $0 + $1.bytes.count } < 30_000 && made.count <= 3)
            #expect(zip(old, new).dropFirst().prefix(24).allSatisfy { $0 === $1 })
            known.formUnion(made.map(ObjectIdentifier.init))
        }
        #expect(programme.timeline.livePlaylist(of: 0, isDelta: true).byteCount < 8_000)
    }

    /// Segments that leave the window cost no more than those that come.
    @Test func aLongWindowMovesOnPieceByPiece() throws {
        var programme = BroadcastTimeline(window: .seconds(3_600))
        programme.addSegments(2_250 + 500)
        let before = programme.timeline.livePlaylist(of: 0).pieces
        programme.addSegments(1)
        let after = programme.timeline.livePlaylist(of: 0).pieces
        let kept = Set(before.map(ObjectIdentifier.init))
        #expect(after.filter { !kept.contains(ObjectIdentifier($0)) }.reduce(0) { $0 + $1.bytes.count } < 50_000)
        let playlist = try programme.playlist()
        #expect(playlist.mediaSequence == 501 && playlist.segments.count == 2_250)
        #expect(playlist.segments.map(\.uri) == (501..<2_751).map { "a-\($0).m4s" })
        #expect(programme.timeline.tracks[0].segments.count < 5_000)
    }

    @Test func textThatLeftIsForgotten() {
        var programme = BroadcastTimeline(window: .seconds(6))
        programme.addSegments(2_000)
        let track = programme.timeline.tracks[0]
        #expect(track.segments.count < 20)
        #expect(track.log.end > 150_000)
        #expect(track.log.heldByteCount < 2_500)
        #expect(track.iFrameLog.heldByteCount < 3_500)
    }

    @Test func aRecordingsDateRangesAreBounded() {
        let text = String(repeating: "x", count: 16_000)
        let start = BroadcastTimeline.start
        let ranges = (0..<1_000).map { index in
            DateRange(
                id: "r\(index)", category: "c", start: start.advanced(by: .seconds(Int64(index))), end: .onNext,
                attributes: [.init("X-A", .text(text))])
        }
        var list = DateRangeList(ranges, isRecording: true)
        list.removeAll(endingBefore: start.advanced(by: .seconds(2_000)))
        #expect(list.ranges.map(\.id) == ["r999"], "nobody knows when the last one ends")
        let recorded = String(decoding: list.recordedText, as: UTF8.self).split(separator: "\n")
        #expect(
            (300...524).contains(recorded.count) && list.recordedText.count <= DateRangeList.maximumRecordedByteCount)
        #expect(recorded.first?.hasPrefix("#EXT-X-DATERANGE:ID=") == true)
        #expect(recorded.last?.contains("ID=\"r998\"") == true)

        var forgetful = DateRangeList(ranges, isRecording: false)
        forgetful.removeAll(endingBefore: start.advanced(by: .seconds(2_000)))
        #expect(forgetful.recordedText.isEmpty)
    }
}
