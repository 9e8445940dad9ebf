import Synchronization
import Testing

@testable import Origin

private final class Flag: Sendable {
    let isSet = Atomic(false)
}

@Suite(.timeLimit(.minutes(1))) struct ViewerStatisticsTests {
    @Test func waitsForNobodyWhereNobodyIs() async {
        await ViewerStatistics().waitForLastConnection()
    }

    @Test func waitsForTheLastConnection() async {
        let statistics = ViewerStatistics()
        for _ in 0..<3 { statistics.noteConnection() }
        async let isOver: Void = statistics.waitForLastConnection()
        for _ in 0..<3 { statistics.noteEndOfConnection() }
        await isOver
        #expect(statistics.connectionCount == 0)
    }

    /// Who has left before, and came again, has not left.
    @Test func isNotDeceivedByWhoLeftBefore() async {
        let statistics = ViewerStatistics()
        statistics.noteConnection()
        statistics.noteEndOfConnection()
        statistics.noteConnection()
        let flag = Flag()
        async let waiting: Void = {
            await statistics.waitForLastConnection()
            flag.isSet.store(true, ordering: .relaxed)
        }()
        for _ in 0..<200 { await Task.yield() }
        let isOver = flag.isSet.load(ordering: .relaxed)
        #expect(!isOver)
        statistics.noteEndOfConnection()
        await waiting
    }
}
