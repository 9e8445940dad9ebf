/// Which of a live source's tracks of one kind is used: the first that appears, until it ends and another goes on. Pure.
///
/// RTMP announces no tracks, and a transport stream may announce others at any time.
struct TrackChoice {
    /// Another track is the source's next only once the one in use has been silent for so long; in nanoseconds. Where both send, they
    /// are two programmes, or two languages.
    static let silence: Int64 = 1_000_000_000

    /// The one in use.
    private(set) var index: Int?
    private var lastPacket: Int64 = 0

    enum Use: Hashable {
        /// It is the one in use.
        case goesOn
        /// It is from now on.
        case begins
        case isLeftOut
    }

    /// - Parameters:
    ///   - track: That of a packet that has come.
    ///   - now: On any clock that doesn't go back, in nanoseconds.
    mutating func use(of track: Int, at now: Int64) -> Use {
        if track == index {
            lastPacket = now
            return .goesOn
        }
        guard index == nil || now - lastPacket >= Self.silence else { return .isLeftOut }
        take(track, at: now)
        return .begins
    }

    /// Uses a track that is known before its first packet.
    mutating func take(_ track: Int, at now: Int64) {
        (index, lastPacket) = (track, now)
    }
}
