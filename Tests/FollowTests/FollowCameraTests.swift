import Follow
import FollowTesting
import Show
import Testing

struct FollowCameraTests {
    @Test func `it starts at its anchor and stays there without anybody`() {
        var run = CameraRun(.landscape(anchor: 0.62))
        run.run(12) { _ in [] }
        #expect(run.centers.allSatisfy { $0 == 0.62 })
        #expect(run.camera.state.motion == .lost && run.camera.state.kind == nil)
    }

    @Test func `nobody for six seconds brings it back to its anchor, slowly`() {
        var run = CameraRun(.landscape(anchor: 0.5))
        run.run(3) { _ in [face(0.25, 0.3)] }
        run.run(6) { _ in [] }
        #expect(abs(run.center - 0.25) < 0.01)
        run.run(8) { _ in [] }
        #expect(abs(run.center - 0.5) < 0.005)
        #expect(run.longestStep(after: 90) <= 0.26 * 0.3165 / 30)
    }

    @Test func `if nobody looks any more it stays where it is`() {
        var run = CameraRun(.landscape(anchor: 0.5))
        run.run(3) { _ in [face(0.25, 0.3)] }
        run.run(30)
        #expect(abs(run.center - 0.25) < 0.01)
        #expect(run.camera.state.motion == .lost)
    }

    @Test func `a camera that takes over on air begins where the window was`() {
        var run = CameraRun(.landscape(anchor: 0.5), from: 0.8)
        run.run(5) { _ in [face(0.3, 0.3)] }
        #expect(abs(run.centers[0] - 0.8) < 1e-9)
        #expect(run.jumps == 0)
        #expect(run.longestStep(after: 0) <= 1.5 * 0.3165 / 30)
        #expect(abs(run.center - 0.3) < 0.05)
    }

    @Test func `a source without room stays in the middle`() {
        for window in [1.0, 1.4, .nan, 0, -1, .infinity] {
            var run = CameraRun(.landscape(window: window))
            run.run(2) { _ in [face(0.1, 0.3)] }
            #expect(run.centers.allSatisfy { $0 == 0.5 })
        }
    }

    @Test func `a source with little room moves within that`() {
        var run = CameraRun(.landscape(window: 0.94))
        run.run(5) { _ in [face(0.95, 0.3)] }
        #expect(abs(run.center - 0.53) < 0.005)
        run.run(5) { _ in [face(0.02, 0.3)] }
        #expect(abs(run.center - 0.47) < 0.005)
    }

    @Test func `a tall source is followed upwards and downwards`() {
        let settings = FollowCamera.Settings.landscape(window: 0.6, axis: .vertical)
        var run = CameraRun(settings)
        run.run(3) { _ in [face(0.1, 0.4, 0.3, 0.12)] }
        #expect(abs(run.center - 0.4) < 0.01)
        run.run(4) { [face(0.9, min(0.4 + 0.2 * ($0 - 3), 0.8), 0.3, 0.12)] }
        #expect(abs(run.center - 0.7) < 0.01)
        #expect(run.camera.state.subject.map { abs($0.centerY - 0.8) < 0.02 } == true)
    }

    @Test func `it never leaves its region`() {
        var run = CameraRun(.landscape(FollowPreset(region: 0.2...0.7)))
        run.run(4) { _ in [face(0.05, 0.3)] }
        run.run(4) { [face(min(0.05 + 0.4 * ($0 - 4), 0.95), 0.3)] }
        run.run(4) { _ in [face(0.95, 0.3)] }
        let half = 0.31640625 / 2
        #expect(run.centers.allSatisfy { $0 - half >= 0.2 - 1e-9 && $0 + half <= 0.7 + 1e-9 })
        #expect(abs(run.center - (0.7 - half)) < 0.003)
    }

    @Test func `a region narrower than the window holds it still`() {
        var run = CameraRun(.landscape(FollowPreset(region: 0.6...0.8)))
        run.run(4) { [face(0.2 * $0, 0.3)] }
        #expect(run.centers.allSatisfy { abs($0 - 0.7) < 1e-9 })
    }

