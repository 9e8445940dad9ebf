public import Broadcast
public import FFmpegKit
import Foundation
public import Logging
import Synchronization

/// Stores a show's files elsewhere, in the order that its readers rely on, however long that place is away.
///
/// Whoever hands files over never waits. What waits stays in memory, or is read from the folder that has it anyway. Any thread.
///
/// Begin with ``check()``; then files come by ``UploadStore``, ``resume(removes:)`` or ``FolderUpload``; ``drain(for:)`` and ``close()``
/// end it.
public final class Uploader: Sendable {
    public struct Options: Sendable {
        /// Whether playlists are sent compressed.
        public var isGzipped = false
        /// The folder that has the same files; `nil` for none.
        public var folder: String?
        /// The most bytes that wait in memory. With a folder, what finds no room there is read from it.
        public var spool = 256 << 20
        /// How long viewers may read a playlist after it was replaced: removals wait so long after an outage.
        public var removalDelay: Duration = .seconds(130)
        /// Of a web server: the value of `Authorization`.
        public var authorization: String?

        public init(folder: String? = nil) {
            self.folder = folder
            // Other parts of the process have the same bytes in memory for a while.
            if folder != nil { spool = 32 << 20 }
        }
    }

    struct State {
        var queue: UploadQueue
        var counters = UploadCounters()
        var away = Backoff([.milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2)])
        var refused = Backoff([.seconds(2), .seconds(5), .seconds(10), .seconds(30)])
        var isFailing = false
        var pausedUntil: ContinuousClock.Instant
        var isWakeSet = false
        /// When removals may go on.
        var heldUntil: ContinuousClock.Instant
        /// Whether the show is over.
        var hasEnded = false
        /// Whether nobody can still be reading an old playlist.
        var hasNoLateReaders = false
        var isRefused = false
        var isBehind = false
        var isClosed = false
        var lastSuccess: ContinuousClock.Instant
        /// Whether it was said that files can't be removed there.
        var hasToldOfRemovals = false
        /// Whether it was told, since all was well, that files left the window before they were stored.
        var hasToldOfWindow = false

