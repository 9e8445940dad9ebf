import HLS
import MediaModel
import Testing

@Suite struct PartGridTests {
    struct Row: Sendable {
        var rate: FrameRate, latency: LatencyMode
        var part, parts, audio, target: Int
    }

    static let rows: [Row] = [
        Row(rate: .fps25, latency: .normal, part: 8, parts: 5, audio: 75, target: 2),
        Row(rate: .fps30, latency: .normal, part: 16, parts: 3, audio: 75, target: 2),
        Row(rate: .fps50, latency: .normal, part: 16, parts: 5, audio: 75, target: 2),
        Row(rate: .fps60, latency: .normal, part: 32, parts: 3, audio: 75, target: 2),
        Row(rate: .fps30, latency: .low, part: 16, parts: 3, audio: 75, target: 2),
        Row(rate: .fps25, latency: .ultra, part: 8, parts: 6, audio: 90, target: 2),
        Row(rate: .fps30, latency: .ultra, part: 8, parts: 8, audio: 100, target: 2),
        Row(rate: .fps50, latency: .ultra, part: 16, parts: 6, audio: 90, target: 2),
        Row(rate: .fps60, latency: .ultra, part: 16, parts: 8, audio: 100, target: 2),
    ]

    @Test(arguments: rows) func cutsAsTheTableSays(_ row: Row) {
        let grid = PartGrid(frameRate: row.rate, latency: row.latency)
        #expect(grid.framesPerPart == row.part)
        #expect(grid.partsPerSegment == row.parts)
        #expect(grid.framesPerSegment == row.part * row.parts)
        #expect(grid.audioFramesPerSegment == row.audio)
        #expect(grid.targetDuration == row.target)
    }

    @Test func hasAGridForEveryRateAndMode() {
        for rate in FrameRate.supported.compactMap({ FrameRate(framesPerSecond: $0) }) {
            for latency in LatencyMode.allCases {
                #expect(PartGrid(frameRate: rate, latency: latency).framesPerPart > 0)
            }
        }
    }

    /// Ten hours in parts, counted in 48,000ths of a second.
    @Test(arguments: rows) func neverCutsTheTracksMoreThanOneAudioFrameApart(_ row: Row) {
        let grid = PartGrid(frameRate: row.rate, latency: row.latency)
        for part in 0..<200_000 {
            let video = grid.videoFrame(ofPart: part) * 48_000 / row.rate.framesPerSecond
            let audio = grid.audioFrame(ofPart: part) * 1_024
            #expect(video - audio >= 0 && video - audio < 1_024, "part \(part)")
            if part % row.parts == 0 || row.latency != .ultra || row.rate == .fps25 || row.rate == .fps50 {
                #expect(video == audio, "part \(part)")
            }
        }
    }

    @Test func halfASecondsPartsOfEightFramesTakeTwelveAndThirteenAudioFramesInTurn() {
        let grid = PartGrid(frameRate: .fps30, latency: .ultra)
        #expect((0...4).map { grid.audioFrame(ofPart: $0) } == [0, 12, 25, 37, 50])
        #expect(grid.videoFrame(ofSegment: 2) == 128)
        #expect(grid.audioFrame(ofSegment: 2) == 200)
    }

    @Test func lastsExactlyWhatItsFramesLast() {
        let grid = PartGrid(frameRate: .fps30, latency: .low)
        #expect(grid.segmentDuration == .milliseconds(1_600))
        #expect(grid.partDuration == MediaTime(25 * 1_024, timescale: 48_000))
    }
}
