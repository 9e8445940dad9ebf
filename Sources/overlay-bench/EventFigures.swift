import Foundation
import MediaModel
import Show

/// The time that events take: to be read, and to change the show.
enum EventFigures {
    private static let count = 1_000_000
    /// What a million events through the reducer may take, in seconds.
    private static let reducerTarget = 5.0

    /// Prints the figures, and returns whether the target is met.
    static func print() throws -> Bool {
        let file = Self.file()
        let clock = ContinuousClock()
        var timeline = EventTimeline()
        let reading = try clock.measure { timeline = try EventTimeline(ndjson: file) }
        Swift.print("reading \(count) lines of events, \(file.count >> 20) MiB: \(text(reading)) s")

        var reducer = ShowReducer(preset: Demonstration.preset())
        let reducing = clock.measure {
            for event in timeline.events {
                reducer.apply(event, atTick: event.tick(at: reducer.frameRate) ?? 0)
            }
        }
        let isMet = reducing <= .seconds(reducerTarget)
        Swift.print(
            "\(count) events through the reducer: \(text(reducing)) s  target 5: \(isMet ? "met" : "MISSED")")
        return isMet
    }

    /// Three hours as they are read from a file: seven hearts to three comments, and a price now and then.
    private static func file() -> Data {
        var lines: [UInt8] = []
        for number in 0..<count {
            let at = "\(number * 108 / 10_000).\(String(1_000 + number * 108 / 10 % 1_000).suffix(3))"
            let rest =
                switch number % 10 {
                case 7, 8: "\"type\":\"comment\",\"id\":\"c\(number)\",\"text\":\"ok \(number % 97)\""
                case 9 where number % 50 == 9: "\"type\":\"price\",\"action\":\"hide\""
                default: "\"type\":\"hearts\",\"count\":\(1 + number % 50)"
                }
            lines.append(contentsOf: "{\"at\":\(at),\(rest)}\n".utf8)
        }
        return Data(lines)
    }

    private static func text(_ duration: Duration) -> String {
        let hundredths = Int((duration / .milliseconds(10)).rounded())
        return "\(hundredths / 100).\(String(100 + hundredths % 100).suffix(2))"
    }
}
