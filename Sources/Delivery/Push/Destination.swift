import Broadcast
import FFmpegKit
import Ingest
import Synchronization

/// One destination of a programme: keeps a stream going to it, whatever it does, until it is stopped. Any thread.
///
/// Attempts follow each other after 0.5, 1 and 2 s, then every 2 s; after a refusal of key or permission, every 30 s.
final class Destination: Sendable {
    private struct Account {
        var phase = DestinationState.Phase.waiting
        var failure: PushFailure?
        var answer: String?
        var reconnects = 0
        var hasBeenUp = false
        var task: Task<Void, Never>?
    }

    let order: DestinationOrder
    private let link: any PushLink
    private let feed: PushFeed
    private let queue: PacketQueue
    private let clock: any Clock<Duration>
    private let tell: @Sendable (BroadcastEvent) -> Void
    private let bytes = Atomic(0)
    private let account = Mutex(Account())
    /// The programme is over.
    private let ending: Interrupt
    /// Requested when nothing runs any more, after the end.
    let ended = Interrupt()

    static let waits: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2)]
    static let waitsAfterRefusal: [Duration] = [.seconds(30)]
    /// Who takes the stream and breaks off sooner than that, each time, is no healthier for having taken it.
    private static let healthyTime = Duration.seconds(5)

    /// - Parameters:
    ///   - ending: Requested when the programme is over.
    ///   - clock: What pauses pass by.
    ///   - tell: Told when the destination is up, and when it isn't any more; must not wait.
    init(
        _ order: DestinationOrder, link: any PushLink, feed: PushFeed, ending: Interrupt,
        clock: any Clock<Duration> = ContinuousClock(), tell: @escaping @Sendable (BroadcastEvent) -> Void
    ) {
        (self.order, self.link, self.feed, self.ending) = (order, link, feed, ending)
        (self.clock, self.tell) = (clock, tell)
        queue = PacketQueue(frameRate: feed.frameRate)
    }

    // MARK: - Control

    /// Begins, or begins anew: at once, whatever it was waiting for.
    func start() {
        account.withLock { account in
            let earlier = account.task
            earlier?.cancel()
            account.phase = .waiting
            account.task = Task {
                await earlier?.value
                await self.run()
            }
        }
    }

    /// Ends the stream, if there is one, and makes no more attempts until ``start()``.
    func stop() {
        let wasUp = account.withLock { account in
            defer { (account.phase, account.failure) = (.stopped, nil) }
            account.task?.cancel()
            return account.phase == .up
        }
        if wasUp { tell(.destinationDown(name: order.name, cause: "it is stopped, as was asked for")) }
    }

    /// Gives everything back once it has ended: a stream in order, where the programme is over, and attempts at once.
    func close() async {
        let task = account.withLock { account in
            if account.phase != .up { account.task?.cancel() }
            account.phase = .stopped
            return account.task
        }
        await task?.value
        await link.close()
        ended.request()
    }

    // MARK: - The loop

    private func run() async {
        let (pictures, sound) = (feed.rung.outlet, feed.sound)
        // A server that gets nothing for ten seconds lets go.
        await untilFirst({ await pictures.begun.wait() }, { [ending] in await ending.wait() })
        guard !Task.isCancelled, !ending.isRequested else { return }
        pictures.add(queue)
        sound.add(queue)
        defer {
            pictures.remove(queue)
            sound.remove(queue)
        }
        var backoff = Backoff(Self.waits)
        var refusals = Backoff(Self.waitsAfterRefusal)
        while !Task.isCancelled, !ending.isRequested {
            guard let (failure, upTime) = await attempt() else { return }
            guard !Task.isCancelled, !ending.isRequested else { return }
            if upTime >= Self.healthyTime { backoff.reset() }
            note(failure)
            await pause(failure.kind == .refused ? refusals.next() : backoff.next())
        }
    }

    /// - Returns: Why it is over, and how long it was up; `nil` if it ended as it was asked to.
    private func attempt() async -> (PushFailure, upTime: Duration)? {
        setPhase(.connecting)
        let upSince = Mutex<ContinuousClock.Instant?>(nil)
        let news = PushNews(
            onUp: { words in
                upSince.withLock { $0 = .now }
                self.noteUp(words)
            },
            onSent: { self.bytes.add($0, ordering: .relaxed) })
        do throws(PushFailure) {
            try await link.send(feed, from: queue, until: ending, news: news)
            return nil
        } catch {
            return (error, upSince.withLock { $0 }.map { .now - $0 } ?? .zero)
        }
    }

    private func pause(_ duration: Duration) async {
        await untilFirst({ [clock] in try? await clock.sleep(for: duration) }, { [ending] in await ending.wait() })
    }

    private func setPhase(_ phase: DestinationState.Phase) {
        // Whoever has stopped it meanwhile has the last word.
        account.withLock { if !Task.isCancelled, $0.phase != .stopped { $0.phase = phase } }
    }

    private func noteUp(_ words: String) {
        let isNews = account.withLock { account in
            guard account.phase != .stopped else { return false }
            if account.hasBeenUp { account.reconnects += 1 }
            (account.phase, account.failure, account.answer, account.hasBeenUp) = (.up, nil, words, true)
            return true
        }
        if isNews { tell(.destinationUp(name: order.name, answer: words.isEmpty ? nil : words)) }
    }

    private func note(_ failure: PushFailure) {
        let isNews = account.withLock { account in
            guard account.phase != .stopped else { return false }
            // Whoever is away is so in many words, one attempt after the other: only the first is news, and a refusal.
            let isNews = account.phase == .up || account.failure?.kind != failure.kind
            (account.phase, account.failure) = (.down, failure)
            return isNews
        }
        if isNews {
            tell(.destinationDown(name: order.name, cause: failure.words, isRefused: failure.kind == .refused))
        }
    }

    // MARK: - What is known

    var state: DestinationState {
        let (account, losses) = (account.withLock { $0 }, queue.losses)
        var state = DestinationState(
            name: order.name, address: order.address.shown, rung: feed.rung.name, phase: account.phase)
        (state.failure, state.isRefused) = (account.failure?.words, account.failure?.kind == .refused)
        (state.answer, state.reconnects) = (account.answer, account.reconnects)
        (state.droppedGroups, state.droppedPictures) = (losses.groups, losses.pictures)
        state.bytes = bytes.load(ordering: .relaxed)
        return state
    }
}
