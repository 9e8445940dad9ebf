import AfterShow
import MediaModel
import Testing

@Suite struct ClipTimeTests {
    @Test(arguments: [
        ("12:30", 750_000), ("0:00", 0), ("1:02:03.5", 3_723_500), ("95", 95_000), ("95.25", 95_250),
        ("90:00", 5_400_000),
        ("0:00.001", 1), ("100000", 100_000_000),
    ]) func readsWhatPeopleWrite(text: String, milliseconds: Int64) {
        #expect(ClipTime.time(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "12:3x", "12:60", "1:60:00", "1:2:3:4", ":30", "12:", "-5", "+5", "1e3", "5.", ".5", "5.1234567",
        "12:5.5.5",
        "9999999", "٣:٣٠", " 5", "1:100:00",
    ]) func refusesTheRest(text: String) {
        #expect(ClipTime.time(text) == nil)
    }

    @Test(arguments: [
        (0, "0:00"), (750_000, "12:30"), (3_723_500, "1:02:03.5"), (1, "0:00.001"), (59_999, "0:59.999"),
    ]) func writesThem(milliseconds: Int64, text: String) {
        #expect(ClipTime.text(.milliseconds(milliseconds)) == text)
        #expect(ClipTime.time(text) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        // The first picture at or after the beginning; none at or after the end.
        (0, 1_000_000, 0, 30), (1, 1_000_001, 0, 30), (33_333, 66_667, 1, 2), (33_334, 66_700, 1, 3),
        (10_000, 40_000, 1, 2),
    ]) func takesThePicturesOfARange(from: Int64, to: Int64, first: Int, end: Int) throws {
        let range = try ClipRange(from: .microseconds(from), to: .microseconds(to), frameRate: .fps30)
        #expect(range.ticks == first..<end)
    }

    @Test func refusesARangeWithoutAPicture() {
        #expect(throws: (any Error).self) {
            try ClipRange(from: .milliseconds(5), to: .milliseconds(9), frameRate: .fps30)
        }
        #expect(throws: (any Error).self) { try ClipRange(from: .zero, to: .seconds(14_401), frameRate: .fps30) }
    }
}
