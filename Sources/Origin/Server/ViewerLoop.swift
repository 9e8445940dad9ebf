import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The connections of one event loop: who waits for what, and whose time is up.
///
/// Belongs to its loop: only there is anything of it touched. So thousands of viewers are woken without a lock, by one task
/// a loop and part.
final class ViewerLoop: @unchecked Sendable {
    private struct TextKey: Hashable {
        let playlist: ObjectIdentifier
        let isCompressed: Bool
    }

    // Sendable, as everything but `wake` happens on the event loop; see the assertions.
    let origin: Origin
    let limits: ViewerLimits
    let statistics: ViewerStatistics
    /// Who may watch; `nil` where everybody may.
    let gate: (any ViewerGate)?
    private let eventLoop: any EventLoop
    private let writer: NIOThreadPool
    private var connections: [ObjectIdentifier: ViewerHandler] = [:]
    /// By what they wait for: few things, and many who wait for each.
    private var waiting: [WaitCondition: [ObjectIdentifier: ViewerHandler]] = [:]
    /// Who is to get a text that is being made.
    private var wantingText: [TextKey: [(ViewerHandler, question: Int)]] = [:]
    /// Whose wait is over, but who isn't answered yet.
    private var due = CircularBuffer<ViewerHandler>()
    private var isAnswering = false
    private var sweep: RepeatedTask?

    /// How many are answered in a row: a millisecond's work.
    private static let portion = 32

    /// For the `Date` field; made once a second.
    private(set) var date = ""

    init(
        eventLoop: any EventLoop, origin: Origin, limits: ViewerLimits, statistics: ViewerStatistics,
        writer: NIOThreadPool, access: (any ViewerAccess)? = nil
    ) {
        (self.eventLoop, self.origin, self.limits) = (eventLoop, origin, limits)
        (self.statistics, self.writer) = (statistics, writer)
        gate = access.map { RememberedSessions($0) }
    }

    func start() {
        eventLoop.assertInEventLoop()
        refreshDate()
        sweep = eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in
            self.closeOverdue()
        }
    }

    func stop() {
        eventLoop.assertInEventLoop()
        sweep?.cancel()
    }

    func add(_ connection: ViewerHandler) {
        eventLoop.assertInEventLoop()
        connections[ObjectIdentifier(connection)] = connection
    }

    func remove(_ connection: ViewerHandler) {
        eventLoop.assertInEventLoop()
        connections[ObjectIdentifier(connection)] = nil
    }

    /// Whether all connections that there are may be served.
    var hasRoom: Bool { statistics.connectionCount <= limits.connections }

    /// Has `connection` answered again when there is what it waits for.
    func wait(_ connection: ViewerHandler, for condition: WaitCondition) {
        eventLoop.assertInEventLoop()
        waiting[condition, default: [:]][ObjectIdentifier(connection)] = connection
        statistics.waiting.add(1, ordering: .relaxed)
    }

    func stopWaiting(_ connection: ViewerHandler, for condition: WaitCondition) {
        eventLoop.assertInEventLoop()
        guard waiting[condition]?.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        statistics.waiting.subtract(1, ordering: .relaxed)
        if waiting[condition]?.isEmpty ?? false { waiting[condition] = nil }
    }

    /// Has `connection` told of a long playlist's text when that has been made, once for all who ask meanwhile.
    func answerOnceMade(
        _ connection: ViewerHandler, _ playlist: CachedPlaylist, compressed: Bool, to question: Int
    ) {
        eventLoop.assertInEventLoop()
        let key = TextKey(playlist: ObjectIdentifier(playlist), isCompressed: compressed)
        if wantingText[key]?.append((connection, question)) != nil { return }
        wantingText[key] = [(connection, question)]
        writer.runIfActive(eventLoop: eventLoop) {
            playlist.makeText(compressed: compressed)
        }.assumeIsolated().whenComplete { result in
            guard let wanting = self.wantingText.removeValue(forKey: key), let text = try? result.get() else { return }
            for (connection, question) in wanting { connection.answer(playlist, text, to: question) }
        }
    }

    /// Any thread: something of the show has changed.
    func wake() {
        eventLoop.execute { self.answerWaiting() }
    }

    private func answerWaiting() {
        guard !waiting.isEmpty else { return }
        let edges = origin.edges
        for condition in Array(waiting.keys) where edges.have(condition) {
            guard let connections = waiting.removeValue(forKey: condition) else { continue }
            statistics.waiting.subtract(connections.count, ordering: .relaxed)
            due.append(contentsOf: connections.values)
        }
        if !isAnswering { answerPortion() }
    }

    /// Answers some of those whose wait is over, then lets the loop look at its sockets.
    ///
    /// All wait for the same part, and ask for it as soon as they know of it. Were all answered at once, the first to know would
    /// get theirs after the last had been told; so the first ones are through when the last ones' turn comes, which is no later.
    private func answerPortion() {
        for _ in 0..<min(Self.portion, due.count) { due.removeFirst().answerAgain() }
        isAnswering = !due.isEmpty
        guard isAnswering else { return }
        // Not `execute`: the loop would run it before it looks at a socket.
        eventLoop.scheduleTask(in: .microseconds(50)) { self.answerPortion() }
    }

    private func closeOverdue() {
        refreshDate()
        let now = ContinuousClock.now
        for connection in Array(connections.values) {
            if let deadline = connection.deadline, deadline <= now { connection.timeOut() }
        }
    }

    private func refreshDate() {
        var time = time(nil)
        var parts = tm()
        gmtime_r(&time, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        date =
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(1900 + parts.tm_year) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