        init(_ queue: UploadQueue, at time: ContinuousClock.Instant) {
            self.queue = queue
            (pausedUntil, heldUntil, lastSuccess) = (time, time, time)
        }
    }

    public let address: UploadAddress
    public let options: Options
    let taker: any FileTaker
    let clock: UploadClock
    let ledger: UploadLedger?
    let logger: Logger
    let state: Mutex<State>
    private let listener = Mutex<(@Sendable (UploadChange) -> Void)?>(nil)

    /// What one file may take: a way of 300 kbit/s has a segment of 2 MB there in time.
    static let limit = Duration.seconds(60)
    /// Of the small file at the beginning, while somebody waits.
    private static let checkLimit = Duration.seconds(5)

    /// - Parameter environment: Has a bucket's secrets.
    /// - Throws: ``JobError`` for certificates of authorities that can't be read.
    public convenience init(
        _ address: UploadAddress, options: Options, environment: [String: String], logger: Logger
    ) throws(JobError) {
        let client = try UploadClient(address, authorization: options.authorization, environment: environment)
        self.init(address, options: options, taker: client, clock: .system, logger: logger)
    }

    init(_ address: UploadAddress, options: Options, taker: any FileTaker, clock: UploadClock, logger: Logger) {
        (self.address, self.options, self.taker) = (address, options, taker)
        (self.clock, self.logger) = (clock, logger)
        ledger = options.folder.map { UploadLedger(folder: $0, destination: address.text) }
        state = Mutex(
            State(UploadQueue(spool: options.spool, hasFolder: options.folder != nil), at: clock.now()))
    }

    /// Says what is worth telling, as it happens.
    ///
    /// - Parameter onChange: Called on any thread. Must not wait.
    public func listen(_ onChange: @escaping @Sendable (UploadChange) -> Void) { listener.withLock { $0 = onChange } }

    func tell(_ change: UploadChange) { listener.withLock { $0 }?(change) }

    // MARK: - Before and after

    /// Stores a small file and removes it again: whoever may do both may do all that is needed. A place that is away is no reason not to
    /// begin; one that refuses is.
    ///
    /// - Parameter stop: Ends it early.
    /// - Throws: ``JobError`` (unavailable) in the place's own words.
    public func check(until stop: Interrupt) async throws(JobError) {
        let fault: JobError? = await untilFirst {
            do throws(JobError) {
                try await self.check()
                return nil
            } catch {
                return error
            }
        } _: {
            await stop.wait()
            return nil
        }
        if let fault { throw fault }
    }

    private func check() async throws(JobError) {
        let file = UploadFile(
            name: ".tatecast-check", bytes: Array("may be removed\n".utf8), cacheControl: "no-store", isGzipped: false)
        do throws(UploadFailure) {
            try await taker.put(file, within: Self.checkLimit)
        } catch {
            if Task.isCancelled { return }
            guard error.kind != .away else {
                logger.warning("\(address.location) is away, and is tried again and again: \(error)")
                return
            }
            throw JobError(.unavailable, "\(error)")
        }
        do throws(UploadFailure) {
            try await taker.remove(file.name, within: Self.checkLimit)
        } catch {
            if !Task.isCancelled { tellOfRemovals(error) }
        }
    }

    /// Hands over what an earlier run left in the folder, unless it is stored already. Blocks.
    ///
    /// - Parameter removes: Whether what the folder doesn't have any more is removed there: not where the whole show stays.
    public func resume(removes: Bool) {
        guard let folder = options.folder, let ledger else { return }
        let stored = ledger.read().stored
        ledger.noteBegun()
        let files = PresentationFiles(of: folder)
        for name in files.media where !stored.contains(name) { addMedia(name) }
        guard removes else { return }
        let here = Set(files.media)
        for name in stored.sorted() where !here.contains(name) { remove(name) }
    }

    /// The show has been over for a while: what isn't listed may go at once.
    func expectNoLateReaders() { state.withLock { $0.hasNoLateReaders = true } }

    /// Waits until all is done that may be done now, or the time is over.
    ///
    /// - Returns: How many files are left to store.
    public func drain(for duration: Duration) async -> Int {
        let end = clock.now() + duration
        pump()
        while clock.now() < end, !Task.isCancelled, hasWork {
            // Files come, fail, wait and go on many ways, and what is left to do now depends on the time as well: it is asked after.
            await clock.sleep(min(end, clock.now() + .milliseconds(20)))
        }
        return counters.pending
    }

    /// Whether there is something that may be done now.
    var hasWork: Bool {
        let now = clock.now()
        return state.withLock { state in
            state.queue.pendingCount > 0 || state.queue.removalCount > 0 && now >= state.heldUntil
        }
    }

    /// Ends all that is in flight.
    public func close() async {
        state.withLock { $0.isClosed = true }
        await taker.close()
        await ledger?.settle(within: .milliseconds(500))
    }

    public var counters: UploadCounters {
        let now = clock.now()
        return state.withLock { state in
            var counters = state.counters
            counters.pending = state.queue.pendingCount
            counters.behind = state.queue.oldest.map { now - $0 } ?? .zero
            return counters
        }
    }

    /// Whether the last try was refused, so that somebody must change something.
    var isRefused: Bool { state.withLock { $0.isRefused } }

    /// For how long nothing could be stored.
    var silence: Duration {
        let now = clock.now()
        return state.withLock { now - $0.lastSuccess }
    }

    // MARK: - What is handed over

    /// A segment or an initialisation section of the folder, or a clip.
    package func addMedia(_ name: String) { addMedia(name, .file, byteCount: 0) }

    func addMedia(_ name: String, _ body: UploadQueue.Body, byteCount: Int) {
        let now = clock.now()
        let lost = state.withLock { state in
            let lost = state.queue.addMedia(name, body, byteCount: byteCount, at: now)
            state.counters.lost += lost.count
            return lost
        }
        for name in lost { tell(.lost(name, reason: "what waits for \(address.location) fills its room in memory")) }
        pump()
    }

    func addPlaylist(_ name: String, _ pieces: [[UInt8]]) {
        let now = clock.now()
        state.withLock { state in
            if !state.hasEnded { state.hasEnded = Self.isEnded(pieces.last ?? []) }
            state.queue.addPlaylist(name, pieces, isMultivariant: !name.contains("/"), at: now)
        }
        pump()
    }

    func remove(_ name: String) {
        let now = clock.now()
        let isFirst = state.withLock { state in
            guard state.queue.remove(name, at: now) else { return false }
            state.counters.lost += 1
            defer { state.hasToldOfWindow = true }
            return !state.hasToldOfWindow
        }
        // One stands for all: an outage of an hour has thousands.
        if isFirst { tell(.lost(name, reason: "it left the window before it could be stored, as others may have")) }
        pump()
    }

    /// Whether a media playlist says that the show is over: at its end.
    static func isEnded(_ playlist: [UInt8]) -> Bool {
        String(decoding: playlist.suffix(32), as: UTF8.self).contains("#EXT-X-ENDLIST")
    }

    // MARK: - What nobody may do there

    /// Says once that files stay there.
    func tellOfRemovals(_ failure: UploadFailure) {
        let isNew = state.withLock { state in
            defer { state.hasToldOfRemovals = true }
            return !state.hasToldOfRemovals
        }
        if isNew { logger.warning("what falls out of the window stays there, as it can't be removed: \(failure)") }
    }
}
