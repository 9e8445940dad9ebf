import Testing
import Typeset

@testable import Overlay

@Suite struct CaptionBreaksTests {
    private let breaks = CaptionBreaks(width: 100)

    /// Words of so many letters, ten pixels each, with a space behind.
    private func words(_ lengths: [Int]) -> [TextPiece] {
        lengths.map { TextPiece(length: $0 + 1, width: Double($0) * 10, space: 10) }
    }

    @Test func fillsLineAfterLine() {
        #expect(breaks.starts(of: [words([4, 5, 3])]) == [0, 11])
        #expect(breaks.starts(of: [words([10, 10])]) == [0, 11])
        #expect(breaks.starts(of: [[]]) == [0])
    }

    @Test func wordsThatComeLeaveOthersWhereTheyAre() {
        let all = (0..<60).map { [3, 5, 2, 7, 4, 1, 8][$0 * $0 % 7] }
        var last: [Int] = []
        for count in 1...all.count {
            let starts = breaks.starts(of: [words(Array(all.prefix(count)))])
            #expect(Array(starts.prefix(last.count)) == last)
            last = starts
        }
    }

    @Test func aFullStopLeavesTheLetterBeforeIt() {
        let letters = (0..<9).map { _ in TextPiece(length: 1, width: 10) }
        let last = TextPiece(length: 1, width: 10)
        let lastWithStop = TextPiece(length: 2, width: 20, overhang: 10)
        #expect(breaks.starts(of: [letters + [last]]) == [0])
        #expect(breaks.starts(of: [letters + [lastWithStop]]) == [0])
        #expect(breaks.starts(of: [letters + [lastWithStop, last]]) == [0, 11])
    }

    @Test func aCaptionsOwnLinesStay() {
        #expect(breaks.starts(of: [words([2]), words([3, 4])]) == [0, 3])
    }

    @Test func aRevisedWordDrawsNoOtherFromLineToLine() {
        // "aaaa bbbbb ccc" has its break before the third word.
        let first = breaks.starts(of: [words([4, 5, 3])])
        #expect(first == [0, 11])
        func revised(_ text: String) -> [Int] {
            let kept = CaptionBreaks.moved(first, from: "aaaa bbbbb ccc ", to: text)
            return breaks.starts(of: [words(text.split(separator: " ").map(\.count))], keeping: kept)
        }
        // A shorter second word would make room for the third, which stays where it is.
        #expect(revised("aaaa b ccc ") == [0, 7])
        #expect(breaks.starts(of: [words([4, 1, 3])]) == [0])
        // What has grown beyond the line goes on.
        #expect(revised("aaaa bbbbbb ccc ") == [0, 5])
        // Words before it, words behind it, and both.
        #expect(revised("xx aaaa bb ccc dd ") == [0, 11])
        #expect(revised("aaaa bbbbb ccc dddd ") == [0, 11])
        // Words that were taken back leave an empty line rather than draw the others down.
        #expect(revised("aaaa ") == [0, 5])
    }

    @Test func whatComesAsAWholeIsBalanced() {
        let pieces = words([4, 4, 4, 4, 4])
        #expect(breaks.starts(of: [pieces]) == [0, 10, 20])
        #expect(CaptionBreaks(width: 110).starts(of: [words([3, 3, 3, 3])]) == [0, 12])
        #expect(CaptionBreaks(width: 110).balancedStarts(of: [words([3, 3, 3, 3])]) == [0, 8])
        // Each of its own lines by itself, and never more lines for it.
        #expect(breaks.balancedStarts(of: [words([2]), words([4, 4, 4])]) == [0, 3, 13])
    }
}
