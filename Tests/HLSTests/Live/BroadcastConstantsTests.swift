import HLS
import MediaModel
import Testing

@Suite struct BroadcastConstantsTests {
    struct Row: Sendable {
        var rate: FrameRate, latency: LatencyMode
        /// In microseconds.
        var part: Int64, limit: Int
    }

    static let rows = [
        Row(rate: .fps25, latency: .low, part: 340_000, limit: 9),
        Row(rate: .fps30, latency: .low, part: 550_000, limit: 6),
        Row(rate: .fps30, latency: .ultra, part: 283_334, limit: 11),
        Row(rate: .fps50, latency: .low, part: 330_000, limit: 10),
        Row(rate: .fps60, latency: .low, part: 541_667, limit: 6),
        Row(rate: .fps60, latency: .ultra, part: 282_667, limit: 11),
    ]

    @Test(arguments: rows) func followFromTheGrid(_ row: Row) {
        let constants = BroadcastConstants(grid: PartGrid(frameRate: row.rate, latency: row.latency))
        #expect(constants.targetDuration == 2)
        #expect(constants.partTarget == .microseconds(row.part))
        #expect(constants.partHoldBack == .microseconds(3 * row.part))
        #expect(constants.holdBack == .seconds(6))
        #expect(constants.skipBoundary == .seconds(12))
        #expect(constants.reloadDeadline == .seconds(6))
        #expect(constants.advancePartLimit == row.limit)
    }

    /// RFC 8216bis 4.4.4.9: a part is no longer than PART-TARGET, and no shorter than 85 % of it. An hour of each grid.
    @Test(arguments: rows) func everyPartOfTheGridFitsItsTarget(_ row: Row) {
        let grid = PartGrid(frameRate: row.rate, latency: row.latency)
        let target = BroadcastConstants(grid: grid).partTarget
        for part in 0..<10_000 {
            let frames = grid.audioFrame(ofPart: part + 1) - grid.audioFrame(ofPart: part)
            for duration in [grid.partDuration, MediaTime(Int64(frames * 1_024), timescale: 48_000)] {
                #expect(duration <= target, "part \(part)")
                #expect(duration.seconds >= target.seconds * 0.85, "part \(part)")
            }
        }
    }

    @Test func headersSayWhatTheyMust() {
        let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))
        let live = constants.liveHeader()
        // Section 8 and 6.2.1: as high as EXT-X-MAP and EXT-X-SKIP need, no higher.
        #expect(live.version == 6 && constants.liveHeader(isDelta: true).version == 9)
        #expect(constants.liveIFrameHeader().version == 5 && constants.liveIFrameHeader(isDelta: true).version == 9)
        #expect(live.kind == nil)
        #expect(live.serverControl?.canBlockReload == true)
        #expect(live.serverControl?.canSkipDateRanges == false)
        // 6.2.4: in all playlists, with the same values.
        #expect(constants.liveIFrameHeader().serverControl == live.serverControl)
        #expect(constants.liveIFrameHeader().partTarget == nil)
        #expect(constants.liveIFrameHeader().targetDuration == live.targetDuration)
        for plain in [constants.plainHeader, constants.plainIFrameHeader] {
            #expect(plain.serverControl == nil && plain.partTarget == nil && plain.kind == nil)
        }
        #expect(constants.plainHeader.version == 6 && constants.plainIFrameHeader.hasIFramesOnly)
        #expect(constants.recordingHeader.kind == .videoOnDemand)
    }
}
