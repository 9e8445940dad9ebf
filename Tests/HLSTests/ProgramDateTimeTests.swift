import HLS
import MediaModel
import Testing

@Suite struct ProgramDateTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"), (951_868_799_999, "2000-02-29T23:59:59.999Z"),
        (1_795_348_800_007, "2026-11-22T12:00:00.007Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
    ])
    func writesAndReadsInstants(milliseconds: Int64, text: String) {
        let instant = ProgramDateTime(millisecondsSince1970: milliseconds)
        #expect(instant.description == text)
        #expect(ProgramDateTime(parsing: text) == instant)
    }

    @Test(arguments: [
        ("2026-11-22T21:00:00+09:00", 1_795_348_800_000), ("2026-11-22T21:00:00.5+0900", 1_795_348_800_500),
        ("2026-11-22T04:00:00.0004-08:00", 1_795_348_800_000), ("2026-11-22T12:00:00.9996Z", 1_795_348_801_000),
    ])
    func readsOtherZonesAndPrecisions(text: String, milliseconds: Int64) {
        #expect(ProgramDateTime(parsing: text)?.millisecondsSince1970 == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T12:00:00", "2026-02-29T12:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T12:60:00Z", "2026-11-22T12:00:00.Z", "2026-11-22T12:00:00+9:00",
        "2026-11-22T12:00:00+09:60", "2026-11-22 12:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999Z",
        "2026-11-22T12:00:00Zx", "+026-11-22T12:00:00Z", "2026-11-22T12:00:00.0000000000000000000000000Z",
    ])
    func refusesWhatIsNoInstant(text: String) {
        #expect(ProgramDateTime(parsing: text) == nil)
    }

    @Test func roundsMediaTimeToTheMillisecondWithoutDrift() {
        let start = ProgramDateTime(millisecondsSince1970: 0)
        #expect(start.advanced(by: MediaTime(64, timescale: 30)).millisecondsSince1970 == 2_133)
        #expect(start.advanced(by: MediaTime(64 * 3_000, timescale: 30)).millisecondsSince1970 == 6_400_000)
    }

    @Test func everyDayOfFourHundredYearsRoundTrips() {
        for day in stride(from: Int64(-40_000), to: 110_000, by: 1) {
            let instant = ProgramDateTime(millisecondsSince1970: day * 86_400_000)
            #expect(ProgramDateTime(parsing: instant.description) == instant)
        }
    }
}
