/// When comments were on screen that were taken away: pictures of those moments show them for ever, and nobody is to print one.
///
/// The log has their lines no more: each is blank, where it was, so that it tells when a comment came and not which. So a span begins with
/// the earliest of those that are still to be taken away. Pure.
struct RemovedCommentSpans {
    /// What fades out is seen a little longer, in seconds.
    private static let fade = 1.0
    /// More make no difference: what is known of the last ones reaches to the end.
    private static let most = 10_000

    /// Seconds of the show, in the order in which comments were taken away.
    private(set) var spans: [ClosedRange<Double>] = []
    /// When the first of the blank lines' comments came whose end isn't known, and how many there are.
    private var earliest: Double?
    private var count = 0
    /// Of a log of another version, which keeps them.
    private var shown: [String: Double] = [:]

    /// A comment came whose line is blank now.
    ///
    /// - Parameter time: Not later than it came.
    mutating func noteBlank(since time: Double) {
        earliest = earliest ?? time
        count += 1
    }

    mutating func noteShown(_ id: String, at time: Double) {
        if shown.count < Self.most { shown[id] = time }
    }

    /// An event was undone, which may have been a comment. Its line isn't blank.
    mutating func noteUndone(_ id: String, at time: Double) {
        if let begin = shown.removeValue(forKey: id) { add(begin, time) }
    }

    mutating func noteRemoved(_ id: String, at time: Double) {
        if let begin = shown.removeValue(forKey: id) {
            add(begin, time)
        } else if let earliest {
            add(earliest, time)
            count -= 1
            if count == 0 { self.earliest = nil }
        }
    }

    /// - Parameter end: Of the show: comments whose end isn't known stayed until then.
    mutating func finish(at end: Double) {
        if let earliest { add(earliest, end) }
        earliest = nil
    }

    private mutating func add(_ begin: Double, _ end: Double) {
        let span = begin...max(begin, end + Self.fade)
        if spans.count < Self.most {
            spans.append(span)
        } else if let last = spans.last {
            spans[spans.count - 1] = min(last.lowerBound, begin)...max(last.upperBound, span.upperBound)
        }
    }
}
