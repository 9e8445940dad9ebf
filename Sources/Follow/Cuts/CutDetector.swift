/// Tells where the source begins a new shot, from its pictures' thumbnails.
///
/// Two pictures differ as shots do if neither light nor contrast explains it: luma less its mean, over its spread, differs by more than
/// 0.6 on average, and at a quarter of the size the two hardly correlate. A flash or a drop-out looks the same, but goes back to what was
/// before. So the detector looks at up to five more pictures before it says that there was a cut, and says then where it was. With less
/// look-ahead it decides sooner, and takes the more flashes for cuts; a cut only means to look for subjects anew, and whoever is found
/// where they were isn't jumped to.
///
/// Whip pans and things that fill the picture in a moment may count as cuts, slow dissolves may not.
public struct CutDetector: Sendable {
    /// What it says of a picture.
    public enum Verdict: Hashable, Sendable {
        case none
        /// It may begin a shot: worth searching it for subjects already. Whether it does is said within ``patience`` pictures, unless it
        /// was a flash, of which nothing more is said.
        case suspected
        /// The picture of this time began a shot.
        case cut(at: Int64)
    }

    /// A flash is over after so many pictures.
    public static let longestPatience = 5
    /// Pictures after a cut in which there is no other.
    private static let pause = 6

    /// How many pictures it looks at after one that may begin a shot; 0: it decides at once.
    public let patience: Int

    private var last: CutFeatures?
    /// The picture before the one that may begin a shot, and that one's time.
    private var suspicion: (before: CutFeatures, time: Int64, count: Int)?
    private var resting = 0

    /// - Parameter patience: Within 0...``longestPatience``; more means that.
    public init(patience: Int = CutDetector.longestPatience) {
        self.patience = min(max(0, patience), Self.longestPatience)
    }

    /// One whose cuts are known before they are shown.
    ///
    /// - Parameters:
    ///   - lookAhead: How much earlier than they are shown pictures come, in nanoseconds.
    ///   - frameDuration: From picture to picture, in nanoseconds.
    public init(lookAhead: Int64, frameDuration: Int64) {
        let count = max(0, lookAhead) / max(1, frameDuration)
        self.init(patience: Int(min(count, Int64(Self.longestPatience))))
    }

    /// Looks at the next picture.
    ///
    /// - Parameter time: The picture's, in nanoseconds.
    public mutating func take(_ thumbnail: LumaThumbnail, at time: Int64) -> Verdict {
        let features = CutFeatures(thumbnail)
        defer { last = features }
        if resting > 0 { resting -= 1 }
        if let (before, cut, count) = suspicion {
            guard features.differs(from: before) else {
                suspicion = nil
                return .none
            }
            return count + 1 >= patience ? decide(cut) : wait(before, cut, count + 1)
        }
        guard resting == 0, let last, features.differs(from: last) else { return .none }
        guard patience > 0 else { return decide(time) }
        suspicion = (last, time, 0)
        return .suspected
    }

    private mutating func decide(_ time: Int64) -> Verdict {
        suspicion = nil
        resting = Self.pause
        return .cut(at: time)
    }

    private mutating func wait(_ before: CutFeatures, _ time: Int64, _ count: Int) -> Verdict {
        suspicion = (before, time, count)
        return .none
    }
}
