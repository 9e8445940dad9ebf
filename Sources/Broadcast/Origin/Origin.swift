public import HLS
import MediaModel
import NIOCore
import Synchronization

/// What viewers may fetch of a broadcast, at any instant: its state behind one lock.
///
/// The publisher's thread puts parts in; servers ask from any thread, and are called at each change. Nothing here waits
/// for anything: a lock is held as long as it takes to add a part, or to copy a playlist together, once for all who ask for
/// it.
public final class Origin: Sendable {
    typealias Timeline = LiveTimeline<ByteBuffer>

    /// A kind of playlist of one rendition.
    struct TextKey: Hashable {
        let rendition: Int
        let isIFrames: Bool
        let isDelta: Bool
    }

    struct State {
        var timeline: Timeline?
        var renditions: [RenditionID: Int] = [:]
        /// Of each rendition: the timeline's version that made its last segment whole.
        var segmentVersions: [Int] = []
        /// Of each rendition: when its last part was put up.
        var renewals: [ContinuousClock.Instant] = []
        var folder: String?
        var multivariant: CachedPlaylist?
        /// Of the timeline's version.
        var texts: [TextKey: CachedPlaylist] = [:]
        /// Instead of a timeline.
        var show: StoredPresentation?
    }

    let state = Mutex(State())
    private let observers = Mutex<[@Sendable () -> Void]>([])

    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter now: Tells the time, by which parts are old or new.
    public init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// Calls `observer` after each change, on the publisher's thread: it must return at once.
    public func observe(_ observer: @escaping @Sendable () -> Void) { observers.withLock { $0.append(observer) } }

    private func tellObservers() {
        for observer in observers.withLock({ $0 }) { observer() }
    }
}

// MARK: - The publisher's side

extension Origin {
    /// Puts up the multivariant playlist.
    func setMultivariant(_ text: [UInt8], tag: String) {
        let multivariant = CachedPlaylist(.multivariant, text, tag: tag)
        state.withLock { $0.multivariant = multivariant }
        tellObservers()
    }

    /// - Parameter folder: Where the disk's files of the same names are, if there is one.
    func begin(_ timeline: consuming Timeline, folder: String?) {
        let ids = timeline.renditions.map(\.id)
        let now = now()
        state.withLock { [timeline] state in
            state.timeline = timeline
            state.folder = folder
            for (index, id) in ids.enumerated() { state.renditions[id] = index }
            state.segmentVersions = Array(repeating: timeline.version, count: ids.count)
            state.renewals = Array(repeating: now, count: ids.count)
        }
    }

    /// Puts up a finished show that lies on the disk. Blocks while it is read.
    ///
    /// - Throws: ``JobError`` if there is no show of ours.
    public func open(folder: String) throws(JobError) {
        let show = try StoredPresentation(folder: folder)
        state.withLock { $0.show = show }
        tellObservers()
    }

    /// Takes what became of a segment on the disk. It changes no playlist until memory lets the segment go.
    func noteOnDisk(_ sequence: Int, isLost: Bool, of rendition: Int) {
        state.withLock { $0.timeline?.noteOnDisk(sequence, isLost: isLost, of: rendition) }
    }

    /// Changes the timeline; viewers see all of it at once.
    func update(_ change: (inout Timeline) -> Void) {
        state.withLock { state in
            // In place: a copy of it would be a copy of all segments.
            guard state.timeline != nil else { return }
            let version = state.timeline!.version
            let growing = state.timeline!.renditions.indices.map { state.timeline!.next(of: $0) }
            change(&state.timeline!)
            guard state.timeline!.version != version else { return }
            state.texts.removeAll(keepingCapacity: true)
            let now = now()
            for index in growing.indices {
                let next = state.timeline!.next(of: index)
                if next != growing[index] { state.renewals[index] = now }
                if next.mediaSequence != growing[index].mediaSequence {
                    state.segmentVersions[index] = state.timeline!.version
                }
            }
        }
        tellObservers()
    }
}

// MARK: - The viewers' side

extension Origin {
    /// Where all renditions end, for those who wait.
    public struct Edges: Sendable {
        /// Of each rendition; empty before the first part.
        let last: [PartPosition]
        let isEnded: Bool

