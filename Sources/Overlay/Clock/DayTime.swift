import Foundation
import MediaModel
import Show

/// The time of day at each tick of a programme, without asking a calendar every frame.
struct DayTime: Hashable, Sendable {
    /// From this instant on, a time zone is so many seconds ahead of UTC.
    private struct Offset: Hashable {
        let from: WallTime
        let seconds: Int
    }

    private let start: WallTime
    private let frameRate: FrameRate
    /// From the start on, in order; another one for each change to or from summer time, for two years.
    private let offsets: [Offset]

    init(start: WallTime, frameRate: FrameRate, timeZone: TimeZone) {
        (self.start, self.frameRate) = (start, frameRate)
        var date = Date(timeIntervalSince1970: Double(start.microseconds / 1_000_000))
        var offsets = [Offset(from: start, seconds: timeZone.secondsFromGMT(for: date))]
        for _ in 0..<4 {
            guard let next = timeZone.nextDaylightSavingTimeTransition(after: date), next > date else { break }
            let from = WallTime(microseconds: Int64(next.timeIntervalSince1970) * 1_000_000)
            offsets.append(Offset(from: from, seconds: timeZone.secondsFromGMT(for: next)))
            date = next
        }
        self.offsets = offsets
    }

    /// Seconds since midnight, from 0 to 86399.
    func seconds(at tick: Int) -> Int {
        let now = WallTime(ofTick: tick, frameRate: frameRate, startedAt: start)
        var offset = offsets[0].seconds
        for next in offsets where next.from <= now { offset = next.seconds }
        let local = Int(now.microseconds.flooredQuotient(by: 1_000_000)) + offset
        return (local % 86_400 + 86_400) % 86_400
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
