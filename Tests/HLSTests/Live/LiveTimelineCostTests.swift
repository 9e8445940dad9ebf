import HLSTesting
import MediaModel
import Testing

@testable import HLS

/// A window of four hours has 9,000 segments: what a part costs must not depend on it.
@Suite struct LiveTimelineCostTests {
    @Test func aSegmentsTextIsMadeOnceWhateverIsAskedAndHoweverOften() {
        var programme = BroadcastJobControl(window: .seconds(14_400))
        programme.addSegments(9_050)
        // Before the parts' tags and after: two pieces a segment.
        for index in 0..<4 { #expect(programme.timeline.tracks[index].log.formattedCount == 2 * 9_050) }
        var size = 0
        for _ in 0..<30 {
            programme.addParts(1)
            for rendition in 0..<4 {
                size = programme.timeline.livePlaylist(of: rendition).count
                _ = programme.timeline.livePlaylist(of: rendition, isDelta: true)
                _ = programme.timeline.plainPlaylist(of: rendition)
            }
            _ = programme.timeline.iFramePlaylist(of: 0)
        }
        for index in 0..<4 { #expect(programme.timeline.tracks[index].log.formattedCount == 2 * 9_060) }
        for index in 0..<2 { #expect(programme.timeline.tracks[index].iFrameLog.formattedCount == 9_060) }
        #expect(programme.timeline.tracks[2].iFrameLog.formattedCount == 0)
        #expect(size > 700_000)
        #expect(programme.timeline.livePlaylist(of: 0, isDelta: true).count < 8_000)
    }

    @Test func textThatLeftIsForgotten() {
        var programme = BroadcastJobControl(window: .seconds(6))
        programme.addSegments(2_000)
        let track = programme.timeline.tracks[0]
        #expect(track.segments.count < 20)
        #expect(track.log.end > 150_000)
        #expect(track.log.heldByteCount < 2_500)
        #expect(track.iFrameLog.heldByteCount < 3_500)
    }

    @Test func aRecordingsDateRangesAreBounded() {
        let text = String(repeating: "x", count: 16_000)
        let start = BroadcastJobControl.start
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
