import Broadcast
import Compression
import Foundation
import Logging
import NIOPosix
import Synchronization

// What an uploader does with what was handed over.
extension Uploader {
    /// So many files are on their way at a time.
    private static let concurrency = 8
    /// Later than that, a store is behind.
    private static let lateness = Duration.seconds(6)
    /// So long after it was handed over a file may come to the disk.
    private static let diskPatience = Duration.seconds(5)

    /// Begins what may begin.
    func pump() {
        let now = clock.now()
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
            await self.clock.sleep(wake)
            self.state.withLock { $0.isWakeSet = false }
            self.pump()
        }
    }

    private func perform(_ operation: UploadQueue.Operation) async {
        do throws(UploadFailure) {
            if operation.kind == .removal {
                try await taker.remove(operation.name, within: Self.limit)
                succeed(operation, bytes: 0)
            } else if let (file, isFinal) = await file(of: operation) {
                try await taker.put(file, within: Self.limit)
                succeed(operation, bytes: file.bytes.count, isFinal: isFinal)
            } else if clock.now() - operation.time < Self.diskPatience {
                // The disk is a moment later than memory.
                postpone(operation)
            } else {
                lose(operation, "it isn't in the folder any more")
            }
        } catch {
            switch (operation.kind, error.kind) {
            case (_, .away): fail(operation, error)
            case (.removal, _): forget(operation, error)
            case (_, .refused): fail(operation, error)
            case (_, .unfit): lose(operation, "\(error)")
            }
        }
        pump()
    }

    /// - Returns: The file, and whether it never changes again; `nil` if nobody has it.
    private func file(of operation: UploadQueue.Operation) async -> (UploadFile, isFinal: Bool)? {
        var bytes: [UInt8] = []
        switch operation.body {
        case .bytes(let pieces):
            bytes.reserveCapacity(operation.byteCount)
            for piece in pieces { bytes += piece }
        case .file:
            guard let folder = options.folder,
                let data = try? await NIOThreadPool.singleton.runIfActive({
                    FileManager.default.contents(atPath: "\(folder)/\(operation.name)")
                })
            else { return nil }
            bytes = Array(data)
        }
        guard operation.kind != .media else {
            let lifetime = "public, max-age=31536000, immutable"
            return (UploadFile(name: operation.name, bytes: bytes, cacheControl: lifetime, isGzipped: false), true)
        }
        let (lost, hasEnded) = state.withLock { ($0.queue.lost, $0.hasEnded) }
        let isFinal = operation.kind == .multivariant ? hasEnded : Self.isEnded(bytes)
        let text = operation.kind == .playlist ? GapMarks.mark(bytes, of: operation.name, lost: lost) : bytes
        // A JPEG is as small as it gets.
        let compressed = options.isGzipped && !operation.name.hasSuffix(".jpg") ? Gzip.compress(text) : nil
        let file = UploadFile(
            name: operation.name, bytes: compressed ?? text,
            cacheControl: isFinal ? "public, max-age=300" : "public, max-age=1", isGzipped: compressed != nil)
        return (file, isFinal)
    }

    // MARK: - What becomes of it

    private func succeed(_ operation: UploadQueue.Operation, bytes: Int, isFinal: Bool = false) {
        // First of all: whoever sees that nothing is left may end, once the ledger is settled.
        if operation.kind == .removal {
            ledger?.note(removed: operation.name)
        } else if isFinal {
            ledger?.note(stored: operation.name)
        }
        let now = clock.now()
        let isCaughtUp = state.withLock { state in
            state.queue.succeed(operation)
            if operation.kind == .removal { state.counters.removed += 1 } else { state.counters.stored += 1 }
            state.counters.bytes += bytes
            state.counters.failure = nil
            (state.isFailing, state.isRefused) = (false, false)
            state.lastSuccess = now
            state.away.reset()
            state.refused.reset()
            // Who has read an old playlist may come for what it lists.
            if operation.kind == .playlist, !state.hasNoLateReaders, now - operation.time > .seconds(2) {
                state.heldUntil = now + options.removalDelay
            }
            let isCaughtUp = state.isBehind && (state.queue.oldest.map { now - $0 < .seconds(2) } ?? true)
            if isCaughtUp { (state.isBehind, state.hasToldOfWindow) = (false, false) }
            return isCaughtUp
        }
        guard isCaughtUp else { return }
        logger.info("\(address.location) has everything again")
        tell(.caughtUp)
    }

    private func fail(_ operation: UploadQueue.Operation, _ failure: UploadFailure) {
        let now = clock.now()
        let (isNew, isBehind) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed else { return (false, false) }
            state.queue.fail(operation)
            state.counters.retries += 1
            let isNew = state.counters.failure == nil
            // Several that were under way fail together: that is one failure.
            if !state.isFailing || now >= state.pausedUntil {
                let usual = failure.kind == .refused ? state.refused.next() : state.away.next()
                state.pausedUntil = now + (failure.pause ?? usual)
            }
            (state.isFailing, state.isRefused) = (true, failure.kind == .refused)
            state.counters.failure = failure.description
            let isLate = state.queue.oldest.map { now - $0 > Self.lateness } ?? false
            let isBehind = isLate && !state.isBehind
            if isBehind { state.isBehind = true }
            return (isNew, isBehind)
        }
        if isNew { logger.debug("an upload is tried again: \(failure)") }
        guard isBehind else { return }
        logger.warning("the upload is behind, and is tried again and again; the show goes on: \(failure)")
        tell(.behind(reason: failure.description))
    }

    private func postpone(_ operation: UploadQueue.Operation) {
        let now = clock.now()
        state.withLock { state in
            state.queue.fail(operation)
            state.pausedUntil = max(state.pausedUntil, now + .milliseconds(200))
        }
    }

    private func lose(_ operation: UploadQueue.Operation, _ reason: String) {
        state.withLock { state in
            state.queue.lose(operation)
            if operation.kind == .media { state.counters.lost += 1 }
        }
        logger.warning("\(address.location(of: operation.name)) is lost: \(reason)")
        tell(.lost(operation.name, reason: reason))
    }

    /// A file stays there: that is no reason to keep others waiting.
    private func forget(_ operation: UploadQueue.Operation, _ failure: UploadFailure) {
        state.withLock { $0.queue.succeed(operation) }
        tellOfRemovals(failure)
    }
}
