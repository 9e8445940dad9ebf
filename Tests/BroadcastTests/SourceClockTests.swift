import Testing

@testable import Broadcast

/// Packets of a source with a clock of its own, over a network with delays of its own.
private struct SimulatedSource {
    var clock = SourceClock(jitterBuffer: 100_000_000)
    /// How fast its clock runs, in parts per million off ours.
    var drift = 0.0
    /// The source's clock at our time 0.
    var start: Int64 = 5_000_000_000
    private var state: UInt64 = 42

    /// Between 0 and 1, the same in every run.
    private mutating func jitter() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }

    /// Sends a packet that was made at `time` on our clock, and returns how long after that it is shown.
    @discardableResult
    mutating func send(track: Int = 0, madeAt time: Int64, delay: Int64, spread: Int64 = 0) -> Int64 {
        let own = start + Int64(Double(time) * (1 + drift / 1_000_000))
        let arrival = time + delay + Int64(jitter() * Double(spread))
        return own + clock.place(track: track, time: own, arrival: arrival).offset - time
    }
}

private let second: Int64 = 1_000_000_000
private let frame: Int64 = 33_333_333

@Suite struct SourceClockTests {
    @Test func showsAPictureAJitterBufferAfterTheLeastDelay() {
        var source = SimulatedSource()
        var shown: [Int64] = []
        for number in 0..<600 {
            shown.append(source.send(madeAt: Int64(number) * frame, delay: 50_000_000, spread: 60_000_000))
        }
        // From two seconds on within 12 ms of 50 ms + the jitter buffer, and never by a jump.
        #expect(shown[60...].allSatisfy { abs($0 - 150_000_000) < 12_000_000 })
        #expect(zip(shown[60...], shown[61...]).allSatisfy { abs($0 - $1) <= 100_000 })
        #expect(source.clock.jumps == 0)
    }

    @Test(arguments: [-200.0, 200]) func followsAClockThatRunsWrongForHalfAnHour(drift: Double) {
        var source = SimulatedSource()
        source.drift = drift
        var worst: Int64 = 0
        for number in 0..<(30 * 60 * 30) {
            let shown = source.send(madeAt: Int64(number) * frame, delay: 40_000_000, spread: 30_000_000)
            if number > 300 { worst = max(worst, abs(shown - 140_000_000)) }
        }
        // Without following, 360 ms.
        #expect(worst < 12_000_000, "\(worst) ns")
        #expect(source.clock.jumps == 0)
    }

    @Test func staysThroughAStallThatSendsAllItHeldBack() {
        var source = SimulatedSource()
        for number in 0..<300 { source.send(madeAt: Int64(number) * frame, delay: 40_000_000) }
        let before = source.send(madeAt: 300 * frame, delay: 40_000_000)
        // Three seconds of pictures come within a tenth of a second.
        for number in 301..<390 {
            let made = Int64(number) * frame
            let arrival = 391 * frame + Int64(number - 300) * 1_000_000
            source.send(madeAt: made, delay: arrival - made)
        }
        var after: Int64 = 0
        for number in 400..<700 { after = source.send(madeAt: Int64(number) * frame, delay: 40_000_000) }
        #expect(abs(after - before) < 5_000_000)
        #expect(source.clock.jumps == 0)
    }

    @Test func waitsLongerOnceTheNetworkIsSlowerForGood() {
        var source = SimulatedSource()
        for number in 0..<300 { source.send(madeAt: Int64(number) * frame, delay: 40_000_000) }
        var late = 0
        var last: Int64 = 0
        for number in 300..<600 {
            last = source.send(madeAt: Int64(number) * frame, delay: 400_000_000)
            if last < 400_000_000 { late += 1 }
        }
        // A second of pictures is late; after that all are in time.
        #expect(late <= 31)
        #expect(abs(last - 500_000_000) < 12_000_000)
        #expect(source.clock.jumps == 1)
    }

    @Test func comesBackWhenTheNetworkIsQuickAgain() {
        var source = SimulatedSource()
        for number in 0..<300 { source.send(madeAt: Int64(number) * frame, delay: 440_000_000) }
        var last: Int64 = 0
        for number in 300..<700 { last = source.send(madeAt: Int64(number) * frame, delay: 40_000_000) }
        #expect(abs(last - 140_000_000) < 30_000_000)
        #expect(source.clock.jumps == 1)
    }

    @Test func takesOnlyTheNewestOfABurstAtTheStart() {
        var source = SimulatedSource()
        // Two seconds of old pictures at once, then live ones.
        for number in 0..<60 {
            let made = Int64(number) * frame
            source.send(madeAt: made, delay: 2 * second + Int64(number) * 200_000 - made)
        }
        var last: Int64 = 0
        for number in 61..<200 { last = source.send(madeAt: Int64(number) * frame, delay: 40_000_000) }
        #expect(abs(last - 140_000_000) < 30_000_000)
    }

    @Test func keepsSoundAndPicturesTogetherByTheLaterOne() {
        var source = SimulatedSource()
        var (picture, sound): (Int64, Int64) = (0, 0)
        for number in 0..<400 {
            let made = Int64(number) * frame
            picture = source.send(track: 0, madeAt: made, delay: 40_000_000)
            // Made at the same time, sent 300 ms later.
            let late = made - 260_000_000
            if late > 0 { sound = source.send(track: 1, madeAt: late, delay: 300_000_000) }
        }
        #expect(abs(picture - sound) < 1_000_000)
        #expect(sound >= 300_000_000)
    }

    @Test func startsAnewWhereTimesJumpAhead() {
        var source = SimulatedSource()
        for number in 0..<300 { source.send(madeAt: Int64(number) * frame, delay: 40_000_000) }
        source.start += 5 * second
        let own = source.start + 300 * frame
        let answer = source.clock.place(track: 0, time: own, arrival: 300 * frame + 40_000_000)
        #expect(answer.isRestart)
        #expect(abs(own + answer.offset - 300 * frame - 140_000_000) < 1_000_000)
    }
}

@Suite struct DelayWindowTests {
    @Test func measuresTheLastSecondsOnly() {
        var window = DelayWindow()
        window.add(50, at: 0)
        window.add(90, at: 5_000_000_000)
        window.add(70, at: 5_500_000_000)
        #expect(window.measures(within: 1_000_000_000, at: 5_600_000_000) == .init(least: 70, highestLeast: 90))
        #expect(window.measures(within: 10_000_000_000, at: 5_600_000_000) == .init(least: 50, highestLeast: 90))
        #expect(window.measures(within: 1_000_000_000, at: 30_000_000_000) == nil)
        #expect(DelayWindow().measures(within: 1_000_000_000, at: 0) == nil)
    }

    @Test func passesOverTheThreeLeastSteps() {
        var window = DelayWindow(step: 1_000_000_000)
        for (second, value) in [50, 10, 40, 20, 30].enumerated() {
            window.add(Int64(value), at: Int64(second) * 1_000_000_000)
            window.add(90, at: Int64(second) * 1_000_000_000 + 1)
        }
        #expect(window.usualLeast(within: 10_000_000_000, at: 4_500_000_000) == 40)
        #expect(window.usualLeast(within: 4_000_000_000, at: 4_500_000_000) == 40)
        #expect(window.usualLeast(within: 3_000_000_000, at: 4_500_000_000) == nil)
        #expect(window.median(within: 10_000_000_000, at: 4_500_000_000) == 30)
        #expect(window.median(within: 2_000_000_000, at: 4_500_000_000) == 30)
        #expect(window.median(within: 1_000_000_000, at: 30_000_000_000) == nil)
    }
}