        /// Whether what a ticket waits for is there, or never will be.
        public func have(_ ticket: WaitCondition) -> Bool {
            switch ticket {
            case .beginning: !last.isEmpty
            case .part(let rendition, let position), .segment(let rendition, let position),
                .tuneIn(let rendition, let position):
                isEnded || rendition < last.count && last[rendition] >= position
            }
        }
    }

    public var edges: Edges {
        state.withLock { state in
            if state.show != nil { return Edges(last: [PartPosition(mediaSequence: 0, part: 0)], isEnded: true) }
            guard let timeline = state.timeline, state.multivariant != nil else {
                return Edges(last: [], isEnded: false)
            }
            return Edges(last: timeline.renditions.indices.map { timeline.last(of: $0) }, isEnded: timeline.isEnded)
        }
    }

    /// How long a request may wait, in seconds: three target durations (RFC 8216bis 6.2.5.2).
    public var deadline: Int {
        state.withLock { 3 * ($0.timeline?.constants.targetDuration ?? 2) }
    }

    /// How long a request may wait for this: to tune in, two parts.
    public func patience(for ticket: WaitCondition) -> Duration {
        guard case .tuneIn = ticket, let constants = state.withLock({ $0.timeline?.constants }) else {
            return .seconds(deadline)
        }
        return .nanoseconds(JoinPolicy(constants).patience)
    }

    /// Whether all renditions list a segment.
    public var isReady: Bool {
        state.withLock { state in
            if state.show != nil { return true }
            guard let timeline = state.timeline, state.multivariant != nil else { return false }
            let segment = timeline.constants.grid.segmentDuration
            return timeline.renditions.indices.allSatisfy { timeline.elapsed(of: $0) >= segment }
        }
    }

    /// What a request that has waited for too long gets.
    public func refusal(of ticket: WaitCondition) -> RequestRefusal {
        let constants = state.withLock { $0.timeline?.constants }
        guard let constants, case .part = ticket else {
            return RequestRefusal(503, "the programme hasn't begun yet: ask again in some seconds")
        }
        return ReloadDecision.timedOut(constants)
    }

    /// Answers a request for a file of the show.
    ///
    /// - Parameters:
    ///   - path: Of the URL, as it came, e.g. `/v720x1280/playlist.m3u8`. Nothing in it is decoded: no address of ours has
    ///     anything to decode.
    ///   - query: What follows its `?`.
    ///   - held: The tag of the live playlist that the viewer reloads and won't take without another segment.
    ///   - isFirst: Whether the viewer has just come; `false` after a wait.
    public func answer(
        path: Substring, query: Substring, held: Substring? = nil, isFirst: Bool = false
    ) -> OriginResponse {
        if path == "/master.m3u8" { return masterAnswer }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty else { return .unknown }
        let (folder, name) = (Substring(parts[1]), Substring(parts[2]))
        return state.withLock { state in
            if let show = state.show { return show.answer(rendition: folder, name: name) }
            guard state.timeline != nil, state.multivariant != nil else {
                // Nobody knows yet which renditions there will be.
                return Self.canBeOurs(name) ? .wait(.beginning) : .unknown
            }
            guard let id = RenditionID(folder), let rendition = state.renditions[id] else { return .unknown }
            switch name {
            case "playlist.m3u8":
                if let held, let ticket = Self.ticket(state, rendition, held: held) { return .wait(ticket) }
                if isFirst, query.isEmpty, let ticket = Self.ticket(state, rendition, tuningInAt: now()) {
                    return .wait(ticket)
                }
                return Self.reload(&state, rendition, isIFrames: false, query)
            case "iframes.m3u8":
                guard state.timeline!.renditions[rendition].kind == .video else { return .unknown }
                return Self.reload(&state, rendition, isIFrames: true, query)
            default: return Self.media(state, rendition, name)
            }
        }
    }

    private var masterAnswer: OriginResponse {
        state.withLock { state in
            if let show = state.show { return .text(show.multivariant) }
            guard let multivariant = state.multivariant, state.timeline != nil else { return .wait(.beginning) }
            return .text(multivariant)
        }
    }

    private static func canBeOurs(_ name: Substring) -> Bool {
        name == "playlist.m3u8" || name == "iframes.m3u8" || MediaName(parsing: name) != nil
    }

