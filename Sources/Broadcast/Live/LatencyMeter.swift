import Prometheus
import Synchronization

/// Measures how long pictures take from their arrival to the canvas. Any thread; never waits.
final class LatencyMeter: Sendable {
    private struct Contents {
        /// The last pictures' times on the programme's clock, and when they arrived.
        var arrivals = [(time: Int64, arrival: Int64)](repeating: (.min, 0), count: 128)
        var next = 0
        /// How many took so many milliseconds; the last counts all that took longer.
        var counts = [Int](repeating: 0, count: 2_001)
        var total = 0
        /// In seconds.
        var distribution = Distribution()
    }

    private let contents = Mutex(Contents())

    /// Takes a coded picture that has just come.
    ///
    /// - Parameter time: When it is to be shown, in nanoseconds.
    func noteArrival(ofPictureAt time: Int64, at arrival: Int64) {
        contents.withLock { contents in
            contents.arrivals[contents.next] = (time, arrival)
            contents.next = (contents.next + 1) % contents.arrivals.count
        }
    }

    /// Takes a picture that has been composed for the first time.
    func noteComposed(pictureAt time: Int64, at now: Int64) {
        contents.withLock { contents in
            guard let arrival = contents.arrivals.first(where: { $0.time == time })?.arrival else { return }
            let duration = max(0, now - arrival)
            contents.counts[min(Int(duration / 1_000_000), contents.counts.count - 1)] += 1
            contents.total += 1
            contents.distribution.add(Double(duration) / 1e9)
        }
    }

    /// How long all pictures took, in seconds.
    var distribution: Distribution { contents.withLock { $0.distribution } }

    /// The time that so much of all pictures took at most, in milliseconds; `nil` before the first.
    ///
    /// - Parameter share: From 0 to 1.
    func percentile(_ share: Double) -> Int? {
        contents.withLock { contents in
            guard contents.total > 0 else { return nil }
            var left = Int((share * Double(contents.total)).rounded(.up))
            for (milliseconds, count) in contents.counts.enumerated() {
                left -= count
                if left <= 0 { return milliseconds }
            }
            return contents.counts.count - 1
        }
    }
}
