import Foundation
import Synchronization
import Testing

@testable import Lines

/// A taker that does what the test says, and remembers what it was given.
private struct ScriptedTaker: LineTaker {
    let taken: TakenItems
    let outcome: @Sendable (LineItem<String>, _ attempt: Int) -> LineOutcome

    mutating func take(_ item: LineItem<String>) -> LineOutcome {
        let text = if case .entry(let text, _) = item { text } else { "gap" }
        return outcome(item, taken.add(text))
    }
}

private final class TakenItems: Sendable {
    private let items = Mutex<[String]>([])

    /// Returns how often it was given.
    func add(_ item: String) -> Int {
        items.withLock {
            $0.append(item)
            return $0.count { $0 == item }
        }
    }

    var list: [String] { items.withLock { $0 } }
}

@Suite(.timeLimit(.minutes(1))) struct LineSinkTests {
    /// A pipe's two ends, closed with it.
    private final class Pipe: Sendable {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(Foundation.pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
        }

        deinit {
            close(reading)
            close(writing)
        }

        /// Fills it to the last byte.
        func fill() {
            _ = fcntl(writing, F_SETFL, O_NONBLOCK)
            let page = [UInt8](repeating: UInt8(ascii: "."), count: 4_096)
            while write(writing, page, page.count) > 0 {}
            while write(writing, page, 1) > 0 {}
            _ = fcntl(writing, F_SETFL, 0)
        }

        /// Reads until a line with this text has come.
        func read(to text: String) -> String {
            var all = ""
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while !all.contains(text) {
                let size = Foundation.read(reading, &buffer, buffer.count)
                guard size > 0 else { return all }
                all += String(decoding: buffer[..<size], as: UTF8.self)
            }
            return all
        }
    }

    /// Writes to a descriptor, as a log does.
    private struct PipeTaker: LineTaker {
        let pipe: Pipe
        var writer: DescriptorWriter

        init(_ pipe: Pipe) {
            self.pipe = pipe
            writer = DescriptorWriter(pipe.writing)
        }

        mutating func take(_ item: LineItem<String>) -> LineOutcome {
            switch item {
            case .entry(let text, _): _ = writer.write(Array((text + "\n").utf8))
            case .gap(let lines): _ = writer.write(Array("\(lines) missing\n".utf8))
            }
            return .taken
        }
    }

    @Test func nobodyWaitsForAPipeThatNobodyReads() throws {
        let pipe = try Pipe()
        pipe.fill()
        let sink = LineSink(named: "test", limit: 10_000, taker: PipeTaker(pipe))
        let begin = ContinuousClock.now
        for number in 0..<50_000 { sink.put("line \(number)", cost: 20) }
        sink.put("the last", cost: 20, .kept)
        #expect(begin.duration(to: .now) < .seconds(4))
        // The end waits, and not for long.
        let end = ContinuousClock.now
        #expect(!sink.drain(within: .milliseconds(100)))
        #expect(end.duration(to: .now) < .seconds(2))
        // Then somebody reads: what is missing is told, and what is kept is there.
        let text = pipe.read(to: "the last\n")
        #expect(sink.drain(within: .seconds(10)))
        let lines = text.split(separator: "\n")
        #expect(lines.last == "the last")
        #expect(lines.dropLast().last?.hasSuffix(" missing") == true, "\(lines.suffix(3))")
        let missing = lines.compactMap { $0.hasSuffix(" missing") ? Int($0.dropLast(8)) : nil }.reduce(0, +)
        #expect(missing + lines.count { $0.contains("line ") } == 50_000)
    }

    @Test func goesOnWhenSomebodyReadsAgain() throws {
        let pipe = try Pipe()
        pipe.fill()
        let sink = LineSink(named: "test", limit: 200, taker: PipeTaker(pipe))
        for number in 0..<100 { sink.put("early \(number)", cost: 20) }
        #expect(pipe.read(to: " missing\n").contains("early 0\n"))
        sink.put("late", cost: 20)
        #expect(pipe.read(to: "late\n").hasSuffix("late\n"))
    }

    @Test func triesAgainWhatIsToComeLater() {
        let taken = TakenItems()
        let sink = LineSink(
            named: "test", limit: 100,
            taker: ScriptedTaker(taken: taken) { item, attempt in
                if case .entry("a", _) = item, attempt < 3 { return .later(.milliseconds(1)) }
                return .taken
            })
        sink.put("a", cost: 1)
        sink.put("b", cost: 1)
        #expect(sink.end(within: .seconds(20)))
        #expect(taken.list == ["a", "a", "a", "b"])
    }

    @Test func letsGoOfWhatIsStillToComeLaterAtTheEnd() async throws {
        let taken = TakenItems()
        let counted = Mutex(0)
        let sink = LineSink(
            named: "test", limit: 100, taker: ScriptedTaker(taken: taken) { _, _ in .later(.seconds(3_600)) },
            onCount: { count in counted.withLock { $0 += count } })
        sink.put("a", cost: 1, .kept)
        sink.put("b", cost: 1, .kept)
        let begin = ContinuousClock.now
        #expect(!sink.end(within: .milliseconds(60)))
        #expect(begin.duration(to: .now) < .seconds(3))
        while counted.withLock({ $0 }) > 0 { try await Task.sleep(for: .milliseconds(2)) }
        #expect(taken.list.last == "b")
    }
}