    @Test func `a zone of one's own is kept`() {
        var run = CameraRun(.landscape(FollowPreset(zone: 0.02)))
        run.run(2) { _ in [face(0.4, 0.3)] }
        run.run(3) { _ in [face(0.41, 0.3)] }
        #expect(abs(run.center - 0.41) < 0.006)
    }

    // MARK: Cuts

    @Test func `a cut to the same place is no jump`() {
        var run = CameraRun()
        run.run(3) { _ in [face(0.4, 0.3)] }
        let time = Int64((run.time + 0.2) * 1e9)
        run.camera.take(Finding(time: time, subjects: [face(0.41, 0.3)], isCut: true))
        run.run(2) { _ in [face(0.41, 0.3)] }
        #expect(run.jumps == 1)
        #expect(run.camera.state.cuts == 1)
    }

    @Test func `a shot with nobody is shown from the anchor`() {
        var run = CameraRun()
        run.run(3) { _ in [face(0.25, 0.3)] }
        run.camera.take(Finding(time: Int64(3.2e9), subjects: [], isCut: true))
        run.run(1) { _ in [] }
        #expect(run.center == 0.5)
        #expect(run.states[95].jumped == false && run.states[96].jumped)
    }

    @Test func `a cut may be told before its picture has been searched`() {
        var run = CameraRun(.landscape(lookAhead: 0))
        run.run(3) { _ in [face(0.25, 0.3)] }
        let time = Int64(run.time * 1e9)
        run.camera.take(Finding(time: time, subjects: [], isCut: true))
        run.step()
        run.camera.take(Finding(time: time, subjects: [face(0.8, 0.3)], isCut: true))
        run.run(0.1)
        #expect(abs(run.center - 0.8) < 0.01)
        #expect(run.camera.state.cuts == 1)
    }

    @Test func `a source that comes back is a cut`() {
        var run = CameraRun()
        run.run(3) { _ in [face(0.25, 0.3)] }
        run.run(20)
        run.camera.take(Finding(time: Int64((run.time + 0.1) * 1e9), subjects: [face(0.8, 0.3)], isCut: true))
        run.run(0.2)
        #expect(abs(run.center - 0.8) < 0.01)
        #expect(run.states.last?.motion == .hold)
    }

    @Test func `a cut that is known late is jumped to late, a very late one not at all`() {
        for (delay, jumps) in [(0.3, 2), (3.0, 1)] {
            var run = CameraRun(.landscape(lookAhead: 0))
            run.run(3) { _ in [face(0.25, 0.3)] }
            run.run(delay)
            run.camera.take(Finding(time: Int64(3.01e9), subjects: [face(0.8, 0.3)], isCut: true))
            run.run(0.2)
            #expect(run.jumps == jumps)
        }
    }

    // MARK: On air

    @Test func `a preset changed on air never jumps`() {
        var run = CameraRun()
        run.run(2) { _ in [face(0.3, 0.3)] }
        let presets = [
            FollowPreset(calm: .gentle, region: 0.5...1), FollowPreset(subject: .hands, calm: .brisk),
            FollowPreset(region: 0...0.4, zone: 0.02), FollowPreset(region: 0.45...0.55),
        ]
        for preset in presets {
            let tick = run.tick
            run.change(.landscape(preset, anchor: 0.9, lookAhead: 0.1))
            run.run(3) { _ in [face(0.3, 0.3)] }
            #expect(run.longestStep(after: tick - 1) <= 2 * 0.3165 / 30 + 1e-9)
            #expect(run.states[tick...].allSatisfy { !$0.jumped })
        }
        // It ends where the last region wants it.
        #expect(abs(run.center - 0.5) < 0.005)
    }

    @Test func `another size of source begins where the window was`() {
        var run = CameraRun()
        run.run(2) { _ in [face(0.3, 0.3)] }
        let before = run.center
        run.change(.landscape(window: 0.42))
        run.step()
        #expect(abs(run.center - before) < 0.001)
        run.run(3) { _ in [face(0.6, 0.3)] }
        #expect(abs(run.center - 0.6) < 0.06)
        run.change(.landscape(window: 1.2))
        run.step()
        #expect(run.center == 0.5)
    }
}
