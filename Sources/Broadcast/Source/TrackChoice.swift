/// Which of a live source's tracks of one kind is used: the first that appears, until it ends and another goes on. Pure.
///
/// RTMP announces no tracks, and a transport stream may announce others at any time.
struct TrackChoice {
    /// Another track is the source's next only once the one in use has been silent for so long; in nanoseconds. Where both send, they
    /// are two programmes, or two languages.
    let silence: Int64

    /// The one in use.
    private(set) var index: Int?
    private var lastPacket: Int64 = 0

    /// A transport stream may have a third of a second of sound in a packet.
    static let sound = TrackChoice(silence: 1_000_000_000)
    static let pictures = TrackChoice(silence: 300_000_000)

    private init(silence: Int64) {
        self.silence = silence
    }

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
        guard index == nil || now - lastPacket >= silence else { return .isLeftOut }
        take(track, at: now)
        return .begins
    }

    /// Uses a track that is known before its first packet.
    mutating func take(_ track: Int, at now: Int64) {
        (index, lastPacket) = (track, now)
    }
}
