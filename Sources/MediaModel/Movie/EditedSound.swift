/// Cuts a track of sound to the sample where its edit list puts several pieces together.
///
/// FFmpeg does so for the first piece alone. Of the others it leaves out the packet that the piece begins in, and has the one
/// after it begin in its place: up to a packet, 21 ms, too early; and the packet that a piece ends in stays whole
/// (libavformat/mov.c, mov_fix_index). All times are in units of the track.
public struct EditedSound: Hashable, Sendable {
    private struct Piece: Hashable {
        /// Where it begins and ends in the show.
        var begin, end: Int64
        /// How much of its first packet lies before it, and how long that packet is.
        var lead, packet: Int64
        var isNothing: Bool
    }

    public struct Packet: Hashable, Sendable {
        public var time: Int64
        /// What the decoder must leave out of its head and of its end.
        public var head: Int64
        public var tail: Int64
        /// Whether it is only decoded, for the sake of those after it.
        public var isHidden: Bool

        public init(time: Int64, head: Int64 = 0, tail: Int64 = 0, isHidden: Bool) {
            (self.time, self.head, self.tail, self.isHidden) = (time, head, tail, isHidden)
        }
    }

    private let pieces: [Piece]
    private var current = 0

    /// - Parameter timescale: The movie's.
    /// - Returns: `nil` if there is nothing to mend: the track is of one piece.
    public init?(_ track: MovieIndex.Track, movieTimescale timescale: Int64) {
        guard let pieces = track.pieces(movieTimescale: timescale), pieces.count > 1 else { return nil }
        self.pieces = pieces.map { piece in
            let packet = piece.isNothing ? nil : track.packet(at: piece.mediaTime)
            return Piece(
                begin: piece.begin, end: piece.end, lead: packet.map { piece.mediaTime - $0.start } ?? 0,
                packet: packet?.length ?? 0, isNothing: piece.isNothing)
        }
    }

    /// Takes the next packet as FFmpeg has it, in the order of its index, and returns it as it is to be.
    public mutating func mend(time: Int64, duration: Int64, isHidden: Bool) -> Packet {
        var packet = Packet(time: time, isHidden: isHidden)
        if isHidden {
            // The last before the next piece, if that doesn't begin with a packet, holds its beginning.
            guard current + 1 < pieces.count, case let next = pieces[current + 1], next.lead > 0,
                time + next.packet == next.begin
            else { return packet }
            current += 1
            packet = Packet(time: next.begin - next.lead, head: next.lead, isHidden: false)
        } else {
            while current + 1 < pieces.count, time >= pieces[current + 1].begin { current += 1 }
            let piece = pieces[current]
            if current > 0, piece.lead > 0 { packet.time += piece.packet - piece.lead }
        }
        let piece = pieces[current]
        // FFmpeg has the last packet of all last to the end that the list says.
        let length = piece.packet > 0 && duration > 0 ? min(piece.packet, duration) : max(piece.packet, duration)
        packet.tail = max(0, packet.time + length - piece.end)
        if piece.isNothing || packet.tail >= length { packet.isHidden = true }
        return packet
    }

}

extension MovieIndex.Track {
    /// A piece of an edit list, in units of the track.
    struct Piece {
        /// Where it begins and ends in the show.
        var begin, end: Int64
        var mediaTime: Int64
        /// A gap behind the first piece: FFmpeg has the beginning of the media play there, from −1 on.
        var isNothing: Bool
    }

    /// When the edit list ends in the show, in units of the track; `nil` without one.
    ///
    /// - Parameter timescale: The movie's.
    public func editedEnd(movieTimescale timescale: Int64) -> Int64? { pieces(movieTimescale: timescale)?.last?.end }

    /// The pieces of the edit list as FFmpeg places them; `nil` if they make no sense.
    ///
    /// - Parameter timescale: The movie's.
    func pieces(movieTimescale timescale: Int64) -> [Piece]? {
        guard timescale > 0, self.timescale > 0 else { return nil }
        var (pieces, time): ([Piece], Int64) = ([], 0)
        for edit in edits {
            guard let duration = Self.scale(edit.duration, by: self.timescale, over: timescale),
                duration < Int64.max / 4 - time
            else { return nil }
            if let start = edit.mediaTime {
                pieces.append(Piece(begin: time, end: time + duration, mediaTime: start, isNothing: false))
            } else if !pieces.isEmpty {
                pieces.append(Piece(begin: time, end: time + duration, mediaTime: -1, isNothing: true))
            }
            time += duration
        }
        return pieces
    }

    /// Scales to the nearest integer, as av_rescale does; `nil` beyond 64 bits.
    private static func scale(_ value: Int64, by multiplier: Int64, over divisor: Int64) -> Int64? {
        let (product, overflow) = value.multipliedReportingOverflow(by: multiplier)
        guard !overflow, product < Int64.max - divisor else { return nil }
        return (product + divisor / 2) / divisor
    }

    /// Linear sound has samples without a length of their own, of which FFmpeg makes packets of 1024 in each chunk.
    private static let linearPacket: Int64 = 1_024

    /// The packet that holds a time of the media, both in units of the track; `nil` behind the last.
    func packet(at time: Int64) -> (start: Int64, length: Int64)? {
        let isLinear = samples.count == 1 && samples[0].value == 1
        guard let (start, length) = Self.place(time, in: isLinear ? chunks : samples) else { return nil }
        guard isLinear else { return (start, length) }
        let first = start + (time - start) / Self.linearPacket * Self.linearPacket
        return (first, min(Self.linearPacket, start + length - first))
    }

    /// The element of a run that a time lies in, where each is as long as its value.
    private static func place(_ time: Int64, in runs: [MovieIndex.Run]) -> (start: Int64, length: Int64)? {
        var begin: Int64 = 0
        for run in runs where run.count > 0 && run.value > 0 {
            // Both are 32 bits in the file.
            let (length, overflow) = run.count.multipliedReportingOverflow(by: run.value)
            guard !overflow, length < Int64.max / 2 - begin else { return nil }
            if time < begin + length { return (begin + (time - begin) / run.value * run.value, run.value) }
            begin += length
        }
        return nil
    }
}
