/// Shows the pictures of an edit list's pieces at their times, and what stood where a piece begins.
///
/// FFmpeg has a piece begin with the first of its pictures in decoding order, whenever that is to be seen: where pictures are reordered, or
/// the piece begins in the middle of one, all of it comes too early or too late, by some pictures in a film and by a minute in a
/// recording of a screen. And the picture that stood there is left out (libavformat/mov.c, mov_fix_index). All times are in
/// units of the track.
public struct EditedPictures: Hashable, Sendable {
    private struct Piece: Hashable {
        /// When it begins in the show.
        var begin: Int64
        /// When the first of its pictures in decoding order is to be seen in the show.
        var first: Int64
        /// Whether a picture that begins before it stands where it begins.
        var beginsInPicture: Bool
        /// Its pictures.
        var count: Int64
        var isNothing: Bool
    }

    public struct Packet: Hashable, Sendable {
        /// What is to be added to both its times.
        public var shift: Int64
        /// Whether it is only decoded, for the sake of those after it.
        public var isHidden: Bool

        public init(shift: Int64, isHidden: Bool) { (self.shift, self.isHidden) = (shift, isHidden) }
    }

    /// Nine hours at sixty a second; more than that is left to FFmpeg. Hostile tables claim billions.
    private static let mostPictures: Int64 = 2_000_000
    private static let mostSteps: Int64 = 20_000_000

    private var pieces: ArraySlice<Piece>
    private let isReordered: Bool
    /// Units of the track that are a second.
    private let second: Int64
    /// Pictures of the piece that are still to come, and what to add to the times of those.
    private var left: Int64 = 0
    private var shift: Int64 = 0
    private var isNothing = false
    /// The last packet's time as FFmpeg had it, and whether one has gone back since the last that was to be seen: so what comes before a piece
    /// is told from what comes behind the one before.
    private var lastTime = Int64.max
    private var hasSteppedBack = true

    /// - Parameter timescale: The movie's.
    /// - Returns: `nil` without an edit list, or if its tables make no sense.
    public init?(_ track: MovieIndex.Track, movieTimescale timescale: Int64) {
        guard let pieces = track.pieces(movieTimescale: timescale), !pieces.isEmpty else { return nil }
        let count = track.samples.reduce(Int64(0)) { $0 &+ max(0, $1.count) }
        guard count > 0, count <= Self.mostPictures, count * Int64(pieces.count) <= Self.mostSteps,
            // With these FFmpeg counts otherwise.
            track.offsets.allSatisfy({ $0.value >= 0 })
        else { return nil }
        var made: [Piece] = []
        for piece in pieces {
            let end = piece.mediaTime + (piece.end - piece.begin)
            var found = (first: Int64?.none, earliest: Int64.max, count: Int64(0), hasEarlier: false)
            track.forEachPresentationTime { time in
                if time < piece.mediaTime { found.hasEarlier = true }
                guard time >= piece.mediaTime, time < end else { return }
                found.first = found.first ?? time
                found.earliest = min(found.earliest, time)
                found.count += 1
            }
            guard let first = found.first else { continue }
            made.append(
                Piece(
                    begin: piece.begin, first: piece.begin + first - piece.mediaTime,
                    beginsInPicture: !piece.isNothing && found.hasEarlier && found.earliest > piece.mediaTime,
                    count: found.count, isNothing: piece.isNothing))
        }
        self.pieces = made[...]
        isReordered = !track.offsets.isEmpty
        second = track.timescale
    }

    /// Takes the next packet as FFmpeg has it, in the order of its index.
    ///
    /// - Parameters:
    ///   - time: When it is seen.
    ///   - duration: Until the next; 0 if that isn't known, as where pictures are reordered.
    public mutating func mend(time: Int64, duration: Int64, isHidden: Bool) -> Packet {
        defer { lastTime = time }
        guard isHidden else {
            hasSteppedBack = false
            if left == 0, let piece = pieces.popFirst() { begin(piece, at: time) }
            left = max(0, left - 1)
            return Packet(shift: shift, isHidden: isNothing)
        }
        if time < lastTime { hasSteppedBack = true }
        // FFmpeg has those before a piece end where it begins.
        guard !isReordered, hasSteppedBack, left == 0, let next = pieces.first, next.beginsInPicture, duration > 0,
            duration == next.begin &- time
        else { return Packet(shift: 0, isHidden: true) }
        return Packet(shift: duration, isHidden: false)
    }

    private mutating func begin(_ piece: Piece, at time: Int64) {
        isNothing = piece.isNothing
        guard !isNothing else {
            (left, shift) = (piece.count, 0)
            return
        }
        let wanted = piece.first &- time
        // What reordering doesn't explain isn't FFmpeg's reading of these tables.
        let isExplained = isReordered ? wanted.magnitude <= second.magnitude : (time &- piece.begin).magnitude <= 1
        (left, shift) = isExplained ? (piece.count, wanted) : (0, 0)
        if !isExplained { (pieces, isNothing) = ([], false) }
    }
}

extension MovieIndex.Track {
    /// When each sample is to be seen in the media, in decoding order.
    fileprivate func forEachPresentationTime(_ body: (Int64) -> Void) {
        var (time, offset, left): (Int64, Int, Int64) = (0, 0, offsets.first?.count ?? 0)
        for run in samples {
            for _ in 0..<max(0, run.count) {
                while left == 0, offset + 1 < offsets.count {
                    offset += 1
                    left = offsets[offset].count
                }
                body(time + (left > 0 ? offsets[offset].value : 0))
                left = max(0, left - 1)
                time &+= run.value
            }
        }
    }
}
