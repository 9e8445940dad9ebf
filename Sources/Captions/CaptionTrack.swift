public import MediaModel

/// The captions of one language on their way into the segments of its rendition.
///
/// A segment has all captions that are shown in its time, with their whole times (RFC 8216bis 3.1.4), so one over a border is in both,
/// the same with the same id. What is out is never changed:
///
/// - One whose end isn't known when its segment goes out is cut at the border, and goes on in the next with an id of its own,
///   and the words that it has by then.
/// - One that comes when its segment is out already is in the next one, with its own times: who isn't as near to the live edge
///   sees it where it belongs.
/// - Its end is where the next of its language begins, if nobody says otherwise, or ``Caption/longestOpen`` after its beginning.
///
/// A value: what it costs doesn't grow with the show.
public struct CaptionTrack: Sendable {
    /// How long after its end a caption may still come.
    public static let patience = MediaTime.seconds(60)
    /// So many are remembered that have begun: a minute of twenty a second. The oldest go.
    public static let maximumBegunCount = 1_200

    /// What became of a caption that was put in.
    public enum Outcome: Hashable, Sendable {
        case taken
        /// All of it is out already, as it was told before.
        case isOut
        /// It was over more than ``patience`` ago.
        case tooLate
        /// There are ``CaptionFile/maximumCaptionCount`` of them to come.
        case full
    }

    private struct Entry {
        var caption: Caption
        /// Its place among all that were put in, from which its cues have their ids.
        let number: Int
        /// Where the next caption begins, if nobody told an end.
        var nextBegins: MediaTime?
        /// As the last segment had it.
        var cue: WebVTTCue?
        /// How many cues it was cut into.
        var pieceCount = 0
        var isOver = false

        /// `nil` while nobody knows it, and it may come yet.
        func end(by time: MediaTime) -> MediaTime? {
            if let end = caption.to ?? nextBegins { return end }
            return caption.latestEnd <= time ? caption.latestEnd : nil
        }
    }

    /// What the ids of cues begin with.
    private let prefix: String
    /// In order of their beginnings; those before `firstWaiting` have gone.
    private var waiting: [Entry] = []
    private var firstWaiting = 0
    /// By id: when those that wait begin.
    private var beginnings: [String: MediaTime] = [:]
    /// Of those that wait: whose end nobody knows yet.
    private var openIDs: [String] = []
    /// Those that have begun, as they came.
    private var begun: [Entry] = []
    private var count = 0
    /// Where the last segment ended.
    public private(set) var end = MediaTime.zero

    /// - Parameters:
    ///   - prefix: Letters and digits; another one in each run, as players know cues of an earlier run by their ids.
    ///   - captions: Those that are known from the start, in order of their beginnings.
    public init(prefix: String, captions: [Caption] = []) {
        self.prefix = prefix
        for caption in captions.prefix(CaptionFile.maximumCaptionCount) {
            waiting.append(Entry(caption: caption, number: count))
            beginnings[caption.id] = caption.from
            count += 1
        }
    }

    /// How many are kept in memory.
    public var keptCount: Int { waiting.count - firstWaiting + begun.count }
}

// MARK: - Putting in

extension CaptionTrack {
    /// Puts a caption in, or in the place of the one with its id.
    ///
    /// - Parameter now: Media time; where one begins that says nothing else.
    public mutating func put(_ update: CaptionUpdate, at now: MediaTime) -> Outcome {
        if let index = begun.lastIndex(where: { $0.caption.id == update.id }) { return replace(index, update, now) }
        var number = count
        var (earlier, nextBegins): (Caption?, MediaTime?)
        if let place = place(of: update.id) {
            (number, earlier, nextBegins) = (waiting[place].number, waiting[place].caption, waiting[place].nextBegins)
        }
        guard let caption = update.caption(replacing: earlier, at: now) else { return .tooLate }
        guard caption.latestEnd + Self.patience > end else { return .tooLate }
        if let place = place(of: update.id) {
            waiting.remove(at: place)
        } else {
            guard waiting.count - firstWaiting < CaptionFile.maximumCaptionCount else { return .full }
            count += 1
            closeOpenOnes(before: caption.from)
        }
        beginnings[caption.id] = caption.from
        if caption.to == nil, earlier == nil { openIDs.append(caption.id) }
        var entry = Entry(caption: caption, number: number)
        entry.nextBegins = nextBegins.flatMap { $0 > caption.from ? $0 : nil }
        waiting.insert(entry, at: firstPlace(after: caption.from))
        return .taken
    }

