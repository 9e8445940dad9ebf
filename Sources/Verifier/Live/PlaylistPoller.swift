import HLS
import MediaModel

/// What is known of a rendition that is followed, and what to ask next.
struct PlaylistPoller {
    let path: String
    let isOfIFrames: Bool
    /// The last whole playlist; `nil` before the first.
    private(set) var whole: MediaPlaylist?
    private(set) var text = ""
    private(set) var answerCount = 0
    /// Answers in a row that weren't playlists.
    private(set) var failureCount = 0
    /// When its end last moved.
    private var progress: MediaTime?
    /// Between parts, in seconds.
    private(set) var gaps: [Double] = []
    private(set) var partCount = 0
    /// Media from this segment on is looked at: earlier ones are known in part only.
    private(set) var firstWatched = 0

    init(path: String, isOfIFrames: Bool) { (self.path, self.isOfIFrames) = (path, isOfIFrames) }

    private static let maximumFailureCount = 5

    /// Answers that had EXT-X-ENDLIST: the end is looked at once more, since nothing may follow it.
    private var endCount = 0

    var isOver: Bool { endCount >= 2 || failureCount >= Self.maximumFailureCount }

    /// In seconds; 2 before it is known.
    var targetDuration: Int { whole?.header.targetDuration ?? 2 }

    mutating func fail() { failureCount += 1 }

    /// - Returns: Whether it brought anything new.
    mutating func take(_ playlist: MediaPlaylist, text: String, at time: MediaTime) -> Bool {
        let old = whole
        (whole, self.text, failureCount) = (playlist, text, 0)
        answerCount += 1
        endCount = playlist.isEnded ? endCount + 1 : 0
        guard let last = playlist.last else { return old?.last != nil }
        guard let old, let oldLast = old.last else {
            progress = time
            let hasParts = playlist.header.partTarget != nil
            let isGrowing = playlist.unfinished?.parts.isEmpty == false
            // With parts: the first segment whose parts are all still to come. Without, the last there is.
            firstWatched = hasParts ? playlist.nextSequence + (isGrowing ? 1 : 0) : max(0, playlist.nextSequence - 1)
            return true
        }
        guard last > oldLast else { return playlist.isEnded != old.isEnded }
        let count = playlist.placedParts.count { $0.position > oldLast }
        partCount += count
        if count > 0, let progress { gaps.append((time - progress).seconds) }
        progress = time
        return true
    }

    /// The directives of the next reload, and when to send it.
    func nextReload(after time: MediaTime, wasNew: Bool) -> (query: String, notBefore: MediaTime) {
        guard let whole else { return ("", time + .seconds(Int64(targetDuration))) }
        let target = MediaTime.seconds(Int64(targetDuration))
        let half = MediaTime(target.value, timescale: target.timescale * 2)
        guard let control = whole.header.serverControl, control.canBlockReload, failureCount == 0, !whole.isEnded
        else {
            // 6.3.4: after a target duration; after half of one if nothing was new.
            return ("", time + (wasNew ? target : half))
        }
        var query = "_HLS_msn=\(whole.nextSequence)"
        if whole.header.partTarget != nil { query += "&_HLS_part=\(whole.unfinished?.parts.count ?? 0)" }
        if control.canSkipUntil != nil, answerCount % 3 == 2 { query += "&_HLS_skip=YES" }
        // A server that doesn't wait isn't asked without a pause.
        return (query, wasNew ? time : time + (whole.header.partTarget ?? half))
    }
}
