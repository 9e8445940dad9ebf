public import Broadcast
import Compression
import Foundation
public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Stores a show's files elsewhere, in the order that its readers rely on, however long that place is away.
///
/// Whoever hands files over never waits. What waits stays in memory, or is read from the folder that has it anyway. Any thread.
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

        public init(folder: String? = nil) {
            self.folder = folder
            // Other parts of the process have the same bytes in memory for a while.
            if folder != nil { spool = 32 << 20 }
        }
    }

    private struct State {
        var queue: UploadQueue
        var counters = UploadCounters()
        var away = Backoff([.milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2)])
        var refused = Backoff([.seconds(2), .seconds(5), .seconds(10), .seconds(30)])
        var isFailing = false
        var pausedUntil = ContinuousClock.now
        var isWakeSet = false
        /// When removals may go on.
        var heldUntil = ContinuousClock.now
        var hasEnded = false
        var isRefused = false
        var isBehind = false
        var isClosed = false
        var lastSuccess = ContinuousClock.now
    }

    public let address: UploadAddress
    let options: Options
    private let client: UploadClient
    private let ledger: UploadLedger?
    private let logger: Logger
    private let listener = Mutex<(@Sendable (UploadChange) -> Void)?>(nil)
    private let state: Mutex<State>

    /// So many files are on their way at a time.
    private static let concurrency = 8
    /// Later than that, a store is behind.
    private static let lateness = Duration.seconds(6)

    /// - Parameters:
    ///   - environment: Has the secrets.
    /// - Throws: ``JobError`` (usage) for secrets that can't be read.
    public init(
        _ address: UploadAddress, options: Options, environment: [String: String], logger: Logger
    ) throws(JobError) {
        (self.address, self.options, self.logger) = (address, options, logger)
        client = try UploadClient(address, environment: environment)
        ledger = options.folder.map { UploadLedger(folder: $0, destination: address.text) }
        state = Mutex(State(queue: UploadQueue(spool: options.spool, hasFolder: options.folder != nil)))
    }

    /// Says what is worth telling, as it happens.
    ///
    /// - Parameter onChange: Called on any thread. Must not wait.
    public func listen(_ onChange: @escaping @Sendable (UploadChange) -> Void) { listener.withLock { $0 = onChange } }

    private func onChange(_ change: UploadChange) { listener.withLock { $0 }?(change) }

    // MARK: - Before and after

    /// Stores a small file and removes it again: whoever may do both may do all that is needed. A place that is away is no reason not to
    /// begin; one that refuses is.
    ///
    /// - Throws: ``JobError`` (unavailable) in the place's own words.
    public func check() async throws(JobError) {
        let file = UploadClient.Object(
            name: ".tatecast-check", bytes: Array("may be removed\n".utf8), cacheControl: "no-store", isGzipped: false)
        do throws(UploadFailure) {
            try await client.put(file, within: .seconds(5))
        } catch {
            guard error.kind != .away else {
                logger.warning("\(address.location) is away, and is tried again and again: \(error)")
                return
            }
            throw JobError(.unavailable, "--upload: \(error)")
        }
        do throws(UploadFailure) {
            try await client.remove(file.name, within: .seconds(5))
        } catch {
            logger.warning("what falls out of the window may stay there, as it can't be removed: \(error)")
        }
    }

    /// Hands over what an earlier run left in the folder, unless it is stored already. Blocks.
    public func resume() {
        guard let folder = options.folder, let ledger else { return }
        let stored = ledger.read()
        let files = PresentationFiles(of: folder)
        for name in files.media where !stored.contains(name) { addMedia(name) }
        let here = Set(files.media)
        // Removed here, and not there before the run ended.
        for name in stored.sorted() where !here.contains(name) && !name.hasSuffix(".m3u8") { remove(name) }
    }

    /// Waits until all is stored, or the time is over.
    ///
    /// - Returns: How many files are left.
    public func drain(for duration: Duration) async -> Int {
        let end = ContinuousClock.now + duration
        pump()
        while ContinuousClock.now < end, !Task.isCancelled, counters.pending > 0 {
            // The task ends with a cancellation, and so does the wait.
            try? await Task.sleep(for: .milliseconds(20))
        }
        return counters.pending
    }

    /// Ends all that is in flight.
    public func close() async {
        state.withLock { $0.isClosed = true }
        await ledger?.settle()
        await client.close()
    }

    public var counters: UploadCounters {
        state.withLock { state in
            var counters = state.counters
            counters.pending = state.queue.pendingCount
            counters.behind = state.queue.oldest.map { .now - $0 } ?? .zero
            return counters
        }
    }

    /// Whether the last try was refused, so that somebody must change something.
    var isRefused: Bool { state.withLock { $0.isRefused } }

    /// For how long nothing could be stored.
    var silence: Duration { state.withLock { .now - $0.lastSuccess } }

    // MARK: - What is handed over

    /// A segment or an initialisation section of the folder.
    func addMedia(_ name: String) { addMedia(name, .file, byteCount: 0) }

    func addMedia(_ name: String, _ body: UploadQueue.Body, byteCount: Int) {
        let lost = state.withLock { state in
            let lost = state.queue.addMedia(name, body, byteCount: byteCount, at: .now)
            state.counters.lost += lost.count
            return lost
        }
        if let first = lost.first {
            onChange(.lost(first, reason: "what waits for \(address.location) fills its room in memory"))
        }
        pump()
    }

    func addPlaylist(_ name: String, _ pieces: [[UInt8]]) {
        state.withLock { state in
            if !state.hasEnded, pieces.last?.suffix(32).contains(subsequence: "#EXT-X-ENDLIST".utf8) == true {
                state.hasEnded = true
            }
            state.queue.addPlaylist(
                name, pieces, isMultivariant: !name.contains("/"), at: .now)
        }
        pump()
    }

    func remove(_ name: String) {
        state.withLock { _ = $0.queue.remove(name, at: .now) }
        pump()
    }

    /// All that follows is of a show that is over.
    func noteEnded() { state.withLock { $0.hasEnded = true } }

    // MARK: - What is done

    private func pump() {
        let now = ContinuousClock.now
        let (begun, wake) = state.withLock { state -> ([UploadQueue.Operation], ContinuousClock.Instant?) in
            guard !state.isClosed else { return ([], nil) }
            guard now >= state.pausedUntil else {
                defer { state.isWakeSet = true }
                return ([], state.isWakeSet ? nil : state.pausedUntil)
            }
            var begun: [UploadQueue.Operation] = []
            // While it fails, one tries for all.
            let limit = state.isFailing ? 1 : Self.concurrency
            while state.queue.inFlight.count < limit,
                let operation = state.queue.begin(mayRemove: now >= state.heldUntil)
            {
                begun.append(operation)
            }
            return (begun, nil)
        }
        for operation in begun { Task { await self.perform(operation) } }
        guard let wake else { return }
        Task {
            // Nobody cancels it.
            try? await Task.sleep(until: wake, clock: .continuous)
            self.state.withLock { $0.isWakeSet = false }
            self.pump()
        }
    }

    private func perform(_ operation: UploadQueue.Operation) async {
        do throws(UploadFailure) {
            if operation.kind == .removal {
                try await client.remove(operation.name)
                succeed(operation, bytes: 0)
            } else if let object = await object(of: operation) {
                try await client.put(object)
                succeed(operation, bytes: object.bytes.count)
            } else if operation.time.duration(to: .now) < .seconds(5), options.folder != nil {
                // The disk is a moment later than memory.
                fail(
                    operation,
                    UploadFailure(.away, "\(operation.name) isn't on the disk yet", pause: .milliseconds(200)))
            } else {
                lose(operation, "it isn't in the folder any more")
            }
        } catch {
            if error.kind == .unfit { lose(operation, "\(error)") } else { fail(operation, error) }
        }
        pump()
    }

    private func object(of operation: UploadQueue.Operation) async -> UploadClient.Object? {
        var bytes: [UInt8]
        switch operation.body {
        case .bytes(let pieces): bytes = Array(pieces.joined())
        case .file:
            guard let folder = options.folder,
                let data = try? await NIOThreadPool.singleton.runIfActive({
                    FileManager.default.contents(atPath: "\(folder)/\(operation.name)")
                })
            else { return nil }
            bytes = Array(data)
        }
        guard operation.kind != .media else {
            return .init(
                name: operation.name, bytes: bytes, cacheControl: "public, max-age=31536000, immutable",
                isGzipped: false)
        }
        let (lost, hasEnded) = state.withLock { ($0.queue.lost, $0.hasEnded) }
        if operation.kind == .playlist, !lost.isEmpty {
            let rendition = operation.name.prefix { $0 != "/" } + "/"
            let own = lost.lazy.filter { $0.hasPrefix(rendition) }.map { String($0.dropFirst(rendition.count)) }
            bytes = Array(GapMarks.mark(String(decoding: bytes, as: UTF8.self), lost: Set(own)).utf8)
        }
        let compressed = options.isGzipped ? Gzip.compress(bytes) : nil
        return .init(
            name: operation.name, bytes: compressed ?? bytes,
            cacheControl: hasEnded ? "public, max-age=300" : "public, max-age=1", isGzipped: compressed != nil)
    }

    private func succeed(_ operation: UploadQueue.Operation, bytes: Int) {
        let isCaughtUp = state.withLock { state in
            state.queue.succeed(operation)
            if operation.kind == .removal { state.counters.removed += 1 } else { state.counters.stored += 1 }
            state.counters.bytes += bytes
            state.counters.failure = nil
            (state.isFailing, state.isRefused) = (false, false)
            state.lastSuccess = .now
            state.away.reset()
            state.refused.reset()
            // Who has read an old playlist may come for what it lists.
            if operation.kind == .playlist, operation.time.duration(to: .now) > .seconds(2) {
                state.heldUntil = .now + options.removalDelay
            }
            let isCaughtUp = state.isBehind && (state.queue.oldest.map { .now - $0 < .seconds(2) } ?? true)
            if isCaughtUp { state.isBehind = false }
            return isCaughtUp
        }
        if operation.kind == .removal {
            ledger?.note(removed: operation.name)
        } else {
            ledger?.note(stored: operation.name)
        }
        guard isCaughtUp else { return }
        logger.info("\(address.location) has everything again")
        onChange(.caughtUp)
    }

    private func fail(_ operation: UploadQueue.Operation, _ failure: UploadFailure) {
        let (isNew, isBehind) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed else { return (false, false) }
            state.queue.fail(operation)
            state.counters.retries += 1
            let pause = failure.pause ?? (failure.kind == .refused ? state.refused.next() : state.away.next())
            // Several that were under way fail together: that is one failure.
            if !state.isFailing || ContinuousClock.now >= state.pausedUntil { state.pausedUntil = .now + pause }
            (state.isFailing, state.isRefused) = (true, failure.kind == .refused)
            let isNew = state.counters.failure == nil
            state.counters.failure = failure.description
            let isLate = state.queue.oldest.map { .now - $0 > Self.lateness } ?? false
            let isBehind = isLate && !state.isBehind
            if isBehind { state.isBehind = true }
            return (isNew, isBehind)
        }
        if isNew { logger.debug("an upload is tried again: \(failure)") }
        guard isBehind else { return }
        logger.warning("the upload is behind, and is tried again and again; the show goes on: \(failure)")
        onChange(.behind(reason: failure.description))
    }

    private func lose(_ operation: UploadQueue.Operation, _ reason: String) {
        state.withLock { state in
            state.queue.lose(operation)
            if operation.kind == .media { state.counters.lost += 1 }
        }
        logger.warning("\(address.location(of: operation.name)) is lost: \(reason)")
        onChange(.lost(operation.name, reason: reason))
    }
}

extension Sequence<UInt8> {
    /// Whether it has these bytes in a row.
    fileprivate func contains(subsequence text: String.UTF8View) -> Bool {
        Array(self).firstRange(of: Array(text)) != nil
    }
}
