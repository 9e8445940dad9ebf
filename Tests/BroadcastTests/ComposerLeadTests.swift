import HLS
import MediaModel
import Testing

@testable import Broadcast

/// A composer's ticks, and pictures that are decoded with so much slack.
private struct SimulatedComposer {
    var lead: ComposerLead
    let frame: Int64
    private(set) var tick = 0
    /// When each tick was composed.
    private(set) var composed: [Int64] = []
    /// Ticks whose picture came too late for them.
    private(set) var late = 0

    init(
        _ grid: PartGrid = PartGrid(frameRate: .fps30, latency: .low), jitterBuffer: Int64 = 100 * ms,
        lookAhead: Int64 = 0
    ) {
        lead = ComposerLead(jitterBuffer: jitterBuffer, lookAhead: lookAhead, grid: grid)
        frame = 1_000_000_000 / Int64(grid.frameRate.framesPerSecond)
    }

    /// Runs so many seconds; the slack of each tick's picture is asked for, and `nil` is none.
    mutating func run(seconds: Double, ahead: Int64 = 0, slack: (Int) -> Int64?) {
        for _ in 0..<Int(seconds * 1_000_000_000) / Int(frame) {
            let due = Int64(tick) * frame
            let now = due - lead.current
            composed.append(now)
            if let slack = slack(tick) {
                if slack < lead.current { late += 1 }
                // The composer hears of a picture that comes late when it has come.
                lead.note(slack: slack, at: max(now, due - slack))
            }
            _ = lead.advance(at: now, ahead: ahead)
            tick += 1
        }
    }

    /// The most that a part came later after the one before than a part lasts.
    func worstPart(of count: Int) -> Int64 {
        let ends = stride(from: count - 1, to: composed.count, by: count).map { composed[$0] }
        return zip(ends, ends.dropFirst()).map { $1 - $0 - Int64(count) * frame }.max() ?? 0
    }
}

private let ms: Int64 = 1_000_000

@Suite struct ComposerLeadTests {
    @Test func takesWhatASteadySourceLeaves() {
        var composer = SimulatedComposer()
        composer.run(seconds: 2) { _ in 88 * ms }
        #expect(composer.lead.current < ms)
        composer.run(seconds: 10) { _ in 88 * ms }
        #expect(composer.lead.current == 78 * ms)
        composer.run(seconds: 60) { _ in 88 * ms }
        #expect(composer.lead.current == 78 * ms)
        #expect(composer.late == 0)
        #expect(composer.worstPart(of: 16) <= 0)
    }

    @Test func leavesTheWholeBufferToANetworkThatNeedsIt() {
        var composer = SimulatedComposer()
        // Every second, a picture has just 10 ms left.
        composer.run(seconds: 60) { $0 % 30 == 7 ? 10 * ms : 90 * ms }
        #expect(composer.lead.current == 0)
        #expect(composer.late <= 3, "what three pictures in half a minute may be")
    }

    @Test(arguments: [
        PartGrid(frameRate: .fps30, latency: .low), PartGrid(frameRate: .fps30, latency: .ultra),
        PartGrid(frameRate: .fps25, latency: .low), PartGrid(frameRate: .fps60, latency: .ultra),
    ])
    func givesWayWhereThePaceAllowsIt(grid: PartGrid) {
        var composer = SimulatedComposer(grid)
        composer.run(seconds: 20) { _ in 90 * ms }
        #expect(composer.lead.current == 80 * ms)
        composer.run(seconds: 8) { $0 % 10 == 0 ? 5 * ms : 90 * ms }
        #expect(composer.lead.current == 0)
        // A tenth of the pictures of some seconds, and then none.
        let late = composer.late
        #expect(late > 0 && late <= grid.frameRate.framesPerSecond)
        composer.run(seconds: 20) { $0 % 10 == 0 ? 5 * ms : 90 * ms }
        #expect(composer.late == late)
        // Players allow half a picture; the encoders need some of that.
        #expect(composer.worstPart(of: grid.framesPerPart) <= composer.frame / 4 + 1_000)
        // Half a minute later all is as it was.
        composer.run(seconds: 28) { _ in 90 * ms }
        #expect(composer.lead.current == 0)
        composer.run(seconds: 20) { _ in 90 * ms }
        #expect(composer.lead.current == 80 * ms)
    }

