import Foundation
import MediaModel
import Show
import Testing

@Suite struct WallTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T20:00:00+09:00", 1_795_345_200_000_000),
        ("2026-11-22t11:00:00.25z", 1_795_345_200_250_000), ("2026-11-22 06:00:00-05:00", 1_795_345_200_000_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000_000), ("2026-11-22T11:00:00.1234567Z", 1_795_345_200_123_456),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
    ])
    func reads(text: String, microseconds: Int64) {
        #expect(WallTime(rfc3339: text)?.microseconds == microseconds)
    }

    @Test func agreesWithFoundation() throws {
        var random = SeededGenerator(state: 3)
        let style = Date.ISO8601FormatStyle()
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: 0..<32_503_680_000, using: &random)
            let text = Date(timeIntervalSince1970: Double(seconds)).formatted(style)
            #expect(WallTime(rfc3339: text)?.microseconds == seconds * 1_000_000, "\(text)")
        }
    }

    @Test(arguments: [
        "", "20:00", "2026-11-22", "2026-11-22T20:00:00", "2026-11-22T20:00Z", "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T20:00:00+9:00", "2026-11-22T20:00:00.Z",
        "1969-12-31T23:59:59Z", "2026-11-22T20:00:00+09:00x", "２026-11-22T20:00:00Z", "+026-11-22T20:00:00Z",
        String(repeating: "2", count: 100_000),
    ])
    func refuses(text: String) {
        #expect(WallTime(rfc3339: text) == nil)
    }

    @Test func becomesMediaTime() throws {
        let start = try #require(WallTime(rfc3339: "2026-11-22T20:00:00Z"))
        let later = WallTime(ofTick: 45, frameRate: .fps30, startedAt: start)
        #expect(later.mediaTime(startedAt: start) == .milliseconds(1_500))
        #expect(start.mediaTime(startedAt: later) == .milliseconds(-1_500))
    }
}
