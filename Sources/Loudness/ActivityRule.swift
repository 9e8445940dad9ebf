/// Says whether somebody is heard: speech, music; not a room, a fan or a pause, which must never be made louder.
///
/// Loud sound always counts. Quieter sound counts where it rises above what lies under it, and falls between its syllables: the second
/// rule keeps out a fan that is switched on, which rises and stays.
struct ActivityRule: Sendable {
    /// Blocks below are nobody's, in LUFS.
    private static let quietest = blockEnergy(ofLoudness: -50)
    /// Blocks above are always the programme's.
    private static let certain = blockEnergy(ofLoudness: -28)
    /// How far sound must rise above its floor, and fall again within two seconds.
    private static let liveliness = energyRatio(ofDecibels: 6)

    /// Two seconds.
    private var hops = HopWindow(20)
    /// Ten seconds, without what was silent: a gap, a mute, a source that is gone says nothing of the room.
    private var audible = HopWindow(100)

    /// Takes the next hop.
    ///
    /// - Returns: The energy of the block that ends with it if somebody is heard in it.
    mutating func activeBlock(endingWith hop: SoundHop) -> Double? {
        hops.append(hop.energy)
        if !hop.isSilent { audible.append(hop.energy) }
        guard let block = hops.mean(ofLast: 4), block > Self.quietest else { return nil }
        if block > Self.certain { return block }
        guard let floor, block > floor * Self.liveliness, drawdown >= Self.liveliness else { return nil }
        return block
    }

    /// The quietest hop of ten seconds.
    private var floor: Double? {
        var lowest = Double.infinity
        for index in 0..<audible.count { lowest = min(lowest, audible[index]) }
        return lowest.isFinite ? lowest : nil
    }

    /// The largest fall from an earlier hop to a later one in two seconds; as a ratio of energies. Falls into silence say nothing: a
    /// gap or a mute is no pause.
    private var drawdown: Double {
        var (highest, largest) = (0.0, 1.0)
        for index in 0..<hops.count {
            let energy = hops[index]
            guard energy > SoundHop.silenceEnergy else { continue }
            largest = max(largest, highest / energy)
            highest = max(highest, energy)
        }
        return largest
    }

    mutating func forget() {
        hops.removeAll()
        audible.removeAll()
    }
}
