import FFmpegKit

/// What is known of a source's track that is recorded.
struct RecordedTrack: ~Copyable {
    private(set) var parameters: CodecParameters?
    let timeBase: TrackDescription.TimeBase
    private(set) var isComplete = false
    var order = PacketOrder()
    /// Whether packets of it have come since the last file ended.
    var isInUse = false
    /// In the file that is being written; `nil` if that has no such track.
    var number: Int?

    /// Nothing is known yet.
    init() {
        parameters = nil
        timeBase = .init(numerator: 1, denominator: 1_000)
    }

    init(_ parameters: consuming CodecParameters, timeBase: TrackDescription.TimeBase) {
        self.parameters = consume parameters
        self.timeBase = timeBase
    }

    var isAnnounced: Bool { parameters != nil }

    mutating func complete(with packet: borrowing Packet) throws(FFmpegError) {
        try parameters?.complete(with: packet)
        isComplete = parameters != nil
    }

    /// - Parameter start: The earliest time of its packets; see ``PacketFile/addTrack(_:timeBase:start:)``.
    mutating func add(to file: inout PacketFile, start: Int64) throws(FFmpegError) {
        guard let copy = try parameters?.makeCopy() else { return }
        number = try file.addTrack(copy, timeBase: timeBase, start: start)
    }
}

/// A packet that waits for its file, and the times that it is written with.
final class HeldPacket {
    struct Times {
        var decoding: Int64
        var presentation: Int64
    }

    let kind: TrackKind
    let isKey: Bool
    let times: Times
    /// When it is shown, on the programme's clock; `nil` for what isn't.
    let media: Int64?
    var packet: Packet?

    init(_ kind: TrackKind, _ packet: consuming Packet, _ times: Times, media: Int64?) {
        (self.kind, self.times, self.media) = (kind, times, media)
        isKey = kind == .video && packet.isKey
        self.packet = consume packet
    }
}
