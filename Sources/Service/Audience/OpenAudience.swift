public import Access
import Broadcast
import Crypto
import Foundation
public import Logging
import NIOCore
import Show
import Synchronization

/// `--audience open`: what the page's visitors send without a token, within their limits, summed up and handed to the programme ten times
/// a second. Any thread; nothing waits for the programme but one task of its own.
public final class OpenAudience: Sendable {
    /// What becomes of visitors' comments.
    public enum CommentPolicy: String, CaseIterable, Sendable {
        /// None are taken.
        case off
        /// Each waits until the control side lets it pass.
        case hold
        /// They are shown at once.
        case show
    }

    public struct Options: Sendable {
        public var comments: CommentPolicy
        /// Pages of other sites that may send, e.g. `https://shop.example`, as browsers write them.
        public var pageOrigins: [String]
        /// Proxies of ours, whose word on who asks is believed.
        public var proxies: [NetworkAddress.Block]
        /// Signs visitors' passes; `nil`: they end with this process.
        public var secret: String?

        public init(
            comments: CommentPolicy = .off, pageOrigins: [String] = [], proxies: [NetworkAddress.Block] = [],
            secret: String? = nil
        ) {
            (self.comments, self.pageOrigins, self.proxies, self.secret) = (comments, pageOrigins, proxies, secret)
        }
    }

    /// From one commit to the next.
    static let pause = Duration.milliseconds(100)

    let options: Options
    let passes: VisitorPasses
    let programme: any BroadcastControl
    private let logger: Logger
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let begin: ContinuousClock.Instant
    private let salt = SymmetricKey(size: .bits256)
    let ledger: Mutex<AudienceLedger>
    private let batch = Mutex(AudienceBatch())
    let held = Mutex(HeldComments())
    private let hasMore: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let refusalIsSaid = Atomic(false)
    /// Of all that was taken, and of what wasn't.
    let hearts = Atomic(0)
    let votes = Atomic(0)
    let comments = Atomic(0)
    let refusals = Atomic(0)

    public convenience init(_ programme: any BroadcastControl, options: Options, logger: Logger) {
        self.init(programme, options: options, limits: AudienceLimits(), logger: logger, now: { .now })
    }

