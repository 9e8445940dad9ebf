import FFmpegKit
import Synchronization

/// Keeps a live source's packets, as they came, in a file of its own: the part that its source calls.
///
/// Nothing here waits, and no packet is copied. Where the disk can't follow, the recording has a gap, and the broadcast none.
final class SourceRecorder: Sendable {
    /// The recording's thread takes them.
    let items = BoundedQueue<RecordedItem>(capacity: 16_384)
    private let room = Mutex(Room())
    private let finished = Atomic(false)
    private let context: BroadcastContext

    private struct Room {
        var bytes = 0
        var packets = 0
        /// After a gap, pictures go on at one that decoding can start at.
        var waitsForKey = false
    }

    /// In bytes: a minute and a half of 6 Mbit/s.
    static let byteLimit = 64 << 20
    /// Leaves room in the queue for what isn't a packet.
    static let packetLimit = 16_000

    init(context: BroadcastContext) {
        self.context = context
    }

    /// Another source begins.
    func begin() {
        offer(.begin)
    }

    /// Says how the packets that follow are coded.
    func configure(
        _ kind: TrackKind, _ parameters: consuming CodecParameters, timeBase: TrackDescription.TimeBase
    ) {
        offer(.configuration(kind, parameters, timeBase: timeBase))
    }

    /// Keeps a packet; its bytes are shared.
    ///
    /// - Parameter offset: What is added to its times to have them on the programme's clock; `nil`: it isn't shown.
    /// - Throws: ``FFmpegError`` without memory.
    func keep(_ kind: TrackKind, _ packet: borrowing Packet, offset: Int64? = nil) throws(FFmpegError) {
        let (size, isKey) = (packet.byteCount, packet.isKey)
        let hasRoom = room.withLock { room in
            let hasRoom = room.bytes + size <= Self.byteLimit && room.packets < Self.packetLimit
            if kind == .video { room.waitsForKey = !hasRoom || (room.waitsForKey && !isKey) }
            guard hasRoom, kind == .audio || !room.waitsForKey else { return false }
            room.bytes += size
            room.packets += 1
            return true
        }
        guard hasRoom else {
            if kind == .video, let offset, let time = packet.presentationTime ?? packet.decodingTime {
                context.sourceMap?.noteLoss(at: time + offset)
            }
            return lose(1, "the disk is too slow")
        }
        // Refused once the programme is over.
        if !items.tryPush(.packet(kind, try packet.makeReference(), offset: offset)) { release(bytes: size) }
    }

    /// Nothing comes any more: the file is completed.
    func finish() {
        finished.store(true, ordering: .relaxed)
        items.close()
    }

    var isFinished: Bool { finished.load(ordering: .relaxed) }

    /// The recording has taken a packet out.
    func release(bytes: Int) {
        room.withLock { room in
            room.bytes -= bytes
            room.packets -= 1
        }
    }

    /// Packets aren't recorded. Each reason is said once.
    func lose(_ count: Int, _ reason: String) {
        context.status.count(\.unrecordedPackets, by: count)
        context.diagnostics.warnOnce(
            "recording: \(reason)", "the recording of the source has a gap, and the show goes on: \(reason)")
    }

    private func offer(_ item: consuming RecordedItem) {
        if !items.tryPush(item) { lose(1, "its formats change too often") }
    }
}