    private mutating func replace(_ index: Int, _ update: CaptionUpdate, _ now: MediaTime) -> Outcome {
        guard let caption = update.caption(replacing: begun[index].caption, at: now) else { return .tooLate }
        guard !begun[index].isOver else { return caption == begun[index].caption ? .taken : .isOut }
        begun[index].caption = caption
        return .taken
    }

    /// Takes a caption away, as far as it isn't out.
    public mutating func remove(_ id: String) -> Outcome {
        if let place = place(of: id) {
            waiting.remove(at: place)
            beginnings[id] = nil
            return .taken
        }
        guard let index = begun.lastIndex(where: { $0.caption.id == id }), !begun[index].isOver else { return .isOut }
        begun[index].isOver = true
        return .taken
    }

    private mutating func closeOpenOnes(before time: MediaTime) {
        for index in begun.indices
        where begun[index].caption.to == nil && begun[index].nextBegins == nil && begun[index].caption.from < time {
            begun[index].nextBegins = time
        }
        var stillOpen: [String] = []
        for id in openIDs {
            // Others of them have begun meanwhile, or were taken away.
            guard let place = place(of: id) else { continue }
            if waiting[place].caption.from < time {
                waiting[place].nextBegins = time
            } else {
                stillOpen.append(id)
            }
        }
        openIDs = stillOpen
    }

    /// Among those that wait.
    private func place(of id: String) -> Int? {
        guard let beginning = beginnings[id] else { return nil }
        var place = firstPlace(after: beginning) - 1
        while place >= firstWaiting, waiting[place].caption.from == beginning {
            if waiting[place].caption.id == id { return place }
            place -= 1
        }
        return nil
    }

    /// The place behind all that begin at this time or before.
    private func firstPlace(after time: MediaTime) -> Int {
        var (low, high) = (firstWaiting, waiting.count)
        while low < high {
            let middle = (low + high) / 2
            if waiting[middle].caption.from <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

// MARK: - Segments

extension CaptionTrack {
    /// The cues of the next segment, in order of their beginnings.
    ///
    /// - Parameter border: Where it ends; it begins where the last one ended.
    public mutating func cues(until border: MediaTime) -> [WebVTTCue] {
        precondition(border >= end, "a segment that ends at \(border.seconds) s after one that did at \(end.seconds) s")
        begin(before: border)
        var cues: [WebVTTCue] = []
        for index in begun.indices {
            if let cue = nextCue(of: index, until: border) { cues.append(cue) }
        }
        end = border
        begun.removeAll { $0.isOver && ($0.caption.latestEnd + Self.patience <= border) }
        if begun.count > Self.maximumBegunCount { begun.removeFirst(begun.count - Self.maximumBegunCount) }
        return cues.enumerated().sorted { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }.map(\.element)
    }

    private mutating func begin(before border: MediaTime) {
        while firstWaiting < waiting.count, waiting[firstWaiting].caption.from < border {
            beginnings[waiting[firstWaiting].caption.id] = nil
            begun.append(waiting[firstWaiting])
            firstWaiting += 1
        }
        // Taking them away one by one would move all the others each time.
        if firstWaiting > 256, 2 * firstWaiting > waiting.count {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
    }

    private mutating func nextCue(of index: Int, until border: MediaTime) -> WebVTTCue? {
        let entry = begun[index]
        let knownEnd = entry.end(by: border)
        if entry.isOver {
            // The last one again, if it reaches into this segment.
            return entry.cue.flatMap { $0.to > end ? $0 : nil }
        }
        let start = entry.cue?.to ?? entry.caption.from
        begun[index].isOver = knownEnd != nil
        if let knownEnd, knownEnd <= start { return nil }
        let piece = entry.pieceCount == 0 ? "" : ".\(entry.pieceCount + 1)"
        let cue = WebVTTCue(
            id: "\(prefix)-\(entry.number)\(piece)", from: start, to: knownEnd ?? border, text: entry.caption.text)
        begun[index].cue = cue
        begun[index].pieceCount += 1
        return cue
    }
}
