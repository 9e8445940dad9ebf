/// Says when a part is shown to viewers, so that parts come at an even pace however unevenly encoders deliver them.
///
/// Each part must come within one PART-TARGET of the last (RFC 8216bis 6.2.1), which leaves half a frame of slack. So all
/// are released the same time after their last picture was to be composed, which is their media's end less a lead that changes
/// little from part to part (``ComposerLead``): as late as the latest of the last ones was. A part that is later still goes out at
/// once, and those after it as late; when parts come earlier again, the delay shrinks by a fraction of what it is too long a
/// part. So a burst of lateness makes one long gap rather than many, and costs its latency no longer than need be.
///
/// A pure value: times are nanoseconds since the programme's start, whoever measures them.
struct PartPacer {
    /// How many parts back the latest is looked for: some seconds.
    private static let memory = 16
    /// The share of what is too long that a part takes off the delay.
    private static let shrinkage: Int64 = 4

    /// A part of late.
    private struct Recent {
        let lead: Int64
        /// How long after it was to be composed it was ready, the latest of all its kind's tracks.
        var lateness: Int64
    }

    private let part: Int64
    /// After a part was to be composed; `nil` before the first.
    private(set) var delay: Int64?
    /// The last parts, in order.
    private var recent: [Recent] = []
    private var newest = -1

    /// - Parameter part: How long a part lasts, in nanoseconds.
    init(part: Int64) {
        precondition(part > 0)
        self.part = part
    }

    /// When the part with this number of any track is to be shown.
    func due(_ index: Int) -> Int64 { end(of: index) - (place(of: index).map { recent[$0].lead } ?? 0) + (delay ?? 0) }

    /// Takes in that a track's part is ready.
    ///
    /// - Parameter lead: How long before its end its last picture was to be composed, the same of all its tracks.
    mutating func note(_ index: Int, readyAt time: Int64, lead: Int64 = 0) {
        // More than a part late is a track that has broken down: the others don't wait for it.
        let late = min(time - end(of: index) + lead, part)
        if index > newest {
            newest = index
            if recent.count == Self.memory { recent.removeFirst() }
            recent.append(Recent(lead: lead, lateness: late))
            shrink()
        } else if let place = place(of: index) {
            recent[place].lateness = max(recent[place].lateness, late)
        }
        delay = max(delay ?? late, late)
    }

    private mutating func shrink() {
        guard let delay, let latest = recent.map(\.lateness).max(), latest < delay else { return }
        // Rounded up, so that it comes to an end.
        self.delay = delay - (delay - latest + Self.shrinkage - 1) / Self.shrinkage
    }

    /// Of a part among the last ones.
    private func place(of index: Int) -> Int? {
        let place = recent.count - 1 - (newest - index)
        return recent.indices.contains(place) ? place : nil
    }

    private func end(of index: Int) -> Int64 { Int64(index + 1) * part }
}
