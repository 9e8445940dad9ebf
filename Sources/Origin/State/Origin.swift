public import Broadcast
public import HLS
public import MediaModel
import NIOCore
import Synchronization

/// What viewers may fetch of a broadcast, at any instant.
///
/// The packager's thread puts parts in; servers ask from any thread, and are called at each change. What they ask is an immutable
/// snapshot, so neither waits for the other: the lock between them is held to read or replace a reference.
public final class Origin: Sendable {
    enum Content {
        /// The programme is to begin.
        case nothing
        case live(LiveSnapshot)
        /// A finished show on the disk.
        case stored(StoredPresentation)
    }

    private let published = Mutex(Content.nothing)
    /// As its makers change it; nobody else takes this lock.
    private let programme = Mutex(LiveProgramme())
    private let observers = Mutex<[@Sendable () -> Void]>([])
    private let memoryWindow: MediaTime
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - memoryWindow: Where there is a disk, what is older than this is read from there.
    ///   - now: Tells the time, by which parts are old or new.
    public init(
        memoryWindow: MediaTime = .seconds(60), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.memoryWindow, self.now) = (memoryWindow, now)
    }

    var content: Content { published.withLock { $0 } }

    /// Calls `observer` after each change, on the packager's thread: it must return at once.
    public func observe(_ observer: @escaping @Sendable () -> Void) { observers.withLock { $0.append(observer) } }

    private func tellObservers() {
        for observer in observers.withLock({ $0 }) { observer() }
    }
}

// MARK: - What is shown

extension Origin: PartReceiver {
    public func begin(_ timeline: TimelinePlan, start: ProgramDateTime, folder: String?) {
        let now = now()
        change { $0.begin(timeline, start: start, folder: folder, memoryWindow: memoryWindow, at: now) }
    }

    public func setInitialisation(_ bytes: [UInt8], of rendition: Int) {
        change { $0.timeline?.setInitialisation(ByteBuffer(bytes: bytes), byteCount: bytes.count, of: rendition) }
    }

    public func setMultivariant(_ text: [UInt8], tag: String) {
        let playlist = CachedPlaylist(.multivariant, ByteBuffer(bytes: text), tag: tag)
        change { $0.multivariant = playlist }
    }

    public func setPoster(_ bytes: [UInt8]) {
        let poster = Poster(bytes)
        change { $0.poster = poster }
    }

    public func add(_ parts: [(rendition: Int, part: LivePart<[UInt8]>)]) {
        // Copied here, once for all viewers, and not under the lock.
        let parts = parts.map { (rendition: $0.rendition, part: $0.part.map { ByteBuffer(bytes: $0) }) }
        let now = now()
        change { programme in
            for item in parts { programme.add(item.part, to: item.rendition, at: now) }
        }
    }

    public func add(_ range: DateRange) throws(DateRangeRefusal) -> Bool {
        var refusal: DateRangeRefusal?
        var isOneDisplaced = false
        change { programme in
            do throws(DateRangeRefusal) { try programme.timeline?.add(range) } catch { refusal = error }
            isOneDisplaced = programme.timeline?.displacedDateRangeCount ?? 0 > 0
        }
        if let refusal { throw refusal }
        return isOneDisplaced
    }

    /// It changes no playlist until memory lets the segment go, so no viewer is told.
    public func noteOnDisk(_ sequence: Int, isLost: Bool, of rendition: Int) {
        programme.withLock { $0.timeline?.noteOnDisk(sequence, isLost: isLost, of: rendition) }
    }

    public func end() {
        let now = now()
        change { $0.end(at: now) }
    }

    /// Changes the programme; viewers see all of it at once.
    private func change(_ body: (inout LiveProgramme) -> Void) {
        let old = programme.withLock { programme -> Content? in
            body(&programme)
            guard let snapshot = programme.snapshot else { return nil }
            return published.withLock { published in
                let old = published
                published = .live(snapshot)
                return old
            }
        }
        // Who frees a snapshot of a long window takes a moment, so that isn't done under a lock.
        _ = consume old
        tellObservers()
    }

