import Broadcast
import FFmpegKit
import Ingest
import Logging
import MediaModel
import MediaTesting
import NIOCore
import Synchronization
import Testing

@testable import Delivery

/// A clock that notes how long somebody wants to wait, and has them wait for nothing.
private final class NotingClock: Clock, Sendable {
    typealias Instant = ContinuousClock.Instant

    let waits = Mutex<[Duration]>([])
    var now: Instant { .now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        waits.withLock { $0.append(deadline - .now) }
        await Task.yield()
    }
}

/// A way that leads where its script says, and in the end nowhere until it is stopped.
private final class ScriptedLink: PushLink {
    enum Step: Sendable {
        case fails(PushFailure)
        /// Takes the stream, and breaks off.
        case breaks(String)
    }

    private let calls = Atomic(0)
    var attempts: Int { calls.load(ordering: .relaxed) }
    private let closed = Atomic(false)
    var isClosed: Bool { closed.load(ordering: .relaxed) }
    private let steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    func send(
        _ feed: PushFeed, from queue: PacketQueue, until ending: Interrupt, news: PushNews
    ) async throws(PushFailure) {
        let number = calls.add(1, ordering: .relaxed).oldValue
        guard number < steps.count else {
            await ending.wait()
            return
        }
        switch steps[number] {
        case .fails(let failure): throw failure
        case .breaks(let words):
            news.onUp("welcome")
            news.onSent(1_000)
            throw PushFailure(.away, words)
        }
    }

    func close() async { closed.store(true, ordering: .relaxed) }
}

@Suite(.timeLimit(.minutes(1))) struct DestinationTests {
    private let clock = NotingClock()
    private let ending = Interrupt()

    private static func outlets() -> ProgrammeOutlets {
        let outlets = ProgrammeOutlets(
            rungs: [.init(name: "v96x160", rung: Rung(size: PixelSize(width: 96, height: 160), bitRate: 200_000))],
            soundBitRate: 128_000, frameRate: .fps30)
        // It has begun.
        outlets.rungs[0].outlet.begun.request()
        return outlets
    }

    /// Runs a destination through a script to its end.
    private func run(
        _ steps: [ScriptedLink.Step], until isEnough: @escaping @Sendable (Destination) -> Bool = { _ in true }
    ) async throws -> (Destination, ScriptedLink, [BroadcastEvent]) {
        let (link, outlets) = (ScriptedLink(steps), Self.outlets())
        let box = EventBox()
        let destination = Destination(
            try DestinationOrder("tube=rtmp://h/live"), link: link, feed: PushFeed(outlets, rung: outlets.rungs[0]),
            ending: ending, clock: clock, tell: { box.add($0) })
        destination.start()
        try await waitUntil("the script's end") {
            link.attempts > steps.count && isEnough(destination)
        }
        return (destination, link, box.events)
    }

    private final class EventBox: Sendable {
        private let list = Mutex<[BroadcastEvent]>([])
        func add(_ event: BroadcastEvent) { list.withLock { $0.append(event) } }
        var events: [BroadcastEvent] { list.withLock { $0 } }
    }

    @Test func comesBackSoonFromANetworkThatIsAway() async throws {
        let away = ScriptedLink.Step.fails(PushFailure(.away, "it can't be reached"))
        let (destination, link, events) = try await run([away, away, away, away, away])
        let waits = clock.waits.withLock { $0 }
        let usual: [Double] = [0.5, 1, 2, 2, 2]
        #expect(waits.count == usual.count)
        for (wait, usual) in zip(waits, usual) {
            // A fifth more or less, and what the machine took to note it.
            #expect(0.75 * usual...1.2 * usual ~= wait / .seconds(1), "\(wait)")
        }
        #expect(events == [.destinationDown(name: "tube", cause: "it can't be reached")], "told once")
        #expect(destination.state.failure == "it can't be reached")
        ending.request()
        await destination.close()
        #expect(link.isClosed)
        #expect(destination.state.phase == .stopped)
    }

    @Test func waitsHalfAMinuteAfterARefusalAlone() async throws {
        let refusal = ScriptedLink.Step.fails(PushFailure(.refused, "it says: NetStream.Publish.BadName"))
        let away = ScriptedLink.Step.fails(PushFailure(.away, "it is away"))
        let (destination, _, events) = try await run([refusal, refusal, away, refusal])
        let waits = clock.waits.withLock { $0.map { $0 / .seconds(1) } }
        #expect(waits.count == 4)
        #expect(waits.enumerated().allSatisfy { ($0.offset == 2 ? 0.3...0.6 : 23.5...36) ~= $0.element }, "\(waits)")
        #expect(
            events == [
                .destinationDown(name: "tube", cause: "it says: NetStream.Publish.BadName", isRefused: true),
                .destinationDown(name: "tube", cause: "it is away"),
                .destinationDown(name: "tube", cause: "it says: NetStream.Publish.BadName", isRefused: true),
            ])
        #expect(destination.state.isRefused)
        destination.stop()
    }

    @Test func whoTakesTheStreamAndBreaksOffAtOnceIsNoHealthierForIt() async throws {
        let (destination, _, events) = try await run([
            .breaks("one"), .breaks("two"), .breaks("three"), .breaks("four"),
        ])
        let waits = clock.waits.withLock { $0.map { $0 / .seconds(1) } }
        #expect(waits.last.map { $0 > 1.5 } == true, "\(waits)")
        #expect(destination.state.reconnects == 3)
        #expect(destination.state.bytes == 4_000)
        #expect(events.count == 8)
        #expect(
            events.prefix(2) == [
                .destinationUp(name: "tube", answer: "welcome"), .destinationDown(name: "tube", cause: "one"),
            ])
        destination.stop()
    }

    @Test func stopsAndBeginsAnewAtOnce() async throws {
        let (destination, link, _) = try await run([])
        destination.stop()
        #expect(destination.state.phase == .stopped)
        #expect(destination.state.failure == nil)
        destination.start()
        // The first one's link ends with the programme alone: it doesn't listen to its task.
        ending.request()
        await destination.close()
        #expect(link.isClosed)
    }

    @Test func connectsToNobodyBeforeTheProgrammeHasBegun() async throws {
        let outlets = ProgrammeOutlets(
            rungs: [.init(name: "v96x160", rung: Rung(size: PixelSize(width: 96, height: 160), bitRate: 200_000))],
            soundBitRate: 128_000, frameRate: .fps30)
        let link = ScriptedLink([])
        let destination = Destination(
            try DestinationOrder("tube=rtmp://h/live"), link: link, feed: PushFeed(outlets, rung: outlets.rungs[0]),
            ending: ending, clock: clock, tell: { _ in })
        destination.start()
        for _ in 0..<20 { await Task.yield() }
        #expect(link.attempts == 0)
        #expect(destination.state.phase == .waiting)
        outlets.rungs[0].outlet.begun.request()
        try await waitUntil("the attempt") { link.attempts == 1 }
        #expect(destination.state.phase == .connecting)
        ending.request()
        await destination.close()
    }
}

