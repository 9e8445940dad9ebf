import Follow
import FollowTesting
import Show
import Testing

struct FollowCommandTests {
    private let seller: (Double) -> [Subject] = { _ in [face(0.3, 0.3)] }

    @Test func `a lock is gone to and kept, and ended by auto`() {
        var run = CameraRun()
        run.run(2, seller)
        run.camera.take(.lock(0.62))
        run.run(4, seller)
        #expect(abs(run.center - 0.62) < 0.005)
        #expect(run.camera.state.isLocked && run.camera.state.motion == .hold)
        // It went there, as an operator goes.
        #expect(run.longestStep(after: 5) <= 1.5 * 0.3165 / 30)
        run.camera.take(.auto)
        run.run(4, seller)
        #expect(abs(run.center - 0.3) < 0.05)
        #expect(!run.camera.state.isLocked)
    }

    @Test(arguments: [-3.0, 0, 0.01, 0.99, 7]) func `a lock beyond the edge is at the edge`(place: Double) {
        var run = CameraRun()
        run.run(2, seller)
        run.camera.take(.lock(place))
        run.run(5, seller)
        let half = 0.31640625 / 2
        #expect(abs(run.center - (place < 0.5 ? half : 1 - half)) < 0.005)
    }

    @Test func `a lock that is no number is none`() {
        var run = CameraRun()
        run.run(2, seller)
        run.camera.take(.lock(.nan))
        run.camera.take(.focus(x: .infinity, seconds: 3))
        run.camera.take(.focus(x: 0.8, seconds: .nan))
        run.run(3, seller)
        #expect(abs(run.center - 0.3) < 0.01)
    }

    @Test func `a lock here stops a move and stays`() {
        var run = CameraRun()
        run.run(3) { [face(0.2 + 0.25 * max(0, $0 - 1.5), 0.3)] }
        #expect(run.camera.state.speed > 0.3)
        let before = run.center
        run.camera.take(.lockHere)
        run.run(4) { _ in [face(0.8, 0.3)] }
        #expect(run.camera.state.speed == 0)
        #expect(run.center >= before && run.center < before + 0.15)
        let resting = run.center
        run.run(4) { _ in [face(0.2, 0.3)] }
        #expect(run.center == resting)
    }

    @Test func `a dragged lock is followed`() {
        var run = CameraRun()
        run.run(1, seller)
        for step in 0..<40 {
            run.camera.take(.lock(0.3 + 0.01 * Double(step)))
            run.run(0.1, seller)
        }
        run.run(2, seller)
        #expect(abs(run.center - 0.69) < 0.005)
    }

    @Test func `a product on the table is looked at for as long as it is told`() {
        var run = CameraRun()
        run.run(2, seller)
        run.camera.take(.focus(x: 0.7, seconds: 4))
        run.run(3.5, seller)
        #expect(abs(run.center - 0.7) < 0.01)
        run.run(4, seller)
        #expect(abs(run.center - 0.3) < 0.05)
        // A lock is stronger.
        run.camera.take(.lock(0.5))
        run.camera.take(.focus(x: 0.8, seconds: 5))
        run.run(3, seller)
        #expect(abs(run.center - 0.5) < 0.005)
    }

    @Test func `commands before anything else do no harm`() {
        for command in [FollowCommand.person(.next), .lockHere, .subject(.hands), .auto, .focus(x: 0.5, seconds: 1)] {
            var run = CameraRun()
            run.camera.take(command)
            run.run(1, seller)
            #expect(run.center.isFinite)
        }
        var run = CameraRun()
        run.camera.take(.lock(0.7))
        run.step()
        #expect(abs(run.center - 0.7) < 0.001)
    }
}