    /// Puts up a finished show that lies on the disk. Blocks while it is read.
    ///
    /// - Throws: ``JobError`` if there is no show of ours.
    public func open(folder: String) throws(JobError) {
        put(up: try StoredPresentation(folder: folder))
    }

    /// Puts up a finished show of whoever wrote it, once it is sure that viewers will find all of it. Blocks while it is read.
    ///
    /// - Throws: ``JobError`` that says why there is nothing to show: no such folder, a show that is still written or was cut off, or
    ///   one that lacks files.
    public func open(recording folder: String) throws(JobError) {
        put(up: try StoredPresentation(wholeIn: folder))
    }

    private func put(up show: StoredPresentation) {
        published.withLock { $0 = .stored(show) }
        tellObservers()
    }
}

// MARK: - What viewers ask

extension Origin {
    /// Where all renditions end, for those who wait.
    public var edges: OriginEdges {
        switch content {
        case .nothing: OriginEdges(last: [], isEnded: false)
        case .live(let snapshot): snapshot.edges
        case .stored: OriginEdges(last: [PartPosition(mediaSequence: 0, part: 0)], isEnded: true)
        }
    }

    /// How long parts and segments of the programme are; `nil` before it begins, and of a finished show.
    package var grid: PartGrid? {
        if case .live(let snapshot) = content { snapshot.timeline.constants.grid } else { nil }
    }

    /// How long a request may wait, in seconds: three target durations (RFC 8216bis 6.2.5.2).
    public var deadline: Int {
        if case .live(let snapshot) = content { snapshot.deadline } else { LiveSnapshot.deadlineBefore }
    }

    /// Whether all renditions list a segment.
    public var isReady: Bool {
        switch content {
        case .nothing: false
        case .live(let snapshot): snapshot.isReady
        case .stored: true
        }
    }

    /// The names of poster and storyboard, as far as there are any.
    public var pictures: ShowPictures {
        switch content {
        case .nothing: ShowPictures()
        case .live(let snapshot): ShowPictures(hasPoster: snapshot.poster != nil)
        case .stored(let show): show.pictures
        }
    }

    private func answer(_ picture: SideFilePath) -> OriginResponse {
        switch (content, picture) {
        case (.stored(let show), _): show.answer(picture)
        case (.live(let snapshot), .poster): snapshot.poster?.response ?? .refuse(.notFound)
        case (.live, _), (.nothing, _): .refuse(.notFound)
        }
    }

    /// Answers a request for a file of the show.
    func answer(_ request: OriginRequest) -> OriginResponse {
        if let picture = SideFilePath(request.path) { return answer(picture) }
        let parts = request.path.utf8.split(
            separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
        let isMultivariant = request.path == "/master.m3u8"
        guard isMultivariant || parts.count == 3 && parts[0].isEmpty else { return .refuse(.notFound) }
        let address = isMultivariant ? nil : FileAddress(rendition: Substring(parts[1]), name: Substring(parts[2]))
        switch content {
        case .stored(let show): return show.answer(address)
        case .live(let snapshot): return snapshot.answer(address, request, at: now)
        case .nothing: return LiveSnapshot.answerBefore(address)
        }
    }
}

/// What pictures a show has beside its media.
public struct ShowPictures: Hashable, Sendable {
    public var hasPoster = false
    public var hasStoryboard = false

    public init(hasPoster: Bool = false, hasStoryboard: Bool = false) {
        (self.hasPoster, self.hasStoryboard) = (hasPoster, hasStoryboard)
    }
}

/// Of a file of one rendition, as it came, which may be anyone's.
struct FileAddress {
    let rendition: Substring
    let name: Substring
}

/// Where all renditions of a programme end.
public struct OriginEdges: Sendable {
    /// Of each rendition; empty before the first part.
    package let last: [PartPosition]
    let isEnded: Bool

    /// Whether this is so, or never will be.
    func have(_ condition: WaitCondition) -> Bool {
        switch condition {
        case .beginning: !last.isEmpty
        case .part(let rendition, let position): isEnded || rendition < last.count && last[rendition] >= position
        }
    }
}
