import DequeModule
import MediaModel

/// What waits for one destination: packets of a rung and of the sound, handed on in the order of their times. Pure.
///
/// A *group* is a key picture with all pictures up to the next one, and the sound of the same time.
///
/// - **It begins with a key picture.** Pictures before it are passed over, and so is sound that would be heard before it.
/// - **It is bounded.** When more pictures wait than there is room for, the oldest group of which nothing has left goes, whole; if that
///   one is still coming, the rest of it is passed over as well.
/// - **It keeps both tracks in step.** A packet leaves once nothing earlier can come on the other track; it doesn't wait for that
///   longer than four seconds of its own track.
struct GroupQueue<Payload> {
    struct Unit {
        let isPicture: Bool
        /// Pictures: whether decoding can begin here.
        let isKey: Bool
        /// When it is decoded.
        let time: MediaTime
        let payload: Payload
    }

    /// What found no room.
    struct Losses: Hashable, Sendable {
        var groups = 0
        var pictures = 0
    }

    private var pictures: Deque<Unit> = []
    private var sound: Deque<Unit> = []
    /// From when on all is passed over until the next key picture; `nil` while nothing is. Sound before it still leaves.
    private var gap: MediaTime? = Self.always
    /// Of all that came, whether it was taken or not.
    private var latestPicture, latestSound: MediaTime?
    private(set) var losses = Losses()
    private let pictureCapacity, soundCapacity: Int

    /// How long a packet waits for those of the other track, which may have ended; and how much sound is kept for a key picture,
    /// which comes later than its sound: its encoder takes longer, and on a busy machine seconds.
    private static var patience: MediaTime { .seconds(4) }

    /// Before everything.
    private static var always: MediaTime { .seconds(-1_000_000) }

    /// - Parameters:
    ///   - capacity: How much of each track may wait.
    ///   - frameRate: Of the pictures.
    init(capacity: MediaTime, frameRate: FrameRate) {
        pictureCapacity = frameRate.tick(atOrAfter: capacity)
        // Sound is ahead of its pictures, and some is kept for a key picture. A frame of AAC has 1024 samples.
        soundCapacity = Int((capacity + Self.patience + .seconds(1)).ticks(timescale: 48_000, rounding: .up)) / 1_024
    }

    /// How many packets wait.
    var count: Int { pictures.count + sound.count }

    /// Whether it waits for a key picture.
    var awaitsKey: Bool { gap != nil }

    // MARK: - In

    mutating func append(_ unit: Unit) {
        if unit.isPicture { append(picture: unit) } else { append(sound: unit) }
    }

    private mutating func append(picture: Unit) {
        latestPicture = picture.time
        if let start = gap {
            guard picture.isKey else {
                // Before the first key picture nothing is lost that anybody has had.
                if start > Self.always { losses.pictures += 1 }
                return
            }
            sound.removeAll { $0.time >= start && $0.time < picture.time }
            gap = nil
        }
        pictures.append(picture)
        if pictures.count > pictureCapacity { makeRoom() }
    }

    private mutating func append(sound unit: Unit) {
        latestSound = unit.time
        sound.append(unit)
        if let gap {
            let oldest = max(gap, unit.time - Self.patience)
            sound.removeAll { $0.time >= gap && $0.time < oldest }
        }
        while sound.count > soundCapacity { sound.removeFirst() }
    }

    /// Drops the oldest group of which nothing has left.
    private mutating func makeRoom() {
        losses.groups += 1
        guard let start = pictures.firstIndex(where: \.isKey) else {
            // One group is longer than all there is room for: it ends here.
            losses.pictures += 1
            gap = pictures.removeLast().time
            return
        }
        let next = pictures[(start + 1)...].firstIndex(where: \.isKey)
        let (from, to) = (pictures[start].time, next.map { pictures[$0].time })
        let end = next ?? pictures.endIndex
        losses.pictures += end - start
        pictures.removeSubrange(start..<end)
        sound.removeAll { unit in unit.time >= from && to.map { unit.time < $0 } ?? true }
        if next == nil { gap = from }
    }

    // MARK: - Out

    /// The next packet, if it may leave.
    ///
    /// - Parameter isEnding: Whether nothing more comes, so that nothing has to be waited for.
    mutating func next(isEnding: Bool = false) -> Unit? {
        let heard = sound.first.flatMap { unit in gap.map { unit.time < $0 } ?? true ? unit : nil }
        switch (pictures.first, heard) {
        case (nil, nil): return nil
        case (let picture?, let unit?):
            return picture.time <= unit.time ? pictures.removeFirst() : sound.removeFirst()
        case (let picture?, nil):
            return isEnding || isDue(picture, own: latestPicture, other: latestSound) ? pictures.removeFirst() : nil
        case (nil, let unit?):
            return isEnding || isDue(unit, own: latestSound, other: latestPicture) ? sound.removeFirst() : nil
        }
    }

    /// Whether nothing earlier can come on the other track, or it has been waited for long enough.
    ///
    /// - Parameters:
    ///   - own: The latest time of the packet's own track.
    ///   - other: Of the other one.
    private func isDue(_ unit: Unit, own: MediaTime?, other: MediaTime?) -> Bool {
        if let other, unit.time <= other { return true }
        return (own ?? unit.time) - unit.time >= Self.patience
    }

    /// Forgets the pictures that wait, and begins with a key picture again. Sound runs ahead of its pictures: what of it has come is kept
    /// for that key picture. What was lost stays counted.
    mutating func restart() {
        (pictures, gap, latestPicture) = ([], Self.always, nil)
    }
}

extension GroupQueue: Sendable where Payload: Sendable {}
extension GroupQueue.Unit: Sendable where Payload: Sendable {}
