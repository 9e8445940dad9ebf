import Testing

@testable import Follow

@Suite struct LookPaceTests {
    @Test func looksLessOftenWhereNobodyIs() {
        var pace = LookPace()
        var (times, time) = ([Int64](), Int64(0))
        // Nobody for five seconds, then somebody, then nobody again.
        while time < 6_000_000_000 {
            pace.take(isEmpty: time < 5_000_000_000 || time > 5_400_000_000, at: time)
            let interval = pace.interval(isHurried: false)
            times.append(interval / 1_000_000)
            time += interval
        }
        #expect(times.prefix(15).allSatisfy { $0 == 200 }, "three seconds")
        #expect(times.dropFirst(15).prefix(7).allSatisfy { $0 == 300 }, "\(times)")
        #expect(times.suffix(3).allSatisfy { $0 == 200 }, "\(times)")
    }

    @Test func looksLessOftenAtAFaceThatStays() {
        var pace = LookPace()
        func intervals(_ seconds: Range<Int>, face: Double?) -> Set<Int64> {
            Set(
                stride(
                    from: Int64(seconds.lowerBound) * 1_000_000_000, to: Int64(seconds.upperBound) * 1_000_000_000,
                    by: 200_000_000
                )
                .map { time in
                    pace.take(isEmpty: false, face: face, at: time)
                    return pace.interval(isHurried: false) / 1_000_000
                })
        }
        #expect(intervals(0..<3, face: 0.5) == [200])
        #expect(intervals(3..<6, face: 0.515) == [250])
        #expect(intervals(6..<9, face: 0.53) == [200], "it has gone")
        #expect(intervals(9..<10, face: 0.53) == [250])
        #expect(intervals(10..<14, face: nil) == [200], "several, or something else")
        #expect(pace.interval(isHurried: true) == 100_000_000)
    }

    @Test func hurriesWhileSomebodyIsMissing() {
        var pace = LookPace()
        for second in 0..<9 { pace.take(isEmpty: true, at: Int64(second) * 1_000_000_000) }
        #expect(pace.interval(isHurried: true) == 100_000_000)
        #expect(pace.interval(isHurried: false) == 300_000_000)
        // A live source's clock may be set back.
        pace.take(isEmpty: true, at: 0)
        #expect(pace.interval(isHurried: false) == 200_000_000)
    }
}
