/// Puts the times of a live source on the programme's clock.
///
/// The source counts by a clock of its own, which runs up to some hundred parts in a million fast or slow, and the network
/// delays each packet by another time, which is never less than a certain least. So the difference between a packet's
/// arrival and its own time has a *floor*, and that floor is what tells the two clocks apart. A picture is due the jitter
/// buffer's length after the floor: packets may be late by as much and still be in time.
///
/// - The floor is followed slowly, at most ``rate``, so that nobody sees or hears it.
/// - Where everything comes late for ``shortWindow`` the network has become longer: the floor jumps there at once.
/// - Where everything comes early by more than ``surplus`` (a burst at the start, a timestamp that jumped), it jumps back, and
///   so does a delay that has not been needed for ``longWindow``: a viewer's delay isn't wasted.
///
/// Sound and pictures share one floor, that of the track that comes later, and so stay together. All times are in
/// nanoseconds. Pure: the same packets give the same answers.
struct SourceClock: Sendable {
    static let shortWindow: Int64 = 1_000_000_000
    static let longWindow: Int64 = 10_000_000_000
    /// More than a network brings a packet too early by.
    static let surplus: Int64 = 500_000_000
    /// A delay that isn't needed is given up from here on.
    static let waste: Int64 = 100_000_000
    /// In billionths: one millisecond a second, five times what a bad crystal is off by.
    static let rate: Int64 = 1_000_000
    /// While a source has just begun, what it sends first may be old: then the floor follows at once.
    static let settling: Int64 = 2_000_000_000
    static let settlingStep: Int64 = 20_000_000
    /// Where the floor jumps back by less, what overlaps is simply dropped.
    static let overlap: Int64 = 200_000_000

    private let jitterBuffer: Int64
    private var tracks: [Int: DelayWindow] = [:]
    private var floor: Int64?
    private var begin: Int64 = 0
    private var lastArrival: Int64 = 0
    /// Since when nothing of a track has come in time.
    private var lateSince: [Int: Int64] = [:]
    /// How often the floor jumped, apart from the first moments.
    private(set) var jumps = 0

    /// - Parameter jitterBuffer: How late a packet may come and still be shown in time.
    init(jitterBuffer: Int64) {
        self.jitterBuffer = jitterBuffer
    }

    struct Answer: Hashable, Sendable {
        /// What to add to the packet's times to have them on the programme's clock.
        var offset: Int64
        /// Whether what has been placed before lies too far ahead, and should be forgotten.
        var isRestart: Bool
    }

    /// Takes the next packet of a track.
    ///
    /// - Parameters:
    ///   - time: Its decoding time, on the source's clock, without jumps back.
    ///   - arrival: When it came, on the programme's clock; at least that of the packet before.
    mutating func place(track: Int, time: Int64, arrival: Int64) -> Answer {
        tracks[track, default: DelayWindow()].add(arrival - time, at: arrival)
        guard let floor else {
            (self.floor, begin, lastArrival) = (arrival - time, arrival, arrival)
            return Answer(offset: arrival - time + jitterBuffer, isRestart: false)
        }
        let elapsed = max(0, arrival - lastArrival)
        lastArrival = arrival
        guard let recent = floorOfTracks(\.least, within: Self.shortWindow, at: arrival) else {
            return Answer(offset: floor + jitterBuffer, isRestart: false)
        }
        let isSettling = arrival - begin < Self.settling
        if isSettling ? floor - recent > Self.settlingStep : floor - recent > Self.surplus {
            return jump(to: recent, isCounted: !isSettling)
        }
        // For a whole window, during which all was late: what a stall held back and then sent at once proves nothing.
        let isLate = arrival - time - floor > max(jitterBuffer / 2, Self.settlingStep)
        lateSince[track] = isLate ? lateSince[track] ?? arrival : nil
        if let since = lateSince[track], arrival - since >= Self.shortWindow {
            return jump(to: max(recent, floor), isCounted: true)
        }
        if !isSettling, let highest = floorOfTracks(\.highestLeast, within: Self.longWindow, at: arrival),
            arrival - begin >= Self.longWindow, floor - highest > Self.waste
        {
            return jump(to: highest, isCounted: true)
        }
        if let lasting = floorOfTracks(\.least, within: Self.longWindow, at: arrival) {
            let step = elapsed * Self.rate / 1_000_000_000
            self.floor = floor + min(step, max(-step, lasting - floor))
        }
        return Answer(offset: (self.floor ?? floor) + jitterBuffer, isRestart: false)
    }

    private mutating func jump(to floor: Int64, isCounted: Bool) -> Answer {
        let isFarBack = (self.floor ?? floor) - floor > Self.overlap
        self.floor = floor
        lateSince = [:]
        if isCounted { jumps += 1 }
        return Answer(offset: floor + jitterBuffer, isRestart: isFarBack)
    }

    /// The later of the tracks decides; one that sends nothing has no say.
    private func floorOfTracks(
        _ measure: KeyPath<DelayWindow.Measures, Int64>, within window: Int64, at arrival: Int64
    ) -> Int64? {
        tracks.values.compactMap { $0.measures(within: window, at: arrival)?[keyPath: measure] }.max()
    }
}
