import Testing

@testable import Lines

@Suite struct LineQueueTests {
    private func items(_ queue: inout LineQueue<Int>) -> [String] {
        var items: [String] = []
        while let item = queue.pop() {
            switch item {
            case .entry(let entry, let isKept): items.append(isKept ? "\(entry)!" : "\(entry)")
            case .gap(let lines): items.append("-\(lines)")
            }
        }
        return items
    }

    @Test func handsOnInOrder() {
        var queue = LineQueue<Int>(limit: 10)
        for number in 1...5 { #expect(queue.put(number, cost: 2, lines: 1, .usual) == true) }
        #expect(items(&queue) == ["1", "2", "3", "4", "5"])
        #expect(queue.isEmpty && queue.cost == 0)
    }

    @Test func dropsWhatComesAndSaysHowMuchWhereItIsMissing() {
        var queue = LineQueue<Int>(limit: 4)
        for number in 1...4 { #expect(queue.put(number, cost: 1, lines: 1, .usual) == true) }
        #expect(queue.put(5, cost: 1, lines: 1, .usual) == false)
        #expect(queue.put(6, cost: 1, lines: 3, .usual) == false)
        // What the next one replaces isn't missing.
        #expect(queue.put(7, cost: 1, lines: 1, .passing) == false)
        #expect(queue.put(8, cost: 1, lines: 1, .kept) == true)
        #expect(items(&queue) == ["1", "2", "3", "4", "-4", "8!"])
    }

    @Test func tellsOfAGapBehindAllThatWaits() {
        var queue = LineQueue<Int>(limit: 1)
        #expect(queue.put(1, cost: 1, lines: 1, .usual) == true)
        #expect(queue.put(2, cost: 1, lines: 1, .usual) == false)
        #expect(items(&queue) == ["1", "-1"])
        #expect(queue.put(3, cost: 1, lines: 1, .usual) == true)
    }

    /// A reader that takes a line at a time would see a gap for each.
    @Test func hasRoomAgainWhenHalfOfItIsGone() {
        var queue = LineQueue<Int>(limit: 4)
        for number in 1...5 { _ = queue.put(number, cost: 1, lines: 1, .usual) }
        _ = queue.pop()
        #expect(queue.put(6, cost: 1, lines: 1, .usual) == false)
        _ = queue.pop()
        #expect(queue.put(7, cost: 1, lines: 1, .usual) == true)
        #expect(items(&queue) == ["3", "4", "-2", "7"])
    }

    @Test func keepsWhatIsKeptWhenItIsPruned() {
        var queue = LineQueue<Int>(limit: 3)
        _ = queue.put(1, cost: 1, lines: 1, .usual)
        _ = queue.put(2, cost: 1, lines: 1, .kept)
        _ = queue.put(3, cost: 1, lines: 1, .usual)
        _ = queue.put(4, cost: 1, lines: 1, .usual)
        _ = queue.put(5, cost: 9, lines: 1, .kept)
        queue.prune()
        #expect(items(&queue) == ["-3", "2!", "5!"])
    }

    @Test func staysSmallHoweverLongItRuns() {
        var queue = LineQueue<Int>(limit: 8)
        var next = 0
        for number in 0..<100_000 {
            #expect(queue.put(number, cost: 1, lines: 1, .usual) == true)
            guard number % 2 == 1 else { continue }
            for _ in 0..<2 {
                if case .entry(let entry, _)? = queue.pop() { #expect(entry == next) }
                next += 1
            }
        }
        #expect(next == 100_000 && queue.isEmpty)
    }
}
