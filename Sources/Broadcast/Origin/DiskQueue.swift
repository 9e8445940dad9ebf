import HLS
import MediaModel
import NIOCore

/// What the publisher hands to the disk.
enum DiskItem: Sendable {
    /// The wall-clock time of the first part.
    case beginning(ProgramDateTime)
    case initialisation(track: Int, ByteBuffer, codec: String)
    /// A whole segment, by its parts.
    case segment(track: Int, [LivePart<ByteBuffer>])
    /// A segment that there was no room for, by its parts' durations.
    case lostSegment(track: Int, [MediaTime])
    case dateRange(DateRange)
}

/// The way from the publisher to the disk: bounded, and nobody waits.
///
/// Segments that a slow disk has no room for are lost; that they are is told as soon as there is room again, since the
/// numbers of those after them depend on it.
struct DiskQueue: ~Copyable {
    let items: BoundedQueue<DiskItem>
    private let context: BroadcastContext
    /// In order: everything since the queue was full.
    private var overdue: [DiskItem] = []

    init(items: BoundedQueue<DiskItem>, context: BroadcastContext) {
        (self.items, self.context) = (items, context)
    }

    /// - Returns: Whether the disk will have it.
    @discardableResult
    mutating func push(_ item: DiskItem) -> Bool {
        sendOverdue()
        if overdue.isEmpty, items.tryPush(item) { return true }
        guard case .segment(let track, let parts) = item else {
            overdue.append(item)
            return true
        }
        context.tell(.disk(.slow))
        overdue.append(.lostSegment(track: track, parts.map(\.duration)))
        return false
    }

    mutating func close() {
        sendOverdue()
        items.close()
    }

    private mutating func sendOverdue() {
        while let first = overdue.first, items.tryPush(first) { overdue.removeFirst() }
    }
}
