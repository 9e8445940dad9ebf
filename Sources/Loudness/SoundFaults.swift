/// Notices what is wrong with a source's sound, and what somebody should do something about.
struct SoundFaults: Sendable {
    /// In samples of one hop: a clap has fewer.
    private static let overCount = 12
    /// In hops of the last ten seconds.
    private static let clippedCount = 10

    /// For so many hops there has been nothing to hear.
    private(set) var silentHops = 0
    /// The last 100 hops that clipped, the newest in the lowest bit.
    private var clipped: UInt128 = 0

    /// Whether the source comes louder than it can be, now and again, and so is distorted: no gain mends that.
    var isClipped: Bool { clipped.nonzeroBitCount >= Self.clippedCount }

    /// - Parameter hop: As the source sends it.
    mutating func note(_ hop: SoundHop) {
        silentHops = hop.isSilent ? silentHops + 1 : 0
        clipped = clipped << 1 & (1 << 100 - 1) | (hop.fullScaleCount >= Self.overCount ? 1 : 0)
    }
}
