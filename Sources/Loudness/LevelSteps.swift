/// Notices when a voice has become much louder or quieter for good, from one moment to the next: another microphone, another person.
struct LevelSteps: Sendable {
    private static let pause = energyRatio(ofDecibels: -10)
    private static let louder = energyRatio(ofDecibels: 4)
    private static let quieter = energyRatio(ofDecibels: -5)
    /// So many of the last so many hops: with their mean in place of votes, one burst of half a second would do.
    private static let (votesNeeded, votesCounted) = (8, 12)
    /// In active blocks: 3 s.
    private static let quietLength = 30

    /// The last hops that weren't pauses, the newest in the lowest bit: 1 for those that were louder.
    private var votes: UInt16 = 0
    private var quietBlocks = 0

    /// Takes a hop; says `true` once when it is a step up.
    mutating func isLouder(_ hop: Double, than level: Double) -> Bool {
        guard hop > level * Self.pause else { return false }
        votes = votes << 1 & (1 << Self.votesCounted - 1) | (hop > level * Self.louder ? 1 : 0)
        guard votes.nonzeroBitCount >= Self.votesNeeded else { return false }
        votes = 0
        return true
    }

    /// Takes an active block; says `true` once when it is a step down.
    mutating func isQuieter(_ block: Double, than level: Double) -> Bool {
        quietBlocks = block < level * Self.quieter ? quietBlocks + 1 : 0
        guard quietBlocks >= Self.quietLength else { return false }
        quietBlocks = 0
        return true
    }
}