@Suite(.timeLimit(.minutes(1))) struct DestinationsTests {
    private static func make() throws -> Destinations {
        let outlets = ProgrammeOutlets(
            rungs: [.init(name: "v96x160", rung: Rung(size: PixelSize(width: 96, height: 160), bitRate: 200_000))],
            soundBitRate: 128_000, frameRate: .fps30)
        return Destinations(
            outlets, status: LiveStatus(), trust: try PushTrust(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tell: { _ in })
    }

    @Test func knowsEachByItsName() async throws {
        let destinations = try Self.make()
        let secrets = DestinationSecrets(key: "sesame")
        try destinations.add(try DestinationOrder("a=rtmp://127.0.0.1:1/live"), secrets)
        let twice = #expect(throws: Destinations.Refusal.self) {
            try destinations.add(try DestinationOrder("A=rtmp://127.0.0.1:2/live"), secrets)
        }
        #expect(twice?.kind == .conflict)
        #expect(throws: Destinations.Refusal.self) { try destinations.stop("b") }
        try destinations.stop("a")
        #expect(destinations.states.map(\.phase) == [.stopped])
        try destinations.add(try DestinationOrder("a=rtmp://127.0.0.1:2/live"), secrets)
        #expect(destinations.states.map(\.address) == ["rtmp://127.0.0.1:2/live"])
        #expect(destinations.states.map(\.phase) == [.waiting])
        for number in 1..<Destinations.limit {
            try destinations.add(try DestinationOrder("a\(number)=rtmp://127.0.0.1:1/live"), secrets)
        }
        let full = #expect(throws: Destinations.Refusal.self) {
            try destinations.add(try DestinationOrder("z=rtmp://127.0.0.1:1/live"), secrets)
        }
        #expect(full?.description == "z: expected 8 destinations at most")
        let begin = ContinuousClock.now
        await destinations.end()
        #expect(.now - begin < .seconds(5))
        #expect(throws: Destinations.Refusal.self) {
            try destinations.add(try DestinationOrder("y=rtmp://127.0.0.1:1/live"), secrets)
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct NameLookupTests {
    private struct Missing: Error {}

    @Test func waitsNoLongerThanItsCallerLikes() async throws {
        let gate = DispatchGate()
        let lookup = CountedLookup(gate)
        let names = NameLookup(host: "slow.example", port: 1) { host, port in try lookup.lookUp(host, port) }
        let failure = await #expect(throws: PushFailure.self) { try await names.address(within: .milliseconds(50)) }
        #expect(failure?.words.contains("takes longer than") == true)
        let waiter = Task { try? await names.address(within: .seconds(30)) }
        try await Task.sleep(for: .milliseconds(20))
        gate.open()
        #expect(await waiter.value?.port == 7)
        #expect(lookup.count == 1, "whoever comes next waits for the same thread")
    }

    @Test func endsAtOnceWhenItsTaskIsCancelled() async throws {
        let gate = DispatchGate()
        let names = NameLookup(host: "slow.example", port: 1) { _, _ in
            gate.wait()
            throw Missing()
        }
        let waiter = Task { try await names.address(within: .seconds(30)) }
        try await Task.sleep(for: .milliseconds(20))
        waiter.cancel()
        await #expect(throws: PushFailure.self) { try await waiter.value }
        gate.open()
    }

    @Test func looksUpNoNumbers() async throws {
        for host in ["127.0.0.1", "::1"] {
            let names = NameLookup(host: host, port: 9) { _, _ in throw Missing() }
            #expect(try await names.address(within: .seconds(1)).port == 9)
        }
        let missing = NameLookup(host: "nowhere.example", port: 9) { _, _ in throw Missing() }
        let failure = await #expect(throws: PushFailure.self) { try await missing.address(within: .seconds(5)) }
        #expect(failure?.words == "there is no such host, or no server of names that knows it")
    }
}
