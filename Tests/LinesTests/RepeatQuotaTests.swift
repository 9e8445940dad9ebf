import Testing

@testable import Lines

@Suite struct RepeatQuotaTests {
    /// At which of them it was said, counted from 1, and how many were left out before.
    private func said(_ quota: inout RepeatQuota, _ texts: some Sequence<(String, Duration)>) -> [[Int]] {
        var said: [[Int]] = []
        for (index, (text, time)) in texts.enumerated() {
            if let leftOut = quota.take(text, at: time) { said.append([index + 1, leftOut]) }
        }
        return said
    }

    @Test func saysAFaultThatRepeatsByTheHundredSomeTimes() {
        var quota = RepeatQuota(same: 3, alike: 20)
        let texts = (0..<120).map { ("the sound can't be decoded", Duration.milliseconds($0)) }
        #expect(said(&quota, texts) == [[1, 0], [2, 0], [3, 0], [10, 6], [100, 89]])
        let left = quota.takeLeftOut()
        #expect(left.map(\.text) == ["the sound can't be decoded"] && left.map(\.count) == [20])
        #expect(quota.takeLeftOut().isEmpty)
    }

    @Test func saysThoseThatDifferInANumberLonger() {
        var quota = RepeatQuota(same: 3, alike: 20)
        let texts = (0..<1_000).map { ("tick \($0) can't be drawn: \"a \($0)\"", Duration.milliseconds($0)) }
        #expect(said(&quota, texts).map { $0[0] } == Array(1...20) + [100, 1_000])
    }

    @Test func saysAllThatDifferIfItIsAskedTo() {
        var quota = RepeatQuota(same: 3)
        #expect(said(&quota, (0..<500).map { ("event \($0)", Duration.zero) }).count == 500)
    }

    @Test func saysOneAMinuteThatGoesOnForHours() {
        var quota = RepeatQuota(same: 3, alike: 20)
        // Every five seconds for an hour.
        let texts = (0..<720).map { ("gone", Duration.seconds(5 * $0)) }
        let said = said(&quota, texts)
        #expect((60...66) ~= said.count, "\(said.count)")
        #expect(said.map { $0[1] }.reduce(0, +) + said.count + quota.takeLeftOut().map(\.count).reduce(0, +) == 720)
    }

    @Test func takesAKindThatWasQuietForNew() {
        var quota = RepeatQuota(same: 1, alike: 1)
        #expect(quota.take("a", at: .zero) == 0)
        #expect(quota.take("a", at: .seconds(1)) == nil)
        #expect(quota.take("a", at: .seconds(100)) == 1)
        #expect(quota.take("a", at: .seconds(101)) == nil)
        #expect(quota.take("b", at: .seconds(101)) == 0)
    }

    @Test func remembersSoManyKindsAndNoMore() {
        var quota = RepeatQuota(same: 1)
        for number in 0..<100_000 { #expect(quota.take("\(number)", at: .milliseconds(number)) == 0) }
        #expect(quota.kindCount <= 256)
    }

    @Test(arguments: [
        ("tick 12 of 300", "tick # of #"), ("the event \"c-91\" is refused", "the event \"\" is refused"),
        ("価格 3980", "価格 #"), ("", ""), ("an open \"quote 3", "an open \""),
    ])
    func aKindIsTheTextWithoutNumbersAndQuotes(text: String, kind: String) {
        #expect(RepeatQuota.kind(of: text) == kind)
    }
}
