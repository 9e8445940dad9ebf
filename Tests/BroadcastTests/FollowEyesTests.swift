import Follow
import Show
import Synchronization
import Testing

@testable import Broadcast

struct FollowEyesTests {
    /// Counts the detectors that it makes.
    private final class Maker: Sendable {
        private let made = Mutex<[FollowPreset.SubjectChoice]>([])
        var choices: [FollowPreset.SubjectChoice] { made.withLock(\.self) }

        func make(_ choice: FollowPreset.SubjectChoice) -> sending any SubjectDetector {
            made.withLock { $0.append(choice) }
            return MotionDetector()
        }
    }

    @Test func makesTheFirstAtOnceAndOnce() throws {
        let maker = Maker()
        let eyes = try FollowEyes(readyFor: .face) { maker.make($0) }
        #expect(maker.choices == [.face])
        let first = try eyes.makeDetector(.face)
        #expect(maker.choices == [.face])
        // A copy, as each programme has one, isn't given the same once more.
        let copy = eyes
        #expect(try copy.makeDetector(.face) !== first)
        #expect(maker.choices == [.face, .face])
    }

    @Test func makesAnotherForOthers() throws {
        let maker = Maker()
        let eyes = try FollowEyes(readyFor: .auto) { maker.make($0) }
        _ = try eyes.makeDetector(.hands)
        #expect(maker.choices == [.auto, .hands])
        _ = try eyes.makeDetector(.auto)
        #expect(maker.choices == [.auto, .hands])
    }

    @Test func saysAtOnceThatNobodyCanLook() {
        let error = #expect(throws: FollowError.self) {
            _ = try FollowEyes(readyFor: .face) { _ throws(FollowError) in throw FollowError("torn") }
        }
        #expect(error?.description == "torn")
    }
}
