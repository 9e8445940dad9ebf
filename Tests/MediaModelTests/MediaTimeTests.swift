import MediaModel
import Testing

@Suite struct MediaTimeTests {
    struct Rounded: Sendable {
        var value, scale, down, nearest, up: Int64
    }

    @Test(arguments: [
        Rounded(value: 1, scale: 3, down: 0, nearest: 0, up: 1),
        Rounded(value: 2, scale: 3, down: 0, nearest: 1, up: 1),
        Rounded(value: -1, scale: 3, down: -1, nearest: 0, up: 0),
        Rounded(value: -2, scale: 3, down: -1, nearest: -1, up: 0),
        Rounded(value: 1, scale: 2, down: 0, nearest: 1, up: 1),
        Rounded(value: -1, scale: 2, down: -1, nearest: 0, up: 0),
        Rounded(value: -3, scale: 2, down: -2, nearest: -1, up: -1),
        Rounded(value: 6, scale: 3, down: 2, nearest: 2, up: 2),
    ])
    func roundsAsAsked(_ expected: Rounded) {
        let time = MediaTime(expected.value, timescale: expected.scale)
        #expect(time.ticks(timescale: 1, rounding: .down) == expected.down)
        #expect(time.ticks(timescale: 1, rounding: .nearest) == expected.nearest)
        #expect(time.ticks(timescale: 1, rounding: .up) == expected.up)
    }

    @Test func rescalesValuesWhoseProductNeedsMoreThan64Bits() {
        let tenYears = MediaTime(315_360_000 * 90_000, timescale: 90_000)
        #expect(tenYears.ticks(timescale: 1_000_000_000, rounding: .down) == 315_360_000_000_000_000)
    }

    @Test func equalTimesOfDifferentTimescalesAreOneKey() {
        let half = MediaTime(1, timescale: 2)
        #expect(half == MediaTime(15, timescale: 30))
        #expect(Set([half, MediaTime(15, timescale: 30), MediaTime(24_000, timescale: 48_000)]).count == 1)
        #expect(MediaTime(-1, timescale: 3) < MediaTime(-1, timescale: 4))
        #expect(MediaTime(1, timescale: 3) > MediaTime(1, timescale: 4))
    }

    @Test func sumsWithoutError() {
        var sum = MediaTime.zero
        for _ in 0..<30_000 { sum += MediaTime(1_001, timescale: 30_000) }
        #expect(sum == .seconds(1_001))
        #expect(sum - .milliseconds(500) == MediaTime(2_001, timescale: 2))
    }

    @Test func findsTicks() {
        #expect(FrameRate.fps30.tick(atOrAfter: .milliseconds(0)) == 0)
        #expect(FrameRate.fps30.tick(atOrAfter: .milliseconds(34)) == 2)
        #expect(FrameRate.fps30.tick(nearest: .milliseconds(34)) == 1)
        #expect(FrameRate(framesPerSecond: 29) == nil)
        #expect(FrameRate.fps25.time(ofTick: 25) == .seconds(1))
    }
}

@Suite struct ColorTests {
    @Test(arguments: [
        ("#fff", Color.white), ("#000f", .black), ("#0000", .clear), ("#e11d48", Color(red: 225, green: 29, blue: 72)),
        ("#E11D48cc", Color(red: 225, green: 29, blue: 72, alpha: 204)),
    ])
    func readsHex(text: String, color: Color) {
        #expect(Color(hex: text) == color)
    }

    @Test(arguments: ["", "#", "fff", "#ff", "#fffff", "#ggg", "#1234567", "#123456789", "#１２３", "red"])
    func refusesAnythingElse(text: String) {
        #expect(Color(hex: text) == nil)
    }
}
