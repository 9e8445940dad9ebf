import Testing

@testable import Service

@Suite struct AudienceLedgerTests {
    private func ledger(_ change: (inout AudienceLimits) -> Void = { _ in }) -> AudienceLedger {
        var limits = AudienceLimits()
        change(&limits)
        return AudienceLedger(limits)
    }

    @Test func aVisitorSendsTenHeartsASecond() {
        var ledger = ledger()
        var taken = 0
        for second in 0..<60 {
            #expect(ledger.admit(visitor: 1, address: 1, at: .seconds(second)) == nil)
            taken += ledger.takeHearts(100, visitor: 1, address: 1, at: .seconds(second))
        }
        // What there is at first, and 10 for each second after.
        #expect(taken == 20 + 59 * 10)
    }

    /// Who makes new passes gets no more than 200 visitors would.
    @Test func anAddressSendsTwoHundredTimesThat() {
        var ledger = ledger()
        var taken = 0
        for second in 0..<10 {
            for visitor in 0..<390 {
                let id = UInt64(second * 1_000 + visitor)
                guard ledger.admit(visitor: id, address: 1, at: .seconds(second)) == nil else { continue }
                taken += ledger.takeHearts(100, visitor: id, address: 1, at: .seconds(second))
            }
        }
        #expect(taken <= 200 * 20 + 9 * 200 * 10 && taken > 9 * 200 * 10)
        #expect(ledger.admit(visitor: 9_999_999, address: 2, at: .seconds(9)) == nil)
        #expect(ledger.takeHearts(5, visitor: 9_999_999, address: 2, at: .seconds(9)) == 5)
    }

    @Test func aVisitorAsksTwiceASecondAtMost() {
        var ledger = ledger()
        let answers = (0..<6).map { _ in ledger.admit(visitor: 1, address: 1, at: .zero) }
        #expect(answers.prefix(4).allSatisfy { $0 == nil } && answers[4] == .milliseconds(500))
        #expect(ledger.admit(visitor: 1, address: 1, at: .milliseconds(500)) == nil)
    }

    @Test func eachVotesOnceInAPoll() {
        var ledger = ledger { $0.addressFactor = 2 }
        for visitor in 1...4 { #expect(ledger.admit(visitor: UInt64(visitor), address: 1, at: .zero) == nil) }
        #expect(ledger.takeVote(in: 1, visitor: 1, address: 1) == .counted)
        #expect(ledger.takeVote(in: 1, visitor: 1, address: 1) == .repeated)
        #expect(ledger.takeVote(in: 1, visitor: 2, address: 1) == .counted)
        #expect(ledger.takeVote(in: 1, visitor: 3, address: 1) == .tooMany)
        // Another poll, and everybody may again.
        #expect(ledger.takeVote(in: 2, visitor: 3, address: 1) == .counted)
        #expect(ledger.takeVote(in: 2, visitor: 1, address: 1) == .counted)
        // Who was never let in has no vote.
        #expect(ledger.takeVote(in: 2, visitor: 77, address: 1) == .repeated)
    }

    @Test func aCommentInFiveSeconds() {
        var ledger = ledger { $0.addressFactor = 2 }
        for visitor in 1...3 { #expect(ledger.admit(visitor: UInt64(visitor), address: 1, at: .zero) == nil) }
        #expect(ledger.takeComment(visitor: 1, address: 1, at: .zero) == nil)
        let wait = ledger.takeComment(visitor: 1, address: 1, at: .seconds(4))
        #expect(wait.map { ($0 / .milliseconds(1)).rounded() } == 1_000)
        #expect(ledger.takeComment(visitor: 1, address: 1, at: .seconds(5)) == nil)
        // The address has one more; who is refused by it has lost none of their own.
        #expect(ledger.takeComment(visitor: 2, address: 1, at: .seconds(5)) == nil)
        #expect(ledger.takeComment(visitor: 3, address: 1, at: .seconds(5)) != nil)
        #expect(ledger.takeComment(visitor: 3, address: 1, at: .seconds(8)) == nil)
    }

    @Test func theTablesAreBoundedAndForgetTheSilent() {
        var ledger = ledger { ($0.visitorCount, $0.addressCount) = (8, 4) }
        // One who comes again and again, among a thousand who come once, each from elsewhere.
        for number in 0..<1_000 {
            let time = Duration.seconds(number)
            #expect(ledger.admit(visitor: 1, address: 1, at: time) == nil)
            #expect(ledger.admit(visitor: UInt64(1_000 + number), address: UInt64(1_000 + number), at: time) == nil)
            let answer = ledger.takeVote(in: 7, visitor: 1, address: 1)
            #expect(answer == (number == 0 ? .counted : .repeated), "\(number)")
            #expect(ledger.visitorCount <= 8 && ledger.addressCount <= 4)
        }
    }

    /// Its refused requests leave nothing behind, and a neighbour who asks too fast takes nothing away.
    @Test func anAddressDoesNotFillTheTables() {
        var ledger = ledger { $0.addressFactor = 2 }
        for visitor in 1...100_000 { _ = ledger.admit(visitor: UInt64(visitor), address: 1, at: .zero) }
        #expect(ledger.visitorCount == 8)
        for _ in 0..<1_000 { _ = ledger.admit(visitor: 1, address: 2, at: .zero) }
        #expect(ledger.admit(visitor: 200_000, address: 2, at: .zero) == nil)
    }
}
