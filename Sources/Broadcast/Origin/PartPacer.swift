/// Says when a part is shown to viewers, so that parts come at an even pace however unevenly encoders deliver them.
///
/// Each part must come within one PART-TARGET of the last (RFC 8216bis 6.2.1), which leaves half a frame of slack. So all
/// are released the same time after their media ends: as late as the latest of the last ones was. A part that is later
/// still goes out at once, and those after it as late; when parts come earlier again, the delay shrinks by a fraction of
/// what it is too long a part. So a burst of lateness makes one long gap rather than many, and costs its latency no longer
/// than need be.
///
/// A pure value: times are nanoseconds since the programme's start, whoever measures them.
struct PartPacer {
    /// How many parts back the latest is looked for: some seconds.
    private static let memory = 16
    /// The share of what is too long that a part takes off the delay.
    private static let shrinkage: Int64 = 4

    private let part: Int64
    /// After a part's end; `nil` before the first.
    private(set) var delay: Int64?
    /// Of the last parts: how long after their end each was ready, the latest of all its kind's tracks.
    private var lateness: [Int64] = []
    private var newest = -1

    /// - Parameter part: How long a part lasts, in nanoseconds.
    init(part: Int64) {
        precondition(part > 0)
        self.part = part
    }

    /// When the part with this number of any track is to be shown.
    func due(_ index: Int) -> Int64 { end(of: index) + (delay ?? 0) }

    /// Takes in that a track's part is ready.
    mutating func note(_ index: Int, readyAt time: Int64) {
        // More than a part late is a track that has broken down: the others don't wait for it.
        let late = min(time - end(of: index), part)
        if index > newest {
            newest = index
            if lateness.count == Self.memory { lateness.removeFirst() }
            lateness.append(late)
            shrink()
        } else if newest - index < lateness.count {
            let place = lateness.count - 1 - (newest - index)
            lateness[place] = max(lateness[place], late)
        }
        delay = max(delay ?? late, late)
    }

    private mutating func shrink() {
        guard let delay, let latest = lateness.max(), latest < delay else { return }
        // Rounded up, so that it comes to an end.
        self.delay = delay - (delay - latest + Self.shrinkage - 1) / Self.shrinkage
    }

    private func end(of index: Int) -> Int64 { Int64(index + 1) * part }
}
