import Prometheus
import Testing

@testable import Origin

@Suite struct PlayerSessionsTests {
    private func report(_ session: Int?, _ change: (inout CMCDReport) -> Void = { _ in }) throws -> CMCDReport {
        var report = try #require(CMCDReport([]))
        report.session = session
        change(&report)
        return report
    }

    @Test func countsSessionsThatRanOutOfSomethingToPlay() throws {
        var sessions = PlayerSessions()
        for (id, isStarved, time) in [
            (1, false, 0), (1, true, 60_000), (1, true, 120_000), (2, false, 0), (2, false, 30_000),
        ] {
            sessions.note(
                try report(id) { $0.isStarved = isStarved }, isMaster: false, isMedia: true, at: Int64(time))
        }
        let totals = sessions.current
        #expect(totals.sessions == 2 && totals.starvedSessions == 1 && totals.starvedRequests == 2)
        #expect(totals.seconds == 150)
    }

    /// From the first playlist to the first media that isn't urgent any more.
    @Test func estimatesTheStart() throws {
        var sessions = PlayerSessions()
        sessions.note(try report(1), isMaster: true, isMedia: false, at: 1_000)
        sessions.note(try report(1) { $0.isUrgent = true }, isMaster: false, isMedia: true, at: 1_500)
        sessions.note(try report(1), isMaster: false, isMedia: true, at: 2_000)
        // Once is enough, and who was never seen to begin has no start.
        sessions.note(try report(1), isMaster: false, isMedia: true, at: 9_000)
        sessions.note(try report(2), isMaster: false, isMedia: true, at: 9_000)
        let start = sessions.current.start
        #expect(start.count == 1 && abs(start.quantile(0.5) - 1) < 0.05)
    }

    @Test func aTableThatIsFullStaysAsItIsUntilSomebodyHasGone() throws {
        var sessions = PlayerSessions()
        for id in 0..<PlayerSessions.capacity + 10 {
            sessions.note(try report(id), isMaster: false, isMedia: true, at: 0)
        }
        #expect(sessions.current.sessions == PlayerSessions.capacity && sessions.current.unlistedRequests == 10)
        let later = PlayerSessions.patience + 1
        sessions.note(try report(-1), isMaster: false, isMedia: true, at: later)
        #expect(sessions.current.sessions == PlayerSessions.capacity + 1 && sessions.current.unlistedRequests == 10)
    }

    @Test func takesWhatPlayersMeasuredWithoutASession() throws {
        var sessions = PlayerSessions()
        let said = try report(nil) { ($0.throughput, $0.startDelay, $0.starvation) = (8_000, 900, 250) }
        sessions.note(said, isMaster: false, isMedia: true, at: 0)
        let totals = sessions.current
        #expect(totals.sessions == 0 && totals.throughput.count == 1 && totals.startDelay.count == 1)
        #expect(totals.starvationSeconds == 0.25)
    }
}
