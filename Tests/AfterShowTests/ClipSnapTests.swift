import AfterShow
import Foundation
import MediaModel
import Testing

@Suite struct ClipSnapTests {
    private static func seconds(_ value: Double) -> MediaTime { .microseconds(Int64((value * 1_000_000).rounded())) }
    private static func range(_ from: Double, _ to: Double) -> Range<MediaTime> { seconds(from)..<seconds(to) }

    struct Case: Sendable {
        var pauses: [(Double, Double)] = []
        var cuts: [Double] = []
        var from, to: Double
    }

    @Test(arguments: [
        // Nothing near: as it is.
        Case(from: 100, to: 120), Case(pauses: [(90, 91), (125, 126)], from: 100, to: 120),
        // The end of a pause begins, the beginning of one ends; with a breath.
        Case(pauses: [(99, 99.5), (121, 122)], from: 99.38, to: 121.12),
        // A cut within a pause wins over a nearer pause, and a pause over a cut.
        Case(pauses: [(98.9, 99.4), (100.2, 100.6)], cuts: [99.1], from: 99.1, to: 120),
        Case(pauses: [(101, 101.5)], cuts: [100.1], from: 101.38, to: 120),
        Case(cuts: [100.5, 119], from: 100.5, to: 119),
    ]) func movesEndsToPausesAndCuts(item: Case) {
        let snap = ClipSnap(
            pauses: item.pauses.map { Self.range($0.0, $0.1) }, cuts: item.cuts.map { Self.seconds($0) })
        let snapped = snap.snapped(
            Self.range(100, 120), length: .seconds(15)...(.seconds(45)), within: Self.range(0, 1_000))
        #expect(snapped == Self.range(item.from, item.to))
    }

    @Test func keepsToLengthsAndLimits() {
        let snap = ClipSnap(pauses: [Self.range(98, 99), Self.range(121, 121.5)], cuts: [])
        let exact = Self.seconds(20)...Self.seconds(20)
        #expect(snap.snapped(Self.range(100, 120), length: exact, within: Self.range(0, 1_000)) == Self.range(100, 120))
        let longer = Self.seconds(15)...Self.seconds(45)
        #expect(
            snap.snapped(Self.range(100, 120), length: longer, within: Self.range(100, 120)) == Self.range(100, 120))
    }

    /// Words of 400 ms, 100 ms apart, and two pauses: 300 ms and 200 ms, of which one is long enough.
    @Test(arguments: [Float(0), 0.002]) func hearsPausesOfAQuarterOfASecond(noise: Float) {
        var samples: [Float] = []
        func add(_ milliseconds: Int, _ level: Float) {
            for _ in 0..<milliseconds * 48 {
                let time = Float(samples.count)
                let word: Float = level * sin(time * 0.05)
                samples.append(word + noise * sin(time * 1.7))
            }
        }
        for pause in [100, 100, 300, 100, 200, 100] {
            add(400, 0.3)
            add(pause, 0)
        }
        var search = PauseSearch(start: .seconds(10))
        search.take(samples.span, samples.span)
        let pauses = search.pauses
        #expect(pauses.count == 1)
        guard let pause = pauses.first else { return }
        #expect(abs(pause.lowerBound.seconds - 11.4) < 0.025 && abs(pause.upperBound.seconds - 11.7) < 0.025)
    }

    @Test func hearsNoPauseInMusic() {
        let samples: [Float] = (0..<48_000 * 3).map { index in
            let swell: Float = 1 + 0.5 * sin(Float(index) * 0.0001)
            return 0.2 * swell * sin(Float(index) * 0.03)
        }
        var search = PauseSearch(start: .zero)
        search.take(samples.span, samples.span)
        #expect(search.pauses.isEmpty)
    }
}
