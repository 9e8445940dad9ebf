/// Turns a connection's 32-bit timestamps into 64-bit ones that neither wrap after 49.7 days nor jump where a publisher
/// starts near the wrap.
struct TimestampUnwrapper {
    private var last: (timestamp: UInt32, time: Int64)?

    /// FFmpeg's FLV muxer leaves the top bit out, so its clock wraps at 2³¹.
    private static let shortWrap: Int64 = 1 << 31

    /// In milliseconds: a step this close to 2³¹ is such a wrap, as nobody jumps by 24.9 days.
    private static let tolerance: Int64 = 60_000

    /// In milliseconds: the value that is `timestamp` modulo 2³² and nearest to the last one, so less than 24.9 days from
    /// it. The first one is taken as it is. A publisher that steps back below zero gets a negative time.
    mutating func unwrap(_ timestamp: UInt32) -> Int64 {
        var time = Int64(timestamp)
        if let last {
            var step = Int64(Int32(bitPattern: timestamp &- last.timestamp))
            if step < -Self.shortWrap + Self.tolerance {
                step += Self.shortWrap
            } else if step > Self.shortWrap - Self.tolerance {
                // Sound and pictures cross the wrap in turn.
                step -= Self.shortWrap
            }
            time = last.time + step
        }
        last = (timestamp, time)
        return time
    }
}
