import FFmpegKit

/// How far a container's times are taken at their word.
///
/// Those of transport streams, FLV and raw streams are what a chain of machines made of them, and jump. MP4, Matroska and
/// WebM were written by one machine that had the whole in view: what stands still there for long is a screen that stood still.
struct TimeTrust: Hashable, Sendable {
    /// A gap this long may be one: slides, a camera that waits. (`ffmpeg` uses the same 10 s.)
    static let longestGap: Int64 = 10_000_000_000
    /// In a container that tells how long it is: nobody looks at one picture for longer, and a broken time mustn't make years of it.
    private static let longestDeclaredGap: Int64 = 3_600_000_000_000
    /// In one that doesn't, as a browser's recorder writes it.
    private static let longestUndeclaredGap: Int64 = 600_000_000_000
    /// Containers round, and count the last picture differently.
    private static let rounding: Int64 = 500_000_000

    /// Whether one machine wrote the whole.
    private let isIndexed: Bool
    /// When the last sample ends by the container's header or its index, in nanoseconds; `nil` if it doesn't say.
    private let end: Int64?

    /// Of streams, and of containers that were never whole.
    static let none = TimeTrust(isIndexed: false, end: nil)

    init(isIndexed: Bool, end: Int64?) { (self.isIndexed, self.end) = (isIndexed, end) }

    /// That of a container, by its kind and the tracks that are used.
    init(_ container: borrowing InputContainer, _ tracks: [TrackDescription]) {
        let ends = tracks.flatMap { track in
            [track.duration.map { $0 + (track.startTime ?? 0) }, track.signs.lastIndexedTime]
        }
        self.init(isIndexed: container.isIndexed, end: ends.compactMap(\.self).max())
    }

    /// The longest gap before a time that is believed to be one, both in nanoseconds.
    ///
    /// - Parameter time: By the container, before any mending.
    func longestGap(before time: Int64) -> Int64 {
        guard isIndexed else { return Self.longestGap }
        guard let end else { return Self.longestUndeclaredGap }
        return time <= end + Self.rounding ? Self.longestDeclaredGap : Self.longestGap
    }

    /// How much later than the packet before one may be due that is played at its own speed.
    func longestWait(before time: Int64) -> Int64 {
        isIndexed ? longestGap(before: time) : SourceSchedule.longestWait
    }
}
