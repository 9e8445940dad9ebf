@testable import Follow
import FollowTesting
import Show
import Testing

/// The ways in which people move, as an imperfect detector sees them, each with six seeds of chance.
struct ScriptedPathTests {
    private static let seeds = 1...6

    private static func runs(
        _ path: ScriptedPath, _ settings: FollowCamera.Settings = .landscape()
    ) -> [PathRun] {
        seeds.map { PathRun(path, ScriptedFindings(path, seed: $0), settings) }
    }

    @Test(arguments: ScriptedPath.all.filter { !["dash", "lost, walking"].contains($0.name) })
    func `who walks, sways or stops is inside the window`(path: ScriptedPath) {
        for run in Self.runs(path) {
            #expect(run.full >= 0.98)
            #expect(run.contained >= 0.98)
        }
    }

    @Test func `who dashes faster than the camera may go is back inside soon`() {
        for run in Self.runs(.dash) { #expect(run.longestOutside <= 1.2) }
    }

    @Test func `who walks on while hidden is found again`() {
        for run in Self.runs(.lostWalking) {
            #expect(run.full >= 0.93)
            #expect(run.longestOutside <= 1)
        }
    }

    @Test(arguments: ScriptedPath.calm)
    func `the window stands still before whoever stays`(path: ScriptedPath) {
        for run in Self.runs(path) {
            #expect(run.moves == 0)
            #expect(run.still == 1)
            // The first find isn't waited for.
            #expect(run.jumps.allSatisfy { $0 < 30 })
        }
    }

    @Test(arguments: ScriptedPath.all)
    func `speed, acceleration and jerk are those of a calm hand`(path: ScriptedPath) {
        for run in Self.runs(path) {
            #expect(run.most(order: 1) <= 1.5 + 1e-9)
            #expect(run.most(order: 2) <= 3 + 1e-4)
            #expect(run.most(order: 3) <= 45 + 0.01)
        }
    }

    @Test func `the window rests for most of the time even with somebody who walks`() {
        for run in Self.runs(.walk) + Self.runs(.stopAndGo) { #expect(run.still >= 0.65) }
    }

    @Test func `it starts with whoever starts`() {
        for run in Self.runs(.walk) { #expect((run.start(after: 3) ?? .infinity) <= 0.3) }
        // Slow walkers have a way to go within the zone.
        for run in Self.runs(.slowWalk) { #expect((run.start(after: 3) ?? .infinity) <= 1.2) }
    }

    @Test func `after a cut the subject is inside on the cut's own picture`() {
        for run in Self.runs(.cuts) {
            for cut in ScriptedPath.cuts.cuts {
                let tick = Int((cut * 30).rounded(.up))
                #expect(run.share(ofTick: tick) >= 0.99)
                #expect(run.share(ofTick: tick - 1) >= 0.99)
                #expect(run.states[tick].jumped && !run.states[tick - 1].jumped)
            }
            #expect(run.states.last?.cuts == 3)
        }
    }

    @Test(arguments: [FollowPreset.Calm.gentle, .normal, .brisk])
    func `each calm has its own bounds`(calm: FollowPreset.Calm) {
        let bounds = Pace(calm)
        for path in ScriptedPath.all {
            for run in Self.runs(path, .landscape(FollowPreset(calm: calm))) {
                #expect(run.most(order: 1) <= bounds.speed + 1e-9)
                #expect(run.most(order: 2) <= bounds.acceleration + 1e-4)
                #expect(run.most(order: 3) <= bounds.jerk + 0.01)
            }
        }
    }

    @Test func `without look-ahead it still follows, a little later`() {
        for path in [ScriptedPath.slowWalk, .walk, .stopAndGo] {
            for run in Self.runs(path, .landscape(lookAhead: 0)) { #expect(run.contained >= 0.9) }
        }
    }

    @Test func `the same findings make the same windows`() {
        let (first, second) = (Self.runs(.walk), Self.runs(.walk))
        for (a, b) in zip(first, second) { #expect(a.centers == b.centers) }
    }
}

extension FollowCamera.Settings {
    /// A 9:16 window of a 16:9 source, at 30 pictures a second.
    static func landscape(
        _ preset: FollowPreset = FollowPreset(), anchor: Double = 0.5, window: Double = 0.31640625,
        lookAhead: Double = 0.25, axis: FollowCamera.Axis = .horizontal, ticksPerSecond: Double = 30
    ) -> Self {
        FollowCamera.Settings(
            preset: preset, anchor: anchor, window: window, axis: axis, lookAhead: Int64(lookAhead * 1e9),
            frameDuration: Int64(1e9 / ticksPerSecond))
    }
}
