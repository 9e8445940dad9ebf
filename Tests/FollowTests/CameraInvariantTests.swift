import FollowTesting
import Show
import Testing

@testable import Follow

/// What holds whatever detectors say: the window is in the picture and in its region, and moves within its bounds.
struct CameraInvariantTests {
    /// What a detector may come up with, by the time in seconds.
    enum Trouble: String, CaseIterable {
        case twoFacesInTurns, anywhere, late, seldom, everyTick, nonsense, crowd, edges, cutsAllTheTime, backwards,
            sizes

        func findings(at tick: Int, time: Double, horizon: Double, _ chance: inout SeededGenerator) -> [Finding] {
            func at(_ time: Double, _ subjects: [Subject], isCut: Bool = false) -> [Finding] {
                [Finding(time: Int64(max(0, time) * 1e9), subjects: subjects, isCut: isCut)]
            }
            let walker = face(0.5 + 0.45 * (2 * abs((time * 0.3).truncatingRemainder(dividingBy: 2) - 1) - 1), 0.3)
            switch self {
            case .twoFacesInTurns: return at(horizon, [face(tick % 2 == 0 ? 0.1 : 0.9, 0.3)])
            case .anywhere: return at(horizon, [chance.share() < 0.3 ? face(chance.share(), chance.share()) : walker])
            case .late: return at(time - 2, [walker])
            case .seldom: return tick % 30 == 0 ? at(horizon, [walker]) : []
            case .everyTick: return at(horizon, [walker])
            case .nonsense:
                let boxes = [
                    SubjectBox(x: .nan, y: 0, width: 0.1, height: 0.1),
                    SubjectBox(x: 0.1, y: 0, width: -1, height: 0.1),
                    SubjectBox(x: 1e300, y: 0, width: 0.1, height: 0.1),
                    SubjectBox(x: 0.2, y: .infinity, width: 0.1, height: 1),
                    SubjectBox(x: 0.2, y: 0.1, width: 1e-300, height: 1e-300),
                    SubjectBox(x: -0.4, y: 0.1, width: 0.3, height: 0.3),
                    SubjectBox(x: -2, y: -2, width: 5, height: 5),
                ]
                let subjects = boxes.map { Subject(.face, $0, score: .nan, activity: .nan) }
                return at(horizon, subjects + [walker]) + [Finding(time: .min, subjects: [walker], isCut: true)]
                    + [Finding(time: .max, subjects: [walker], isCut: true)]
            case .crowd:
                return at(
                    horizon, (0..<100).map { _ in face(chance.share(), chance.share(), 0.02 + 0.2 * chance.share()) })
            case .edges:
                return at(
                    horizon, [face((time * 0.5).rounded(.down).truncatingRemainder(dividingBy: 2) < 1 ? 0 : 1, 0.3)])
            case .cutsAllTheTime: return at(horizon, [face(chance.share(), 0.3)], isCut: tick % 7 == 0)
            case .backwards:
                return at(horizon - 0.5 * chance.share(), [walker]) + at(horizon, []) + at(horizon, [walker])
            case .sizes: return at(horizon, [face(0.5 + 0.3 * chance.share(), 0.3, 0.01 + 0.9 * chance.share())])
            }
        }
    }

    @Test(arguments: Trouble.allCases, [10.0, 120])
    func `the window moves within its bounds whatever is found`(trouble: Trouble, ticksPerSecond: Double) {
        for (calm, window) in [(FollowPreset.Calm.normal, 0.31640625), (.gentle, 0.75), (.brisk, 0.98), (.normal, 0.2)]
        {
            let region = window < 0.5 ? 0.1...0.85 : 0...1
            let settings = FollowCamera.Settings.landscape(
                FollowPreset(calm: calm, region: region), window: window, ticksPerSecond: ticksPerSecond)
            var chance = SeededGenerator(seed: 7)
            var run = CameraRun(settings)
            for tick in 0..<Int(5 * ticksPerSecond) {
                // Five looks a second, as detectors have, or one at each tick for those that are in a hurry.
                let isLook =
                    trouble == .everyTick || trouble == .twoFacesInTurns || tick % max(1, Int(ticksPerSecond / 5)) == 0
                if isLook {
                    for finding in trouble.findings(at: tick, time: run.time, horizon: run.time + 0.25, &chance) {
                        run.camera.take(finding)
                    }
                }
                // Producers and presets have a say as well.
                switch (tick, tick % Int(2 * ticksPerSecond)) {
                case (1..., 0):
                    run.camera.take(
                        [.lock(chance.share()), .auto, .person(.next), .lockHere].randomElement(using: &chance) ?? .auto
                    )
                case (1..., 20): run.camera.take(.auto)
                default: break
                }
                run.step()
            }
            let pace = Pace(calm)
            let bounds = (window / 2 + region.lowerBound)...(region.upperBound - window / 2)
            #expect(run.centers.allSatisfy { $0 >= bounds.lowerBound - 1e-9 && $0 <= bounds.upperBound + 1e-9 })
            let jumps = run.states.indices.filter { run.states[$0].jumped }
            let motion = WindowMotion(run.centers.map { $0 / window }, jumps: jumps, ticksPerSecond: ticksPerSecond)
            #expect(motion.most(order: 1) <= pace.speed + 1e-6)
            #expect(motion.most(order: 2) <= pace.acceleration + 1e-4)
            #expect(motion.most(order: 3) <= pace.jerk + 0.01)
        }
    }

    @Test func `ticks that stand still, go back or leap do no harm`() {
        var camera = FollowCamera(.landscape())
        var chance = SeededGenerator(seed: 3)
        var time: Int64 = 0
        for _ in 0..<2_000 {
            time = max(0, time + Int64((chance.share() * 3 - 0.7) * 1e8))
            camera.take(
                Finding(time: time + 250_000_000, subjects: [face(chance.share(), 0.3)], isCut: chance.share() < 0.02))
            let center = camera.window(at: time).center
            #expect((0.158...0.842).contains(center))
        }
        for time in [Int64.max, .min, 0] { #expect((0.158...0.842).contains(camera.window(at: time).center)) }
    }

    @Test func `settings that make no sense do no harm`() {
        for (window, anchor, lookAhead, frame) in [
            (0.3, Double.nan, Int64.max, Int64(0)), (.nan, 9, .min, .min), (1e-12, -.infinity, 0, .max),
        ] {
            var camera = FollowCamera(
                FollowCamera.Settings(
                    preset: FollowPreset(), anchor: anchor, window: window, axis: .horizontal, lookAhead: lookAhead,
                    frameDuration: frame))
            for tick in 0..<100 {
                camera.take(Finding(time: Int64(tick) * 33_000_000, subjects: [face(0.4, 0.3)], isCut: tick == 50))
                #expect((0...1).contains(camera.window(at: Int64(tick) * 33_000_000).center))
            }
        }
    }
}
