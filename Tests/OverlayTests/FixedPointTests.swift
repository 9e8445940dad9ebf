import Foundation
import Testing

@testable import Overlay

@Suite struct FixedPointTests {
    @Test func drawsASine() {
        for turns in stride(from: -70_000, to: 140_000, by: 97) {
            let truth = sin(Double(turns) / 65_536 * 2 * .pi)
            #expect(abs(Double(FixedPoint.sine(turns: turns)) / 65_536 - truth) < 0.002)
        }
    }

    @Test func easesFromEndToEnd() {
        #expect(FixedPoint.easeOut(0) == 0 && FixedPoint.easeOut(65_536) == 65_536)
        #expect(FixedPoint.easeIn(0) == 0 && FixedPoint.easeIn(65_536) == 65_536)
        #expect(FixedPoint.easeOut(32_768) == 57_344 && FixedPoint.easeIn(32_768) == 8_192)
    }

    @Test func roundsToTheNearest() {
        #expect(FixedPoint.scale(3, by: 32_768) == 2 && FixedPoint.scale(-3, by: 32_768) == -1)
        #expect(FixedPoint.scale(100, by: 65_536) == 100)
    }
}
