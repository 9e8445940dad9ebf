import MediaModel
import Testing

@testable import Broadcast

@Suite struct FrameSynchroniserTests {
    /// What each tick shows: the picture's number, and whether it was said to stay.
    private static func run(_ times: [Int64], _ rate: FrameRate, ticks: Int) -> (
        shown: [Int], stays: [Bool], dropped: Int
    ) {
        var synchroniser = FrameSynchroniser<Int>(frameRate: rate)
        var (next, shown, stays): (Int, [Int], [Bool]) = (0, [], [])
        for tick in 0..<ticks {
            while synchroniser.needsPicture(forTick: tick) {
                if next < times.count {
                    synchroniser.offer(next, time: times[next])
                    next += 1
                } else {
                    synchroniser.finish()
                }
            }
            guard let answer = synchroniser.picture(forTick: tick) else { break }
            shown.append(answer.picture)
            stays.append(answer.isRepeatedNext)
        }
        return (shown, stays, synchroniser.dropped)
    }

    /// The times of pictures at a constant rate, in a clock of so many ticks a second, rounded to it.
    private static func times(_ count: Int, rate: (Int64, Int64), clock: Int64 = 1_000_000_000) -> [Int64] {
        (0..<count).map { index in
            let ticks = (Int64(index) * rate.1 * clock + rate.0 / 2) / rate.0
            return MediaTime(ticks, timescale: clock).ticks(timescale: 1_000_000_000, rounding: .nearest)
        }
    }

    @Test(arguments: [FrameRate.fps25, .fps30, .fps50, .fps60], [1_000_000_000, 1000, 90_000] as [Int64])
    func itsOwnRateMapsOneToOne(rate: FrameRate, clock: Int64) {
        let times = Self.times(300, rate: (Int64(rate.framesPerSecond), 1), clock: clock)
        let run = Self.run(times, rate, ticks: 300)
        #expect(run.shown == Array(0..<300))
        #expect(run.dropped == 0)
        #expect(run.stays.dropLast() == ArraySlice(repeating: false, count: 299))
    }

    /// Of a source of twice the rate, every other picture: with times in milliseconds just as with exact ones.
    @Test(
        arguments: [(60, FrameRate.fps30), (50, .fps25), (120, .fps60), (120, .fps30), (240, .fps30)],
        [1_000_000_000, 1000] as [Int64])
    func wholeMultiplesDropEvenly(pair: (Int, FrameRate), clock: Int64) {
        let step = pair.0 / pair.1.framesPerSecond
        let run = Self.run(Self.times(pair.0 * 4, rate: (Int64(pair.0), 1), clock: clock), pair.1, ticks: 60)
        let distances = zip(run.shown.dropFirst(), run.shown).map { $0 - $1 }
        // The first is shown from the start; from then on the rhythm is steady.
        #expect(distances.dropFirst().allSatisfy { $0 == step })
        #expect(run.dropped >= 58 * (step - 1))
    }

    /// Milliseconds rounded down (FLV) are up to one early, and the middle of two ticks is the worst place to be.
    @Test func timesRoundedDownKeepTheRhythm() {
        let times = (0..<240).map { Int64($0) * 1000 / 60 * 1_000_000 }
        let run = Self.run(times, .fps30, ticks: 100)
        let distances = zip(run.shown.dropFirst(), run.shown).map { $0 - $1 }
        #expect(distances.dropFirst().allSatisfy { $0 == 2 })
    }

    @Test(arguments: [FrameRate.fps25, .fps30, .fps50, .fps60])
    func filmAndCamerasNeverWaitNorRush(rate: FrameRate) {
        for (numerator, denominator) in [(24, 1), (25, 1), (26_777, 1000), (30_000, 1001), (24_000, 1001)]
            as [(Int64, Int64)]
        {
            let times = Self.times(400, rate: (numerator, denominator), clock: 1000)
            let run = Self.run(times, rate, ticks: 300)
            for (tick, picture) in run.shown.enumerated() {
                let now = Int64(tick) * 1_000_000_000 / Int64(rate.framesPerSecond)
                let half = 500_000_000 / Int64(rate.framesPerSecond)
                // Shown: the last whose time is nearer to this tick or before it, to the margin for rounding.
                #expect(times[picture] <= now + half + 1_000_000 || picture == 0)
                #expect(times[picture + 1] >= now + half - 1_000_001)
            }
            let distances = zip(run.shown.dropFirst(), run.shown).map { $0 - $1 }
            #expect(distances.allSatisfy { $0 >= 0 })
        }
    }

