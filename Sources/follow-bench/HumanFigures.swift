import Follow
import FollowTesting
import Show

/// How much of what people would show the camera shows, if it is told five times a second where that is, with some unrest.
struct HumanFigures {
    /// A 9:16 window of a 16:9 source.
    private static let window = 0.31640625
    private static let keptTarget = 0.93
    private static let (movesTarget, speedTarget, accelerationTarget, jerkTarget) = (14.0, 1.5, 3.0, 45.0)

    let paths: HumanPaths

    /// Prints the figures, and returns whether the targets are met.
    func print() -> Bool {
        let whole = Score(paths.videos.map { Score(of: $0, calm: .normal) })
        Swift.print("all videos: \(whole)")
        for (name, rest) in [
            ("even ones, by which the constants were searched", 0), ("odd ones, by which they were only rounded", 1),
        ] {
            let half = paths.videos.filter { $0.number % 2 == rest }
            Swift.print("\(name): \(Score(half.map { Score(of: $0, calm: .normal) }))")
        }
        for calm in [FollowPreset.Calm.gentle, .brisk] {
            Swift.print("\(calm): \(Score(paths.videos.map { Score(of: $0, calm: calm) }))")
        }
        for lookAhead in [0, 0.1, 0.5] {
            let score = Score(paths.videos.map { Score(of: $0, calm: .normal, lookAhead: lookAhead) })
            Swift.print("look-ahead \(lookAhead) s: \(score)")
        }
        let isMet =
            whole.kept >= Self.keptTarget && whole.movesPerMinute <= Self.movesTarget
            && whole.speed <= Self.speedTarget && whole.acceleration <= Self.accelerationTarget + 1e-4
            && whole.jerk <= Self.jerkTarget
        Swift.print(
            "targets of normal: kept 0.93, 14 moves a minute, 1.5 w/s, 3 w/s², 45 w/s³: \(isMet ? "met" : "MISSED")")
        return isMet
    }

    /// What is kept of the people's windows, on average over pictures and people, and how the camera moves.
    struct Score: CustomStringConvertible {
        /// By the camera, by their own median, and by a crop of the middle.
        var kept, median, middle: Double
        var still, movesPerMinute, speed, acceleration, jerk: Double

        var description: String {
            "kept \(text(kept)) (their median \(text(median)), the middle \(text(middle))), still \(text(still)), "
                + "\(text(movesPerMinute)) moves a minute, at most \(text(speed)) w/s, \(text(acceleration)) w/s², "
                + "\(text(jerk)) w/s³"
        }

        init(of video: HumanPaths.Video, calm: FollowPreset.Calm, lookAhead: Double = 0.25) {
            let medians = video.medians
            var path = ScriptedPath("\(video.number)", duration: Double(medians.count) / HumanPaths.picturesPerSecond) {
                medians[min(max(0, Int(($0 * HumanPaths.picturesPerSecond).rounded())), medians.count - 1)]
            }
            (path.width, path.height) = (HumanPaths.width, 1)
            var faults = ScriptedFindings.Faults()
            (faults.misses, faults.wild) = (0, 0)
            let run = PathRun(
                path, ScriptedFindings(path, seed: video.number, faults),
                FollowCamera.Settings(
                    preset: FollowPreset(calm: calm), anchor: 0.5, window: HumanFigures.window, axis: .horizontal,
                    lookAhead: Int64(lookAhead * 1e9), frameDuration: 33_333_333))
            kept = Self.kept(of: video, by: run.centers)
            let edges = HumanFigures.window / 2...1 - HumanFigures.window / 2
            median = Self.kept(of: video, by: medians.map { min(max($0, edges.lowerBound), edges.upperBound) })
            middle = Self.kept(of: video, by: medians.map { _ in 0.5 })
            still = run.still
            movesPerMinute = Double(run.moves) / path.duration * 60
            (speed, acceleration, jerk) = (run.most(order: 1), run.most(order: 2), run.most(order: 3))
        }

        /// Of many videos, each of which counts alike.
        init(_ scores: [Score]) {
            func mean(_ value: (Score) -> Double) -> Double {
                scores.reduce(0) { $0 + value($1) } / Double(max(1, scores.count))
            }
            (kept, median, middle) = (mean(\.kept), mean(\.median), mean(\.middle))
            (still, movesPerMinute) = (mean(\.still), mean(\.movesPerMinute))
            speed = scores.map(\.speed).max() ?? 0
            acceleration = scores.map(\.acceleration).max() ?? 0
            jerk = scores.map(\.jerk).max() ?? 0
        }

        private static func kept(of video: HumanPaths.Video, by centers: [Double]) -> Double {
            var sum = 0.0
            for (center, people) in zip(centers, video.centers) {
                for person in people {
                    let left = max(person - HumanPaths.width / 2, center - HumanFigures.window / 2)
                    let right = min(person + HumanPaths.width / 2, center + HumanFigures.window / 2)
                    sum += max(0, right - left) / HumanPaths.width / Double(people.count)
                }
            }
            return sum / Double(max(1, video.centers.count))
        }
    }
}
