import Testing

@testable import Ingest

@Suite struct TakeoverHistoryTests {
    private func publisher(_ host: String, program: String = "OBS") -> TakeoverHistory.Identity {
        .init(host: host, keyName: "main", program: program)
    }

    @Test func turnsAwayWhoeverKeepsTrying() {
        var replaced = TakeoverHistory()
        replaced.add(publisher("192.0.2.1"), at: .seconds(100))
        for attempt in 1...20 {
            #expect(replaced.refuse(publisher("192.0.2.1"), at: .seconds(100 + 59 * attempt)) == attempt)
        }
        #expect(replaced.refuse(publisher("192.0.2.2"), at: .seconds(101)) == nil)
        #expect(replaced.refuse(publisher("192.0.2.1", program: "Larix"), at: .seconds(101)) == nil)
    }

    @Test func forgetsAfterAMinuteOfRest() {
        var replaced = TakeoverHistory()
        replaced.add(publisher("192.0.2.1"), at: .seconds(100))
        #expect(replaced.refuse(publisher("192.0.2.1"), at: .seconds(161)) == nil)
        #expect(replaced.count == 0)
    }

    @Test func remembersAFewOnly() {
        var replaced = TakeoverHistory()
        for index in 0..<1_000 { replaced.add(publisher("host \(index)"), at: .milliseconds(index)) }
        #expect(replaced.count == TakeoverHistory.maximumCount)
        #expect(replaced.refuse(publisher("host 999"), at: .seconds(1)) == 1)
        replaced.remove(publisher("host 999"))
        #expect(replaced.refuse(publisher("host 999"), at: .seconds(1)) == nil)
    }
}
