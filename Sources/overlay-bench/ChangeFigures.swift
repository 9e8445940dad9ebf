import Foundation
import MediaModel
import Overlay
import Show
import Synchronization

/// The time from an event's bytes to the picture that shows it, kind by kind, while a composer draws 30 pictures a second.
///
/// Cold is the first change of its kind in a show that has just started; warm are those after it, each with words that were
/// never seen before. A change commits on the next picture, so up to 33 ms of the whole are the wait for that.
enum ChangeFigures {
    /// In milliseconds.
    private static let (commitTarget, stallTarget) = (100.0, 1.0)
    private static let (coldRuns, warmChanges) = (5, 24)

    /// Prints the figures, and returns whether the targets are met.
    static func print() throws -> Bool {
        var stalls: [Double] = []
        var isMet = true
        for kind in ChangeKind.allCases {
            var cold: [Sample] = []
            var warm: [Sample] = []
            for run in 0..<coldRuns {
                // Words of no run before, so that nothing is remembered but what libraries keep for the process.
                let show = try LoopedShow(words: "\(kind.rawValue)\(run)")
                let samples = try show.run(kind, changes: 1 + warmChanges / coldRuns)
                cold.append(samples[0])
                warm += samples.dropFirst()
                stalls += show.stalls
            }
            for (name, samples) in [("cold", cold), ("warm", warm)] {
                let prepared = Percentiles(samples.map(\.prepared))
                let committed = Percentiles(samples.map(\.committed))
                isMet = isMet && committed.largest <= commitTarget
                Swift.print(
                    "\(kind.rawValue), \(name): prepared in \(prepared), committed after \(committed) ms "
                        + "(p50, p95, max of \(samples.count))  target 100: "
                        + (committed.largest <= commitTarget ? "met" : "MISSED"))
            }
        }
        let stall = Percentiles(stalls)
        isMet = isMet && stall.largest <= stallTarget
        Swift.print(
            "the composer's stall by a change: \(stall) ms (p50, p95, max of \(stalls.count))  target 1: "
                + (stall.largest <= stallTarget ? "met" : "MISSED"))
        return isMet
    }

    /// How long one change took, in milliseconds from its arrival.
    struct Sample {
        var prepared, committed: Double
    }
}

/// Figures in the order of their size.
private struct Percentiles: CustomStringConvertible {
    let median, high, largest: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        median = sorted[sorted.count / 2]
        high = sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
        largest = sorted[sorted.count - 1]
    }

    var description: String { [median, high, largest].map(Figures.text).joined(separator: ", ") }
}