    private static func reload(
        _ state: inout State, _ rendition: Int, isIFrames: Bool, _ query: Substring
    ) -> OriginResponse {
        let timeline = state.timeline!
        if timeline.elapsed(of: rendition) == .zero, !timeline.isEnded {
            // A playlist of nothing stops some players for good.
            return .wait(.part(rendition: rendition, timeline.next(of: rendition)))
        }
        let edge = isIFrames ? timeline.iFrameEdge(of: rendition) : timeline.edge(of: rendition)
        switch edge.answer(query: query) {
        case .now(let isDelta):
            return .text(text(&state, TextKey(rendition: rendition, isIFrames: isIFrames, isDelta: isDelta)))
        case .wait(let position, _): return .wait(.part(rendition: rendition, position))
        case .refuse(let refusal): return .refuse(refusal)
        }
    }

    /// What there has to be for a playlist to list a segment more than the one held does; `nil` if it does already.
    private static func ticket(_ state: State, _ rendition: Int, held tag: Substring) -> WaitCondition? {
        let timeline = state.timeline!
        let words = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard !timeline.isEnded, words.count >= 2, words[0] == timeline.run, let version = Int(words[1]),
            version >= state.segmentVersions[rendition], version <= timeline.version
        else { return nil }
        let last = timeline.constants.grid.partsPerSegment - 1
        let sequence = timeline.next(of: rendition).mediaSequence
        return .segment(rendition: rendition, PartPosition(mediaSequence: sequence, part: last))
    }

    /// What whoever has just come had better wait for, if there are pictures: players take sound from where they begin. A viewer
    /// that reloads without waiting, as old ones do, is only told a little later, and of more.
    private static func ticket(_ state: State, _ rendition: Int, tuningInAt now: ContinuousClock.Instant)
        -> WaitCondition?
    {
        let timeline = state.timeline!
        let (last, elapsed) = (timeline.last(of: rendition), timeline.elapsed(of: rendition))
        guard timeline.renditions[rendition].kind == .video, !timeline.isEnded, elapsed > .zero else { return nil }
        let age = min(now - state.renewals[rendition], .seconds(60)) / .nanoseconds(1)
        let end = JoinPolicy(timeline.constants).end(last: last, elapsed: elapsed, age: Int64(age))
        return end == last ? nil : .tuneIn(rendition: rendition, end)
    }

    private static func text(_ state: inout State, _ key: TextKey) -> CachedPlaylist {
        if let text = state.texts[key] { return text }
        let timeline = state.timeline!
        let playlist =
            key.isIFrames
            ? timeline.iFramePlaylist(of: key.rendition, isDelta: key.isDelta)
            : timeline.livePlaylist(of: key.rendition, isDelta: key.isDelta)
        let tag = "\(timeline.run)-\(timeline.version)" + (key.isDelta ? "-delta" : "")
        let text = CachedPlaylist(timeline.isEnded ? .final : .live, playlist.bytes, tag: tag)
        state.texts[key] = text
        return text
    }

    private static func media(
        _ state: State, _ rendition: Int, _ name: Substring
    ) -> OriginResponse {
        let timeline = state.timeline!
        let (id, kind) = (timeline.renditions[rendition].id, timeline.renditions[rendition].kind)
        let tag = String(name)
        switch timeline.media(name, of: rendition) {
        case .available(let pieces, let byteCount):
            return .media(OriginMedia(pieces: pieces, byteCount: byteCount, kind: kind, tag: tag))
        case .stored:
            guard let folder = state.folder else { return .refuse(notFound) }
            // The name is one of ours, letter by letter: the timeline knows it.
            let path = "\(folder)/\(id)/\(name)"
            return .stored(OriginFile(path: path, kind: kind, tag: tag))
        case .wait(let position): return .wait(.part(rendition: rendition, position))
        case .notFound: return .refuse(notFound)
        case .lost: return .refuse(lost)
        }
    }

    /// Of a segment that a full disk couldn't take, once memory has let it go. No cache keeps that for long.
    static let lost = RequestRefusal(410, "this segment couldn't be kept: the playlist lists it with EXT-X-GAP")

    /// Of what isn't there, never was, or is no more.
    public static let notFound = RequestRefusal(404, "no such file, or no longer: reload the playlist")

    /// For a file that is there and can't be read: unlike one that isn't, it may be had a second later.
    public static let unreadable = RequestRefusal(503, "the disk can't give out this file now: ask again")
}