    @Test(arguments: [5.0, 100.0]) func staysWhileTheSourceIsGone(seconds: Double) {
        var composer = SimulatedComposer()
        composer.run(seconds: 20) { _ in 80 * ms }
        composer.run(seconds: seconds) { _ in nil }
        #expect(composer.lead.current == 70 * ms)
        // Back, with another network: less slack is believed at once, more only after a while.
        composer.run(seconds: 1.5) { _ in 100 * ms }
        #expect(composer.lead.current == 70 * ms)
        composer.run(seconds: 5) { _ in 75 * ms }
        #expect(composer.lead.current == 65 * ms)
        #expect(composer.late == 0)
        #expect(composer.worstPart(of: 16) <= 9 * ms)
    }

    @Test func aStallThatSendsAllItHeldBackLeavesThePaceEven() {
        var composer = SimulatedComposer()
        composer.run(seconds: 20) { _ in 85 * ms }
        // What the network held back for three seconds comes within a tenth of a second: the oldest is that much late.
        composer.run(seconds: 2.9) { _ in nil }
        composer.run(seconds: 0.1) { _ in -2_900 * ms }
        composer.run(seconds: 5) { _ in 85 * ms }
        #expect(composer.lead.current == 75 * ms)
        #expect(composer.worstPart(of: 16) <= ms)
    }

    @Test func isCalmAboutWhatHappensThriceInHalfAMinute() {
        var composer = SimulatedComposer()
        composer.run(seconds: 90) { $0 % 300 == 299 ? 10 * ms : 85 * ms }
        #expect(composer.lead.current == 75 * ms)
        composer.run(seconds: 30) { $0 % 200 == 199 ? 10 * ms : 85 * ms }
        #expect(composer.lead.current == 0)
    }

    @Test func ignoresHowPicturesAreOrderedInTheStream() {
        var composer = SimulatedComposer()
        // With two B pictures in a row a decoder gives pictures in threes, but none before the tick before the last needed.
        composer.run(seconds: 20) { 80 * ms + Int64($0 % 3) * 33 * ms }
        #expect(composer.lead.current == 70 * ms)
        #expect(composer.late == 0)
    }

    @Test func keepsWhatSomebodyAskedFor() {
        var composer = SimulatedComposer(jitterBuffer: 500 * ms)
        composer.run(seconds: 60) { _ in 480 * ms }
        #expect(composer.lead.current == 100 * ms)
        var none = SimulatedComposer(jitterBuffer: 0)
        none.run(seconds: 60) { _ in 40 * ms }
        #expect(none.lead.current == 0)
    }

    @Test func leavesACropThatFollowsItsLookAhead() {
        var composer = SimulatedComposer(lookAhead: 100 * ms)
        composer.run(seconds: 20, ahead: 100 * ms) { _ in 188 * ms }
        #expect(composer.lead.current == 88 * ms)
        // A picture a second of which the crop knows less ahead delays nobody, as long as it comes in time.
        composer.run(seconds: 40, ahead: 100 * ms) { $0 % 30 == 7 ? 110 * ms : 188 * ms }
        #expect(composer.lead.current == 88 * ms)
        #expect(composer.late == 0)
        // Most pictures, on the other hand, must be there.
        composer.run(seconds: 40, ahead: 100 * ms) { _ in 130 * ms }
        #expect(composer.lead.current == 30 * ms)
    }

    @Test func givesBackALookAheadThatNobodyNeeds() {
        var composer = SimulatedComposer(lookAhead: 100 * ms)
        composer.run(seconds: 20) { _ in 188 * ms }
        #expect(composer.lead.current == 178 * ms)
        // Somebody comes whom a crop can follow: it has its look-ahead again, at the pace that players bear.
        composer.run(seconds: 10, ahead: 100 * ms) { _ in 188 * ms }
        #expect(composer.lead.current == 88 * ms)
        #expect(composer.late == 0)
        #expect(composer.worstPart(of: 16) <= composer.frame / 4 + 1_000)
        // Who asked for a longer jitter buffer keeps it.
        var patient = SimulatedComposer(jitterBuffer: 500 * ms, lookAhead: 100 * ms)
        patient.run(seconds: 30) { _ in 580 * ms }
        #expect(patient.lead.current == 200 * ms)
    }
}
