import Testing

@testable import Loudness

@Suite struct LevelHistoryTests {
    /// By the words of the rule, with all that the real one avoids: sorting, and looking at everything again.
    private func expected(_ blocks: ArraySlice<Double>) -> Double? {
        guard !blocks.isEmpty else { return nil }
        func cappedMean(_ blocks: [Double]) -> Double {
            let cap = blocks.sorted()[blocks.count / 2] * energyRatio(ofDecibels: 6)
            return blocks.map { min($0, cap) }.reduce(0, +) / Double(blocks.count)
        }
        let gate = cappedMean(Array(blocks)) / 10
        return cappedMean(blocks.filter { $0 >= gate })
    }

    @Test func isTheGatedMeanOfThirtySeconds() throws {
        var history = LevelHistory()
        var blocks: [Double] = []
        #expect(history.energy == nil)
        for (index, value) in TestSound.noise(0.02, decibels: 0).left.enumerated() {
            let block = energyRatio(ofDecibels: Double(value) * 12 - 30)
            history.append(block)
            blocks.append(block)
            if index == 500 {
                history.keep(last: 20)
                blocks = blocks.suffix(20)
            }
            let wanted = try #require(expected(blocks.suffix(300)))
            #expect(abs(try #require(history.energy) / wanted - 1) < 1e-9)
        }
        history.removeAll()
        #expect(history.energy == nil && history.isEmpty)
    }

    /// A clap of a tenth of a second in five seconds of voice.
    @Test func clapsCountLittle() throws {
        var history = LevelHistory()
        for index in 0..<50 { history.append(energyRatio(ofDecibels: index == 20 ? 0 : -30)) }
        #expect(loudness(ofEnergy: try #require(history.energy)) < -30 - 0.691 + 0.5)
    }
}
