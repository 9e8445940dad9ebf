/// Turns a connection's 32-bit timestamps into 64-bit ones that neither wrap after 49.7 days nor jump where a publisher
/// starts near the wrap.
struct TimestampUnwrapper {
    private var last: Int64?

    /// In milliseconds: the value that is `timestamp` modulo 2³² and nearest to the last one, so less than 24.9 days from
    /// it. The first one is taken as it is. A publisher that steps back below zero gets a negative time.
    mutating func unwrap(_ timestamp: UInt32) -> Int64 {
        guard let last else {
            self.last = Int64(timestamp)
            return Int64(timestamp)
        }
        let step = Int32(bitPattern: timestamp &- UInt32(truncatingIfNeeded: last))
        self.last = last + Int64(step)
        return last + Int64(step)
    }
}
