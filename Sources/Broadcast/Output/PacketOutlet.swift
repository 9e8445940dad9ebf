package import FFmpegKit
package import MediaModel
import Synchronization

/// A coded packet of a programme that runs, which all share who send it elsewhere.
package final class ProgrammePacket: Sendable {
    package enum Kind: Hashable, Sendable {
        case picture
        case sound
    }

    package let kind: Kind
    /// Nobody changes it, or the bytes that it refers to.
    package let packet: Packet
    /// On the programme's clock; before its first picture is shown, decoding may be before 0.
    package let decodingTime, presentationTime: MediaTime

    /// - Precondition: The packet has times.
    package init(_ kind: Kind, _ packet: consuming Packet, timescale: Int64) {
        let (presentation, decoding) = (packet.presentationTime ?? 0, packet.decodingTime)
        self.kind = kind
        presentationTime = MediaTime(presentation, timescale: timescale)
        decodingTime = MediaTime(decoding ?? presentation, timescale: timescale)
        self.packet = packet
    }

    /// Whether decoding can begin here. Sound may begin anywhere.
    package var isKey: Bool { packet.isKey }
}

/// Who takes packets of a programme while it runs. It is called on the encoder's thread and must not wait.
package protocol PacketListener: AnyObject, Sendable {
    func receive(_ packet: ProgrammePacket)
}

/// Where one track of a running programme can be had: those who listen come and go while it is on air.
///
/// It is one more ``PacketSink``. An encoder never waits for who listens here.
package final class PacketOutlet: PacketSink, Sendable {
    private struct State {
        var track: EncodedTrack?
        var hasBegun = false
        var listeners: [any PacketListener] = []
    }

    private let kind: ProgrammePacket.Kind
    private let state = Mutex(State())
    /// Requested with the first packet.
    package let begun = Interrupt()

    package init(_ kind: ProgrammePacket.Kind) { self.kind = kind }

    /// What a container has to know; `nil` before the encoder is open.
    package var track: EncodedTrack? { state.withLock { $0.track } }

    /// Hands this one each packet from now on.
    package func add(_ listener: any PacketListener) {
        state.withLock { $0.listeners.append(listener) }
    }

    /// Hands it no more, but for the one that is on its way.
    package func remove(_ listener: any PacketListener) {
        state.withLock { $0.listeners.removeAll { $0 === listener } }
    }

    // MARK: - Packet sink

    package func begin(_ track: EncodedTrack, codec: String) -> Bool {
        state.withLock { $0.track = track }
        return true
    }

    func receive(_ packet: consuming Packet, _ timing: TickTiming?) -> Bool {
        deliver(packet)
        return true
    }

    package func finish() {}

    /// Hands a packet to all who listen, as the encoder does.
    package func deliver(_ packet: consuming Packet) {
        let (listeners, timescale, isFirst) = state.withLock { state in
            defer { state.hasBegun = true }
            return (state.listeners, state.track?.timescale, !state.hasBegun)
        }
        if isFirst { begun.request() }
        guard let timescale, !listeners.isEmpty else { return }
        let shared = ProgrammePacket(kind, packet, timescale: timescale)
        for listener in listeners { listener.receive(shared) }
    }
}
