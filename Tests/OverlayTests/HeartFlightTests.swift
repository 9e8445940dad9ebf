import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct HeartFlightTests {
    private let metrics: HeartsMetrics

    init() throws {
        metrics = try HeartsMetrics(
            HeartsLayer(), geometry: CanvasGeometry(canvas: PixelSize(width: 720, height: 1_280)), frameRate: .fps30)
    }

    private func flights() -> [HeartFlight] {
        (0..<200).map { HeartFlight(seed: 42, index: $0, metrics: metrics) }
    }

    @Test func followsFromSeedAndNumberAlone() {
        // Numbers of one run, kept: recordings must be drawn alike by every later version and on every machine.
        let pose = HeartFlight(seed: 7, index: 3, metrics: metrics).pose(at: 20)
        #expect(pose == HeartFlight.Pose(x: 630, y: 923, size: 54, opacity: 256, look: 1_853_688_339))
        #expect(pose != HeartFlight(seed: 8, index: 3, metrics: metrics).pose(at: 20))
        #expect(pose != HeartFlight(seed: 7, index: 4, metrics: metrics).pose(at: 20))
    }

    @Test func livesNoLongerThanTheLayerSays() {
        for flight in flights() {
            #expect(flight.pose(at: -1) == nil)
            #expect(flight.pose(at: 0) != nil)
            #expect(flight.pose(at: metrics.lifetime * 3 / 4) != nil)
            #expect(flight.pose(at: metrics.lifetime) == nil)
        }
    }

    @Test func risesWithoutAPauseOrAJump() {
        for flight in flights() {
            let ys = (0..<metrics.lifetime).compactMap { flight.pose(at: $0)?.y }
            #expect(zip(ys, ys.dropFirst()).allSatisfy { 0...12 ~= $0 - $1 })
            #expect(ys.first == metrics.originY)
            #expect(metrics.rise / 2...metrics.rise ~= metrics.originY - ys.last!)
        }
    }

    @Test func swaysSmoothlyWithinItsColumn() {
        let reach = metrics.sway + FixedPoint.scale(metrics.sway, by: HeartsMetrics.drift) + 1
        for flight in flights() {
            let xs = (0..<metrics.lifetime).compactMap { flight.pose(at: $0)?.x }
            #expect(xs.allSatisfy { abs($0 - metrics.originX) <= reach })
            #expect(zip(xs, xs.dropFirst()).allSatisfy { abs($0 - $1) <= 7 })
        }
    }

    @Test func popsUpThenKeepsItsSize() {
        for flight in flights() {
            let sizes = (0..<60).compactMap { flight.pose(at: $0)?.size }
            let settled = sizes[30]
            #expect(metrics.smallest...metrics.largest ~= settled)
            #expect(sizes[0] < settled && sizes.max()! > settled)
            #expect(sizes[metrics.growth...].allSatisfy { $0 == settled })
        }
    }

    @Test func fadesInItsLastThird() {
        for flight in flights() {
            let opacities = (0..<metrics.lifetime).compactMap { flight.pose(at: $0)?.opacity }
            #expect(opacities[..<(opacities.count * 2 / 3)].allSatisfy { $0 == 256 })
            #expect(opacities.last! < 24)
            #expect(opacities == opacities.sorted(by: >))
        }
    }

    @Test(arguments: [(10, 3), (3, 10), (40, 1), (1, 40), (37, 30), (120, 120)])
    func namesTheHeartsThatAreUnderway(drawn: Int, spread: Int) {
        let burst = HeartBurst(start: 5, drawn: drawn, spread: spread, seed: 1)
        for tick in 0..<150 {
            let expected = (0..<drawn).filter { index in
                let departure = 5 + index * spread / drawn
                return departure <= tick && tick < departure + 50
            }
            #expect(Array(burst.underway(at: tick, lifetime: 50)) == expected)
        }
    }

    @Test func survivesABurstOfNothing() {
        let burst = HeartBurst(start: 0, drawn: 0, spread: 1, seed: 1)
        #expect(burst.underway(at: 0, lifetime: 50).isEmpty)
    }
}
