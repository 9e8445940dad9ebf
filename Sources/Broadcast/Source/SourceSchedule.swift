/// Says when packets are due of a source that can be read faster than it plays: a file, or segments, which come three at once
/// at the beginning and then one at a time.
///
/// A pure value: times are the source's, instants the reader's clock's; both in nanoseconds.
struct SourceSchedule {
    /// Packets follow each other closer than this, unless the source's clock jumped.
    static let longestWait: Int64 = 3_000_000_000
    /// A packet that is overdue by more came after a stall: the next would only stall again without what was in stock.
    private static let longestDelay: Int64 = 500_000_000

    /// A time of the source, and the instant at which it was due.
    private var anchor: (time: Int64, instant: Int64)?
    /// The latest time that was asked about.
    private var front = Int64.min

    /// When the packet that was just read is due. After a jump, and after a stall, the rest keeps its distance to this one.
    ///
    /// - Parameter longestWait: How much later than the one before it may be due; what is later still is a jump.
    /// - Returns: `nil` for at once.
    mutating func due(_ time: Int64, at now: Int64, longestWait: Int64 = Self.longestWait) -> Int64? {
        if let anchor {
            // One track may be stored a second ahead of the other, whose packets then come at once behind it: the one that
            // is ahead sets the pace.
            if time < front, front &- time < Self.longestWait { return nil }
            let due = anchor.instant.addingReportingOverflow(time &- anchor.time)
            if !due.overflow, due.partialValue - now < longestWait, now - due.partialValue < Self.longestDelay {
                front = time
                return due.partialValue
            }
        }
        anchor = (time, now)
        front = time
        return nil
    }
}
