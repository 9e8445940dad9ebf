import Testing

@testable import Access

@Suite struct RecentValuesTests {
    @Test func keepsSoManyAndThoseWhoComeAgain() {
        var values = RecentValues<Int, Int>(limit: 10, memory: .seconds(60))
        for number in 1...1_000 {
            values.note(0, at: .zero, first: 0)
            values.change(0) { $0 += 1 }
            values.note(number, at: .zero, first: number)
            #expect(values.count <= 10)
        }
        #expect(values.change(0) { $0 } == 1_000)
        // The last ones are there, as many as half of all.
        #expect((996...1_000).allSatisfy { values.contains($0) } && !values.contains(900))
    }

    @Test func changesOnlyWhoIsRemembered() {
        var values = RecentValues<String, Int>(limit: 4, memory: .seconds(60))
        #expect(values.change("a") { $0 += 1 } == nil)
        values.note("a", at: .zero, first: 5)
        values.note("a", at: .zero, first: 9)
        values.change("a") { $0 += 1 }
        #expect(values.change("a") { $0 } == 6 && values.count == 1)
    }

    @Test(arguments: [(59, true), (60, true), (119, true), (121, false)])
    func forgetsTheSilent(seconds: Int, isKept: Bool) {
        var values = RecentValues<Int, Int>(limit: 100, memory: .seconds(60))
        values.note(1, at: .zero, first: 1)
        values.note(2, at: .seconds(30), first: 2)
        values.note(3, at: .seconds(seconds), first: 3)
        #expect(values.contains(2) == isKept)
    }

    @Test func whoComesWithinTheTimeIsNeverForgotten() {
        var values = RecentValues<Int, Int>(limit: 100, memory: .seconds(60))
        for minute in 0..<50 { values.note(1, at: .seconds(minute * 59), first: minute) }
        #expect(values.change(1) { $0 } == 0)
    }
}
