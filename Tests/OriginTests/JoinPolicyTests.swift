import HLS
import MediaModel
import Testing

@testable import Origin

@Suite struct JoinPolicyTests {
    static let modes: [LatencyMode] = [.low, .ultra]

    static func constants(_ mode: LatencyMode) -> BroadcastConstants {
        BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: mode))
    }

    /// All parts of two segments.
    static func positions(_ constants: BroadcastConstants) -> [PartPosition] {
        (10...11).flatMap { sequence in
            (0..<constants.grid.partsPerSegment).map { PartPosition(mediaSequence: sequence, part: $0) }
        }
    }

    /// Where a player begins, which part of which segment, by its own arithmetic: PART-HOLD-BACK before the end of the part.
    static func start(_ end: PartPosition, _ constants: BroadcastConstants) -> Int {
        let count = constants.grid.partsPerSegment
        let part = constants.grid.partDuration.ticks(timescale: 1_000_000_000, rounding: .nearest)
        let held = constants.partHoldBack.ticks(timescale: 1_000_000_000, rounding: .nearest)
        return Int((Int64(end.mediaSequence * count + end.part + 1) * part - held) / part) % count
    }

    @Test(arguments: modes) func nobodyBeginsInASegmentsLastPart(_ mode: LatencyMode) {
        let constants = Self.constants(mode)
        let (tuneIn, count) = (JoinPolicy(constants), constants.grid.partsPerSegment)
        let part = tuneIn.patience / 2
        var trapped = 0
        for last in Self.positions(constants) {
            if Self.start(last, constants) == count - 1 { trapped += 1 }
            for age in [0, part / 10, part / 2, part] {
                let end = tuneIn.end(last: last, elapsed: .seconds(60), age: age)
                #expect(Self.start(end, constants) != count - 1, "\(last), \(age) ns old: told of \(end)")
                #expect(end >= last)
            }
        }
        #expect(trapped == 2)
    }

    @Test(arguments: modes) func whoComesLateIsToldOfTheNextPart(_ mode: LatencyMode) {
        let constants = Self.constants(mode)
        let tuneIn = JoinPolicy(constants)
        let part = tuneIn.patience / 2
        let positions = Self.positions(constants)
        for (last, next) in zip(positions, positions.dropFirst()) {
            let isFree = { Self.start($0, constants) != constants.grid.partsPerSegment - 1 }
            if isFree(last) { #expect(tuneIn.end(last: last, elapsed: .seconds(60), age: part / 8 - 1) == last) }
            if isFree(next) { #expect(tuneIn.end(last: last, elapsed: .seconds(60), age: part / 8) == next) }
            if !isFree(last) { #expect(tuneIn.end(last: last, elapsed: .seconds(60), age: 0) == next) }
        }
    }

    /// A player begins at the start where there is no more than that.
    @Test(arguments: modes) func nobodyWaitsForMoreAtTheStart(_ mode: LatencyMode) {
        let constants = Self.constants(mode)
        let last = PartPosition(mediaSequence: 0, part: 2)
        let part = constants.grid.partDuration
        let tuneIn = JoinPolicy(constants)
        #expect(tuneIn.end(last: last, elapsed: part + part + part, age: 0) == last)
        #expect(tuneIn.end(last: last, elapsed: part + part + part + part, age: 0) > last)
    }

    /// Before this run's first part its playlist has a gap, in which hls.js waits for ever.
    @Test(arguments: modes) func nobodyBeginsInTheGapOfARestart(_ mode: LatencyMode) {
        let constants = Self.constants(mode)
        let (tuneIn, part) = (JoinPolicy(constants), constants.grid.partDuration)
        let first = PartPosition(mediaSequence: 10, part: 0)
        let positions = Self.positions(constants)
        for age in [0, tuneIn.patience / 4] {
            let end = tuneIn.end(last: first, elapsed: part, age: age, isContinued: true)
            // What there is of the run by then, in parts.
            let count = (positions.firstIndex(of: end) ?? 0) + 1
            let own = part.ticks(timescale: 1_000_000_000, rounding: .nearest) * Int64(count)
            #expect(own >= constants.partHoldBack.ticks(timescale: 1_000_000_000, rounding: .nearest))
            #expect(count <= 6 && tuneIn.patienceAfterRestart >= Int64(count - 1) * tuneIn.patience / 2)
            #expect(Self.start(end, constants) != constants.grid.partsPerSegment - 1)
        }
    }

    /// Parts have stopped coming: what there is will do.
    @Test(arguments: modes) func nobodyWaitsForWhatIsOverdue(_ mode: LatencyMode) {
        let constants = Self.constants(mode)
        let tuneIn = JoinPolicy(constants)
        for last in Self.positions(constants) {
            #expect(tuneIn.end(last: last, elapsed: .seconds(60), age: tuneIn.patience / 2 + 1) == last)
        }
    }
}
