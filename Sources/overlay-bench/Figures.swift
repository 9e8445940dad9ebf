import Foundation
import MediaModel
import Overlay
import Show

/// The time that placement and blend take of one core, in milliseconds a frame.
enum Figures {
    /// What a frame of 720x1280 and of 1080x1920 may cost with all layers and 120 hearts on one core.
    private static let targets = [720: 0.6, 1_080: 1.2]

    /// What is measured: the first is what the targets are about.
    private enum Situation: String, CaseIterable {
        case all = "all layers, 120 hearts"
        case slate = "a slate over all of it"
        case fading = "a slate half faded in"
    }

    /// Prints the figures, and returns whether the targets are met.
    static func print() throws -> Bool {
        var isMet = true
        for size in [PixelSize(width: 720, height: 1_280), PixelSize(width: 1_080, height: 1_920)] {
            for situation in Situation.allCases {
                let figure = try measure(situation, size)
                var line = "\(size)  \(text(figure.median)) ms a frame  \(situation.rawValue)"
                line +=
                    "  (\(figure.placements) sprites or more; median of \(figure.runs) runs of \(figure.frames) frames, "
                line += "\(text(figure.fastest)) to \(text(figure.slowest)))"
                // A slate fades for a third of a second, in which a picture may take a little longer.
                if situation != .fading, let target = targets[size.width] {
                    isMet = isMet && figure.median <= target
                    line += "  target \(target): \(figure.median <= target ? "met" : "MISSED")"
                }
                Swift.print(line)
            }
        }
        return isMet
    }

    /// What this thread has had of a core, in milliseconds: other programs' turns on a busy machine don't count.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    private struct Figure {
        var median, fastest, slowest: Double
        var runs, frames, placements: Int
    }

    private static func measure(_ situation: Situation, _ size: PixelSize) throws -> Figure {
        var preset = Demonstration.fullPreset
        var state = Demonstration.fullState
        // A fade of a minute is half way at half a minute: all ticks measured are near enough.
        preset.layers[preset.layers.count - 1] = .slate(slate(fading: .seconds(60)))
        switch situation {
        case .all: break
        case .slate: state.slate = Timed(current: SlateRun(slate: Slate(.backSoon)), changedAt: -100_000)
        case .fading: state.slate = Timed(current: SlateRun(slate: Slate(.backSoon)), changedAt: -650)
        }
        let builder = try SceneBuilder(preset: preset, canvas: size, folder: Demonstration.pictures)
        let scene = try builder.prepare(state)
        var picture = Picture(size: size)
        var compositor = OverlayBlender()
        // Ticks at which all layers stand and no fewer hearts than the maximum are under way.
        let ticks = 100..<400
        var times: [Double] = []
        var placements = Int.max
        for run in 0..<16 {
            let start = processorTime()
            for tick in ticks {
                compositor.draw(scene, at: tick, into: &picture)
                placements = min(placements, compositor.placements.count)
            }
            let elapsed = (processorTime() - start) / Double(ticks.count)
            // The first run warms the caches up.
            if run > 0 { times.append(elapsed) }
        }
        times.sort()
        return Figure(
            median: times[times.count / 2], fastest: times[0],
            slowest: times[times.count - 1], runs: times.count, frames: ticks.count,
            placements: placements)
    }

    private static func slate(fading duration: MediaTime) -> SlateLayer {
        var slate = SlateLayer()
        slate.box.enter = LayerAnimation(kind: .fade, duration: duration, easing: .linear)
        return slate
    }

    static func text(_ milliseconds: Double) -> String {
        let thousandths = Int((milliseconds * 1_000).rounded())
        return "\(thousandths / 1_000).\(String(1_000 + thousandths % 1_000).suffix(3))"
    }
}
