import MediaModel
import Testing

@testable import Follow

struct ScriptedDetectorTests {
    @Test func findsWhatTheTrackSays() throws {
        let face = Subject(.face, SubjectBox(x: 0.4, y: 0.2, width: 0.1, height: 0.2), score: 1)
        let detector = ScriptedDetector(
            track: SubjectTrack([
                Finding(time: 200_000_000, subjects: [face], isCut: true), Finding(time: 400_000_000, subjects: []),
            ]))
        let picture = TestPicture(16, 8)
        func look(_ time: Double) throws -> Finding {
            try detector.look(
                at: picture.luma.span, picture.blue.span, picture.red.span, picture.layout, picture.shot(time))
        }
        #expect(try look(0.1) == Finding(time: 100_000_000, subjects: []))
        #expect(try look(0.2) == Finding(time: 200_000_000, subjects: [face], isCut: true))
        #expect(try look(0.3).time == 200_000_000, "the same is told with its own time")
        #expect(try look(9) == Finding(time: 400_000_000, subjects: []))
    }

    @Test func findsNothingWithoutAFinding() throws {
        #expect(try ScriptedDetector(track: SubjectTrack([])).look(at: TestPicture(16, 8), 1).isEmpty)
    }
}
