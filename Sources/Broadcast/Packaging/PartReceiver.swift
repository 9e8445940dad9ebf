public import HLS

/// Takes a broadcast as it is made, part by part, for those who watch it at once: today the origin.
///
/// The packager's thread calls it, and the disk's thread ``noteOnDisk(_:isLost:of:)``. Nothing in it may wait for anything: the time that a
/// call takes is a delay of all viewers. A rendition is named by its place in the timeline.
public protocol PartReceiver: Sendable {
    /// The programme begins: its first part follows.
    ///
    /// - Parameters:
    ///   - start: The wall-clock time of the first part.
    ///   - folder: Where whole segments can be had under the same names once ``noteOnDisk(_:isLost:of:)`` has told of them; `nil` if
    ///     nobody writes them.
    func begin(_ timeline: TimelinePlan, start: ProgramDateTime, folder: String?)

    /// What a player needs before a rendition's first part.
    func setInitialisation(_ bytes: [UInt8], of rendition: Int)

    /// All renditions can be played: the playlist that names them.
    ///
    /// - Parameter tag: Of this text, and no other.
    func setMultivariant(_ text: [UInt8], tag: String)

    /// A JPEG of the show, for who hasn't seen it yet: it takes the place of the one before.
    func setPoster(_ bytes: [UInt8])

    /// Parts that viewers see at the same time, in order.
    func add(_ parts: [(rendition: Int, part: LivePart<[UInt8]>)])

    /// What viewers are told of the programme.
    ///
    /// - Returns: Whether ranges have had to leave before their segments did, as there are too many.
    /// - Throws: ``DateRangeRefusal`` for one that can't be listed.
    func add(_ range: DateRange) throws(DateRangeRefusal) -> Bool

    /// A segment is on the disk, or never will be.
    func noteOnDisk(_ sequence: Int, isLost: Bool, of rendition: Int)

    /// The programme has ended, and nothing follows.
    func end()
}
