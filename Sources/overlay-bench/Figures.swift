import MediaModel
import Overlay
import Show

/// The time that placement and blend take, in milliseconds a frame.
enum Figures {
    /// What a frame of 720x1280 and of 1080x1920 may cost with all layers and 120 hearts on one core.
    private static let targets = [720: 0.6, 1_080: 1.2]

    /// Prints the figures, and returns whether the target is met.
    static func print() throws -> Bool {
        var isMet = true
        for size in [PixelSize(width: 720, height: 1_280), PixelSize(width: 1_080, height: 1_920)] {
            let figure = try measure(size)
            var line = "\(size)  \(text(figure.median)) ms a frame, \(figure.placements) sprites or more"
            line += "  (median of \(figure.runs) runs of \(figure.frames) frames, \(text(figure.fastest)) to "
            line += "\(text(figure.slowest)))"
            if let target = targets[size.width] {
                isMet = isMet && figure.median <= target
                line += "  target \(target): \(figure.median <= target ? "met" : "MISSED")"
            }
            Swift.print(line)
        }
        try printPreparation()
        return isMet
    }

    /// Prints what happens off the frame loop: the start, a state that is new, and one that was seen before.
    private static func printPreparation() throws {
        let canvas = PixelSize(width: 720, height: 1_280)
        let start = ContinuousClock.now
        let maker = try SceneMaker(preset: Demonstration.preset(), canvas: canvas)
        let made = ContinuousClock.now
        _ = try maker.prepare(Demonstration.state)
        let prepared = ContinuousClock.now
        for _ in 0..<100 { _ = try maker.prepare(Demonstration.state) }
        let again = ContinuousClock.now - prepared
        Swift.print(
            "\(canvas)  start \(text(milliseconds(made - start))) ms, all that a state shows "
                + "\(text(milliseconds(prepared - made))) ms, the same again \(text(milliseconds(again / 100))) ms")
    }

    private static func milliseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
    }

    private struct Figure {
        var median, fastest, slowest: Double
        var runs, frames, placements: Int
    }

    private static func measure(_ size: PixelSize) throws -> Figure {
        let scene = try SceneMaker(preset: Demonstration.preset(), canvas: size).prepare(Demonstration.state)
        var picture = Picture(size: size)
        var compositor = Compositor()
        // Ticks at which all layers stand and no fewer hearts than the maximum are under way.
        let ticks = 100..<400
        var times: [Double] = []
        var placements = Int.max
        for run in 0..<16 {
            let start = ContinuousClock.now
            for tick in ticks {
                compositor.draw(scene, at: tick, into: &picture)
                placements = min(placements, compositor.placements.count)
            }
            let elapsed = (ContinuousClock.now - start) / ticks.count
            // The first run warms the caches up.
            if run > 0 { times.append(milliseconds(elapsed)) }
        }
        times.sort()
        return Figure(
            median: times[times.count / 2], fastest: times[0],
            slowest: times[times.count - 1], runs: times.count, frames: ticks.count,
            placements: placements)
    }

    private static func text(_ milliseconds: Double) -> String {
        let thousandths = Int((milliseconds * 1_000).rounded())
        return "\(thousandths / 1_000).\(String(1_000 + thousandths % 1_000).suffix(3))"
    }
}
