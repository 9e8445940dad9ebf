/// What the viewers have met, from ``start`` on.
struct Measurements {
    /// Before it, nothing counts but errors.
    var start = MonotonicTime.max

    /// From a part's request to its last byte.
    var videoParts = Samples()
    var audioParts = Samples()
    /// From the moment that the first viewer was told of a part to the moment that a viewer was.
    var reloads = Samples()
    /// From the moment that the first viewer was told of a part to its last byte.
    var lateness = Samples()
    var bytes = 0
    var requests = 0
    /// Playlists that named two new parts or more: the viewer came, or the answer went, too late for one each.
    var jumps = 0

    /// Sentences, and how often.
    private(set) var errors: [String: Int] = [:]

    mutating func fail(_ sentence: String) {
        errors[sentence, default: 0] += 1
    }
}
