import Foundation
import MediaModel
import Overlay
import Show

/// Memory over a show of three hours with 100,000 events: the sprites' cache stays within its bound, and the process with it.
enum ShowFigures {
    private static let events = 100_000
    private static let ticks = 3 * 3_600 * 30
    private static let limit = 64 << 20

    /// Prints the figures, and returns whether the bound held.
    static func print() throws -> Bool {
        let builder = try SceneBuilder(
            preset: Demonstration.fullPreset, canvas: PixelSize(width: 720, height: 1_280),
            folder: Demonstration.pictures, cacheLimit: limit)
        var reducer = ShowReducer(preset: builder.preset)
        var scene = try builder.prepare(reducer.state)
        let decoder = EventDecoder()
        var (largest, prepared) = (0, 0)
        var full: Int?
        let start = residentBytes()
        let clock = ContinuousClock()
        let begin = clock.now
        for number in 0..<events {
            let event = try decoder.decode(line(number).utf8)
            guard case .applied = reducer.apply(event, atTick: number * ticks / events) else { continue }
            // Hearts need no sprites of their own: one preparation in ten is enough for them.
            if case .hearts = event.action, number % 10 > 0 { continue }
            scene = try builder.prepare(reducer.state)
            prepared += 1
            largest = max(largest, builder.cachedByteCount)
            if full == nil, builder.cachedByteCount > limit * 9 / 10 { full = residentBytes() }
        }
        let end = residentBytes()
        let isBounded = largest <= limit && scene.canvas == builder.canvas
        let seconds = Int((clock.now - begin) / .seconds(1))
        Swift.print(
            "a show of 3 h, \(events) events, \(prepared) scenes prepared in \(seconds) s: the cache took "
                + "\(largest >> 20) MB at most of \(limit >> 20)  \(isBounded ? "met" : "MISSED")")
        Swift.print(
            "resident memory: \(start >> 20) MB at the start, \(full.map { "\($0 >> 20)" } ?? "-") MB with the cache full, "
                + "\(end >> 20) MB at the end")
        // Growth of what is shown and remembered, and of the allocator's own gaps; not of anything per event.
        let isSteady = end - (full ?? start) <= 48 << 20
        if !isSteady { Swift.print("resident memory grew by more than 48 MB with a full cache: MISSED") }
        return isBounded && isSteady
    }

    /// Seven hearts to two comments, and everything else now and then; no words twice.
    private static func line(_ number: Int) -> String {
        switch number % 100 {
        case 3: ChangeKind.price.event(number, words: "三時間")
        case 13: ChangeKind.comment.event(number, words: "三時間")
        case 23: ChangeKind.coupon.event(number, words: "三時間")
        case 33: ChangeKind.poll.event(number, words: "三時間")
        case 43: ChangeKind.votes.event(number, words: "")
        case 53: #"{"type":"nameplate","name":"佐藤 \#(number)","title":"スタイリスト \#(number)"}"#
        case 63: #"{"type":"recap","lines":["\#(number)番まで","送料無料","21時まで"]}"#
        case let rest where rest % 10 == 8 || rest % 10 == 9: ChangeKind.ticker.event(number, words: "三時間")
        default: #"{"type":"hearts","count":\#(1 + number % 40)}"#
        }
    }

    /// The process' resident memory, as Linux counts it; 0 where it doesn't.
    private static func residentBytes() -> Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4_096 : 0
    }
}
