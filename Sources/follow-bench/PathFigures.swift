import Follow
import FollowTesting
import Show

/// How the camera follows the eleven ways in which people move, as an imperfect detector sees them.
enum PathFigures {
    private static let seeds = 1...10
    private static let window = 0.31640625

    /// Prints the figures, and returns whether the targets are met.
    static func print() -> Bool {
        Swift.print(
            "path: all inside, at least; longest not all inside; worst picture; still; moves; most w/s, w/s², w/s³")
        var isMet = true
        for path in ScriptedPath.all {
            let runs = seeds.map { PathRun(path, ScriptedFindings(path, seed: $0), settings()) }
            let figures = Figures(runs)
            let isPathMet = figures.meetsTargets(of: path)
            isMet = isMet && isPathMet
            Swift.print("\(path): \(figures): \(isPathMet ? "met" : "MISSED")")
        }
        for calm in FollowPreset.Calm.allCases {
            for lookAhead in [0, 0.1, 0.25, 0.5] {
                let runs = ScriptedPath.all.flatMap { path in
                    seeds.map { PathRun(path, ScriptedFindings(path, seed: $0), settings(calm, lookAhead)) }
                }
                let full = runs.reduce(0) { $0 + $1.full } / Double(runs.count)
                Swift.print("all paths, \(calm), look-ahead \(lookAhead) s: all inside \(text(full))")
            }
        }
        return isMet
    }

    static func settings(
        _ calm: FollowPreset.Calm = .normal, _ lookAhead: Double = 0.25
    ) -> FollowCamera.Settings {
        FollowCamera.Settings(
            preset: FollowPreset(calm: calm), anchor: 0.5, window: window, axis: .horizontal,
            lookAhead: Int64(lookAhead * 1e9), frameDuration: 33_333_333)
    }

    /// Of all seeds of a path.
    private struct Figures: CustomStringConvertible {
        let full, outside, worst, still: Double
        let moves: [Int]
        let speed, acceleration, jerk: Double

        init(_ runs: [PathRun]) {
            full = runs.map(\.full).min() ?? 0
            outside = runs.map(\.longestOutside).max() ?? 0
            worst = runs.map(\.worst).min() ?? 0
            still = runs.map(\.still).min() ?? 0
            moves = runs.map(\.moves)
            speed = runs.map { $0.most(order: 1) }.max() ?? 0
            acceleration = runs.map { $0.most(order: 2) }.max() ?? 0
            jerk = runs.map { $0.most(order: 3) }.max() ?? 0
        }

        var description: String {
            "\(text(full)); \(text(outside)) s; \(text(worst)); \(text(still)); \(moves); \(text(speed)), "
                + "\(text(acceleration)), \(text(jerk))"
        }

        func meetsTargets(of path: ScriptedPath) -> Bool {
            let isBounded = speed <= 1.5 + 1e-9 && acceleration <= 3 + 1e-4 && jerk <= 45 + 1e-3
            switch path.name {
            case ScriptedPath.dash.name: return isBounded && outside <= 1.2
            // Nobody sees where a hidden walker goes.
            case ScriptedPath.lostWalking.name: return isBounded && full >= 0.93
            default:
                let isCalm = ScriptedPath.calm.contains { $0.name == path.name }
                return isBounded && full >= 0.98 && (!isCalm || moves.allSatisfy { $0 == 0 })
            }
        }
    }
}

/// Three decimals.
func text(_ value: Double) -> String {
    let thousandths = Int((value * 1_000).rounded())
    let rest = String(thousandths.magnitude % 1_000)
    return "\(thousandths < 0 ? "-" : "")\(thousandths.magnitude / 1_000)."
        + String(repeating: "0", count: 3 - rest.count) + rest
}