    @Test func twentyNineNinetySevenRepeatsOneInAThousand() {
        let times = Self.times(1100, rate: (30_000, 1001), clock: 1000)
        let run = Self.run(times, .fps30, ticks: 1000)
        #expect(run.dropped == 0)
        #expect(run.stays.count { $0 } == 1)
    }

    @Test func twentyFourInThirtyRepeatsEveryFourth() {
        let run = Self.run(Self.times(100, rate: (24, 1)), .fps30, ticks: 100)
        #expect(run.stays.count { $0 } == 20)
        #expect(Set(run.shown).count == 80)
        #expect(run.dropped == 0)
    }

    /// What is told of a picture before it is offered is what happens to it.
    @Test(arguments: [(30_000, 1_001), (30, 1), (24, 1), (25, 1), (2_678, 100)] as [(Int64, Int64)])
    func knowsTheTickOfAPicture(rate: (Int64, Int64)) {
        let times = Self.times(600, rate: rate, clock: 1_000).map { $0 + 16_000_000 }
        var synchroniser = FrameSynchroniser<Int>(frameRate: .fps30)
        var (next, told, shown): (Int, [Int: Int], [Int: Int]) = (0, [:], [:])
        for tick in 0..<500 {
            while synchroniser.needsPicture(forTick: tick) {
                told[next] = synchroniser.tick(showing: times[next])
                synchroniser.offer(next, time: times[next])
                next += 1
            }
            guard let answer = synchroniser.picture(forTick: tick) else { break }
            if shown[answer.picture] == nil { shown[answer.picture] = tick }
        }
        // The first is shown from the start. What lies in the middle of two ticks may be told of the other one.
        let others = shown.filter { $0.key > 0 && told[$0.key] != $0.value }
        #expect(others.count < 20 && others.allSatisfy { abs($0.value - (told[$0.key] ?? 0)) == 1 }, "\(others)")
        #expect(synchroniser.tick(showing: -5_000_000_000) == 0)
    }

    @Test func variableRatesFollowTheirTimes() {
        let run = Self.run([0, 500, 510, 520, 530, 900].map { $0 * 1_000_000 }, .fps25, ticks: 26)
        // 500 and 900 lie in the middle of two ticks, and go to the later.
        let expected = Array(repeating: 0, count: 13) + Array(repeating: 4, count: 10) + Array(repeating: 5, count: 3)
        #expect(run.shown == expected)
        #expect(run.dropped == 3)
    }

    @Test func aFirstPictureThatIsLateIsShownFromTheStart() {
        let run = Self.run([3_000_000_000, 3_040_000_000], .fps25, ticks: 80)
        #expect(run.shown == Array(repeating: 0, count: 76) + Array(repeating: 1, count: 4))
        #expect(run.stays == Array(repeating: true, count: 75) + [false] + Array(repeating: true, count: 4))
    }

    @Test func aSinglePictureStays() {
        let run = Self.run([0], .fps30, ticks: 10)
        #expect(run.shown == Array(repeating: 0, count: 10))
        #expect(run.stays.allSatisfy { $0 })
    }

    @Test func withoutAnyPictureThereIsNothingToShow() {
        let run = Self.run([], .fps30, ticks: 10)
        #expect(run.shown.isEmpty)
    }

    @Test func timesThatGoBackAreShownAndForgotten() {
        let run = Self.run([0, 40, 20, 80, 60, 120].map { $0 * 1_000_000 }, .fps25, ticks: 6)
        #expect(run.shown.count == 6)
        #expect(run.shown == run.shown.sorted())
        #expect(run.shown.last == 5)
    }

    /// For any source: the announcement that a picture stays is what the next tick then does, no picture is both shown
    /// and dropped, and none is shown more than half a tick early.
    @Test(arguments: [FrameRate.fps25, .fps30, .fps50, .fps60])
    func keepsItsWordForAnySource(rate: FrameRate) {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var time = Int64.random(in: 0..<100_000_000, using: &generator)
            let times = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
                time += Int64.random(in: 0...100_000_000, using: &generator)
                return time
            }
            let ticks = Int(times.last! * Int64(rate.framesPerSecond) / 1_000_000_000) + 3
            let run = Self.run(times, rate, ticks: ticks)
            #expect(run.shown.count == ticks)
            for tick in 1..<ticks { #expect(run.stays[tick - 1] == (run.shown[tick] == run.shown[tick - 1])) }
            #expect(run.shown == run.shown.sorted())
            #expect(run.shown.last == times.count - 1)
            #expect(run.dropped + Set(run.shown).count == times.count)
            for tick in run.shown.indices where run.shown[tick] > 0 {
                let middle = (2 * Int64(tick) + 1) * 500_000_000 / Int64(rate.framesPerSecond)
                #expect(times[run.shown[tick]] < middle + 1_000_000)
            }
        }
    }
}