    /// - Parameter now: Counts the limits' time.
    init(
        _ programme: any BroadcastControl, options: Options, limits: AudienceLimits, logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        (self.programme, self.options, self.logger, clock) = (programme, options, logger, now)
        begin = now()
        passes = VisitorPasses(secret: options.secret)
        ledger = Mutex(AudienceLedger(limits))
        (hasMore, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Hands on what visitors send, until ``finish()``.
    public func run() async {
        for await _ in hasMore {
            let events = batch.withLock { batch in
                defer { batch = AudienceBatch() }
                return batch.events
            }
            if !events.isEmpty { note(await programme.commit(events)) }
            try? await Task.sleep(for: Self.pause)
        }
    }

    public func finish() { wake.finish() }

    private func note(_ results: [CommitResult]) {
        // Who taps on while the show ends is nobody's loss.
        guard programme.status.source != .finished else { return }
        for result in results {
            switch result {
            case .committed, .scheduled, .repeated: continue
            case .refused(let reason), .busy(let reason):
                refuse("the show didn't take what visitors sent: \(reason)")
            }
        }
    }

    /// Counts what is lost, and says the first time why.
    private func refuse(_ sentence: String) {
        refusals.add(1, ordering: .relaxed)
        guard !refusalIsSaid.exchange(true, ordering: .relaxed) else { return }
        logger.warning(
            "\(sentence); what else is refused to visitors is counted in tatecast_audience_refused_total alone")
    }
}

// MARK: - What visitors send

extension OpenAudience {
    /// Who sends: its pass, and its address as a hash that says nothing to anybody else.
    struct Sender {
        let visitor: UInt64
        let address: UInt64
    }

    /// What became of each part of a message; `nil` for what wasn't in it.
    struct Outcome: Hashable {
        enum Vote: String { case counted, repeated, closed, tooMany }
        enum Comment: String { case sent, pending, off, tooFast, tooMany, unreadable }

        var hearts: Int?
        var vote: Vote?
        var comment: Comment?
        /// What is wrong with a comment that can't be read.
        var reason: String?
    }

    func sender(_ pass: VisitorPass, peer: NetworkAddress?, forwarded: [String]) -> Sender {
        let client = peer.map { NetworkAddress.client(peer: $0, forwarded: forwarded, proxies: options.proxies) }
        let code = HMAC<SHA256>.authenticationCode(for: client?.household ?? [], using: salt)
        return Sender(visitor: pass.id, address: code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// How long a new visitor still has to wait, in seconds; 0 for none.
    func wait(of pass: VisitorPass, at now: Int64) -> Int64 {
        max(0, pass.issued + ledger.withLock { $0.limits.newcomerWait } - now)
    }

    /// - Returns: How long to wait before a request is taken; `nil` if this one is.
    func admit(_ sender: Sender) -> Duration? {
        let wait = ledger.withLock { $0.admit(visitor: sender.visitor, address: sender.address, at: elapsed) }
        if wait != nil { refusals.add(1, ordering: .relaxed) }
        return wait
    }

    func take(_ message: VisitorMessage, from sender: Sender) -> Outcome {
        var outcome = Outcome()
        if message.hearts > 0 { outcome.hearts = take(hearts: message.hearts, from: sender) }
        if let vote = message.vote { outcome.vote = take(vote, from: sender) }
        if let comment = message.comment { (outcome.comment, outcome.reason) = take(comment, from: sender) }
        return outcome
    }

    private func take(hearts count: Int, from sender: Sender) -> Int {
        let taken = ledger.withLock {
            $0.takeHearts(count, visitor: sender.visitor, address: sender.address, at: elapsed)
        }
        if taken > 0 {
            hearts.add(taken, ordering: .relaxed)
            batch.withLock { $0.addHearts(taken) }
            wake.yield()
        }
        return taken
    }

    private func take(_ vote: VisitorMessage.Vote, from sender: Sender) -> Outcome.Vote {
        let shown = programme.show.poll
        guard let round = shown.current, round.closedAt == nil, round.poll.id == vote.poll,
            vote.option <= round.poll.options.count
        else { return .closed }
        // A poll without a name is known by what it asks: asked again, it is the same.
        var hasher = Hasher()
        hasher.combine(round.poll)
        let poll = UInt64(bitPattern: Int64(hasher.finalize()))
        switch ledger.withLock({ $0.takeVote(in: poll, visitor: sender.visitor, address: sender.address) }) {
        case .repeated: return .repeated
        case .tooMany: return .tooMany
        case .counted:
            votes.add(1, ordering: .relaxed)
            batch.withLock { $0.addVote(for: vote.option, in: vote.poll) }
            wake.yield()
            return .counted
        }
    }

    private func take(
        _ comment: VisitorMessage.Comment, from sender: Sender
    ) -> (outcome: Outcome.Comment, reason: String?) {
        guard options.comments != .off else { return (.off, nil) }
        let id = "visitor-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let event: LiveEvent
        do throws(EventError) {
            event = try Self.event(comment, id: id)
        } catch {
            return (.unreadable, "\(error)")
        }
        guard ledger.withLock({ $0.takeComment(visitor: sender.visitor, address: sender.address, at: elapsed) }) == nil
        else { return (.tooFast, nil) }
        comments.add(1, ordering: .relaxed)
        guard options.comments == .show else {
            let item = HeldComments.Item(
                id: id, author: comment.author, text: comment.text, received: Date(), event: event)
            let isFirstDropped = held.withLock { held in
                held.add(item)
                return held.droppedCount == 1
            }
            if isFirstDropped {
                logger.warning("\(HeldComments.limit) comments wait at GET /v1/comments: the oldest ones go unseen")
            }
            return (.pending, nil)
        }
        guard batch.withLock({ $0.add(event) }) else {
            refusals.add(1, ordering: .relaxed)
            return (.tooMany, nil)
        }
        wake.yield()
        return (.sent, nil)
    }

    private static func event(_ comment: VisitorMessage.Comment, id: String) throws(EventError) -> LiveEvent {
        var json = JSONWriter()
        json.object { json in
            json.member("type", "comment")
            json.member("id", id)
            if let author = comment.author { json.member("author", author) }
            json.member("text", comment.text)
        }
        let text = String(buffer: json.bytes)
        return LiveEvent(try EventDecoder().decode(text.utf8), json: text)
    }

    private var elapsed: Duration { begin.duration(to: clock()) }
}
