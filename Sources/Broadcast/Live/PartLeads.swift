import Synchronization

/// How long before its time each part's last picture was to be composed, from the composer to whoever puts parts up.
///
/// Any thread; never waits. What is composed earlier is ready earlier, and may be put up earlier by just as much: only who knows
/// the lead can tell that from an encoder that happens to be quick.
final class PartLeads: Sendable {
    /// More parts than ever are on their way through the encoders.
    private static let memory = 64

    private let entries = Mutex([(part: Int, lead: Int64)](repeating: (-1, 0), count: memory))

    /// - Parameter lead: In nanoseconds.
    func note(_ lead: Int64, ofPart part: Int) { entries.withLock { $0[part % Self.memory] = (part, lead) } }

    /// 0 for a part that nobody knows of, and for one long past.
    subscript(part: Int) -> Int64 {
        entries.withLock { entries in
            let entry = entries[part % Self.memory]
            return entry.part == part ? entry.lead : 0
        }
    }
}
