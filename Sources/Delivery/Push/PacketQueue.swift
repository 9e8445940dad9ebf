import Broadcast
import MediaModel
import Synchronization

/// Hands a programme's packets from its encoders to one destination, as ``GroupQueue`` has it. Nobody waits here: encoders put in what
/// they have, and whoever sends takes out what there is, and is woken when there is more. Any thread.
final class PacketQueue: PacketListener {
    private struct State {
        var queue: GroupQueue<ProgrammePacket>
        /// Called with the next packet, if whoever sends has found nothing.
        var wake: (@Sendable () -> Void)?
        var isAsleep = false
    }

    /// How much may wait for a destination.
    static let capacity = MediaTime.seconds(4)

    private let state: Mutex<State>

    init(frameRate: FrameRate) {
        state = Mutex(State(queue: GroupQueue(capacity: Self.capacity, frameRate: frameRate)))
    }

    /// Takes packets from now on, from the next key picture.
    ///
    /// - Parameter wake: Called on an encoder's thread when there is something to take again; must not wait.
    func open(wake: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.queue.restart()
            (state.wake, state.isAsleep) = (wake, true)
        }
    }

    /// Takes no more pictures, and forgets those that wait.
    func close() {
        state.withLock { state in
            state.queue.restart()
            (state.wake, state.isAsleep) = (nil, false)
        }
    }

    func receive(_ packet: ProgrammePacket) {
        let unit = GroupQueue<ProgrammePacket>.Unit(
            isPicture: packet.kind == .picture, isKey: packet.isKey, time: packet.decodingTime, payload: packet)
        let wake: (@Sendable () -> Void)? = state.withLock { state in
            // Sound runs ahead of its pictures: what of it comes before somebody takes packets belongs to the first key picture.
            guard state.wake != nil || !unit.isPicture else { return nil }
            state.queue.append(unit)
            guard state.isAsleep, let wake = state.wake else { return nil }
            state.isAsleep = false
            return wake
        }
        wake?()
    }

    /// The next packet; `nil` if none may leave now, and then ``open(wake:)``'s closure is called when it is worth asking again.
    ///
    /// - Parameter isEnding: Whether the programme is over.
    func next(isEnding: Bool = false) -> ProgrammePacket? {
        state.withLock { state in
            let unit = state.queue.next(isEnding: isEnding)
            state.isAsleep = unit == nil
            return unit?.payload
        }
    }

    var losses: GroupQueue<ProgrammePacket>.Losses { state.withLock { $0.queue.losses } }
}
