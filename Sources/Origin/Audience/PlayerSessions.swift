package import Prometheus

/// What players that send CMCD say of themselves, added up by session: a table of fixed size, and sums.
///
/// Pure: whoever calls says what time it is.
struct PlayerSessions: Sendable {
    /// Sessions followed at a time: some 300 kB.
    static let capacity = 4_096
    /// Milliseconds after which a session that says nothing gives its place to another.
    static let patience: Int64 = 300_000
    /// Milliseconds from one look for such sessions to the next.
    private static let sweepPause: Int64 = 10_000
    /// Milliseconds: who begins later than that after the first playlist did something else meanwhile.
    private static let longestStart: Int64 = 120_000

    private struct Session {
        let first: Int64
        var last: Int64
        /// When it asked for the multivariant playlist first.
        var master: Int64?
        var hasStarted = false
        var isStarved = false
    }

    private var sessions: [Int: Session] = [:]
    private var lastSweep = Int64.min / 2
    private(set) var totals = PlayerTotals()

    /// What is known now, with the time of sessions that go on.
    var current: PlayerTotals {
        var totals = totals
        totals.seconds += sessions.values.reduce(0) { $0 + Self.seconds(of: $1) }
        return totals
    }

    /// - Parameters:
    ///   - isMaster: Whether it asked for the multivariant playlist.
    ///   - isMedia: Whether it asked for a segment or a part.
    ///   - now: In milliseconds, on any clock that doesn't go back.
    mutating func note(_ report: CMCDReport, isMaster: Bool, isMedia: Bool, at now: Int64) {
        if let throughput = report.throughput { totals.throughput.add(Double(throughput) * 1_000) }
        if let delay = report.startDelay { totals.startDelay.add(Double(delay) / 1_000) }
        if let starvation = report.starvation { totals.starvationSeconds += Double(starvation) / 1_000 }
        guard let id = report.session else { return }
        guard var session = sessions[id] ?? begin(at: now) else {
            totals.unlistedRequests += 1
            return
        }
        session.last = max(session.last, now)
        if report.isStarved {
            totals.starvedRequests += 1
            if !session.isStarved { totals.starvedSessions += 1 }
            session.isStarved = true
        }
        if isMaster, session.master == nil { session.master = now }
        if isMedia, !report.isUrgent, !session.hasStarted {
            session.hasStarted = true
            if let master = session.master, 0...Self.longestStart ~= now - master {
                totals.start.add(Double(now - master) / 1_000)
            }
        }
        sessions[id] = session
    }

    /// A place in the table; `nil` if there is none.
    private mutating func begin(at now: Int64) -> Session? {
        if sessions.count >= Self.capacity {
            guard now - lastSweep >= Self.sweepPause else { return nil }
            lastSweep = now
            for (id, session) in sessions where now - session.last >= Self.patience {
                totals.seconds += Self.seconds(of: session)
                sessions[id] = nil
            }
            guard sessions.count < Self.capacity else { return nil }
        }
        totals.sessions += 1
        return Session(first: now, last: now)
    }

    private static func seconds(of session: Session) -> Double { Double(session.last - session.first) / 1_000 }
}

/// What all sessions of players that send CMCD (CTA-5004) add up to.
package struct PlayerTotals: Sendable {
    package var sessions = 0
    /// Those that ran out of something to play at least once (`bs`).
    package var starvedSessions = 0
    /// Requests that said so.
    package var starvedRequests = 0
    /// From each session's first request to its last, in all.
    package var seconds = 0.0
    /// Seconds from a session's first request for the multivariant playlist to its first for media that isn't urgent any more (without `su`). An estimate.
    package var start = Distribution()
    /// `mtp`, in bits per second, request by request.
    package var throughput = Distribution()
    /// `msd` of version 2, in seconds.
    package var startDelay = Distribution()
    /// `bsd` of version 2, in all.
    package var starvationSeconds = 0.0
    /// Requests of sessions that found no place in the table.
    package var unlistedRequests = 0
}
