import FFmpegKit

/// Where the encoder of one track hands out its coded packets. There are three of them: ``Segmenter`` makes fragments for HLS,
/// ``MovieWriter/TrackSink`` writes one track of an MP4 file, and ``PacketOutlet`` hands packets to destinations that come and go.
///
/// What an encoder and its sinks owe each other:
///
/// - **Order.** ``begin(_:codec:)`` comes once and first, with the parameter sets. Packets follow in decoding order, with none
///   left out; times are the encoder's. ``finish()`` comes once, after the last packet; where the job has failed it doesn't.
/// - **Thread.** All calls come from the encoder's own thread, one after the other. A sink belongs to that thread.
/// - **Ownership.** A sink owns each packet that it gets. Its bytes are shared with the other sinks: they aren't copied, and
///   nobody may change them.
/// - **Waiting.** While a sink waits, its track's encoder does. In a broadcast a sink must not wait for a disk, a network or a
///   peer: it has a bounded queue for that, and a rule for what is dropped when it is full. A render's sinks may wait.
/// - **Failure.** A sink that can do no more answers `false`. It gets nothing after that, and the others go on; when none is
///   left, the encoder stops. So whatever may fail alone keeps its errors to itself, and says what became of them. An error that
///   is thrown ends the whole job.
protocol PacketSink: AnyObject {
    /// Takes what a container has to know of the track.
    ///
    /// - Parameter codec: As CODECS wants it (RFC 8216bis 4.4.6.2).
    /// - Returns: Whether it wants packets.
    func begin(_ track: EncodedTrack, codec: String) throws -> Bool

    /// Takes the next packet.
    ///
    /// - Parameter timing: That of the last tick that had to be composed before there could be this packet; `nil` for sound, and in a
    ///   render.
    /// - Returns: Whether it wants more.
    func receive(_ packet: consuming Packet, _ timing: TickTiming?) throws -> Bool

    /// Ends the track.
    func finish() throws
}

/// The sinks of one track, without those that want no more.
struct PacketFanOut {
    private var sinks: [any PacketSink]

    init(_ sinks: [any PacketSink]) { self.sinks = sinks }

    /// Describes the track to all. Returns `false` when nobody wants packets.
    mutating func begin(_ track: EncodedTrack, codec: String) throws -> Bool {
        sinks = try sinks.filter { try $0.begin(track, codec: codec) }
        return !sinks.isEmpty
    }

    /// Hands a packet to all. Returns `false` when nobody wants more.
    mutating func receive(_ packet: consuming Packet, _ timing: TickTiming? = nil) throws -> Bool {
        guard let last = sinks.last else { return false }
        // Backwards, as whoever wants no more is taken out. The last one gets the packet itself.
        for index in sinks.indices.dropLast().reversed()
        where try !sinks[index].receive(packet.makeReference(), timing) {
            sinks.remove(at: index)
        }
        if try !last.receive(packet, timing) { sinks.removeLast() }
        return !sinks.isEmpty
    }

    /// Ends the track for all that are left.
    func finish() throws {
        for sink in sinks { try sink.finish() }
    }
}
