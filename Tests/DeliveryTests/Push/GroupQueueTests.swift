import MediaModel
import Testing

@testable import Delivery

/// Groups of 25 pictures at 25 a second, with sound that is a fifth of a second ahead.
@Suite struct GroupQueueTests {
    private typealias Queue = GroupQueue<Void>

    private static func queue() -> Queue { Queue(capacity: .seconds(4), frameRate: .fps25) }

    private static func picture(_ tick: Int, every: Int = 25) -> Queue.Unit {
        Queue.Unit(
            isPicture: true, isKey: tick % every == 0, time: MediaTime(Int64(tick), timescale: 25), payload: ())
    }

    private static func sound(_ frame: Int) -> Queue.Unit {
        Queue.Unit(isPicture: false, isKey: true, time: MediaTime(Int64(frame) * 1_024, timescale: 48_000), payload: ())
    }

    /// What an encoder of pictures hands out at one tick, and what one of sound does, which is ahead.
    private static func feed(_ queue: inout Queue, _ tick: Int, ahead: Int = 5, every: Int = 25) {
        let sample = { (tick: Int) in (tick + ahead) * 48_000 / 25 / 1_024 }
        for frame in (tick == 0 ? 0 : sample(tick - 1))..<sample(tick) { queue.append(sound(frame)) }
        queue.append(picture(tick, every: every))
    }

    private static func take(_ queue: inout Queue, isEnding: Bool = false) -> [Queue.Unit] {
        var units: [Queue.Unit] = []
        while let unit = queue.next(isEnding: isEnding) { units.append(unit) }
        return units
    }

    @Test func beginsWithAKeyPictureAndNoSoundBeforeIt() throws {
        var queue = Self.queue()
        for tick in 10..<60 { Self.feed(&queue, tick) }
        let units = Self.take(&queue)
        let first = try #require(units.first)
        #expect(first.isPicture && first.isKey)
        #expect(first.time == .seconds(1))
        let sound = units.filter { !$0.isPicture }
        #expect(try #require(sound.first).time >= .seconds(1))
        #expect(try #require(sound.first).time < .seconds(1) + MediaTime(1_024, timescale: 48_000), "none is missing")
        #expect(units.filter(\.isPicture).count == 35)
        #expect(zip(units, units.dropFirst()).allSatisfy { $0.time <= $1.time }, "in the order of their times")
        #expect(queue.losses == .init())
    }

    @Test func soundWaitsForItsPicturesAndNotForEver() {
        var queue = Self.queue()
        for tick in 0..<25 { Self.feed(&queue, tick) }
        let units = Self.take(&queue)
        #expect(units.last?.time == MediaTime(24, timescale: 25), "what is ahead stays")
        // Pictures end, as those of an encoder that hangs.
        for frame in 60..<400 { queue.append(Self.sound(frame)) }
        let more = Self.take(&queue)
        #expect(more.allSatisfy { !$0.isPicture } && !more.isEmpty)
        #expect(more.last.map { Self.sound(399).time - $0.time >= .seconds(4) } == true)
    }

    @Test func dropsTheOldestWholeGroupOfWhichNothingHasLeft() {
        var queue = Self.queue()
        for tick in 0..<30 { Self.feed(&queue, tick) }
        // Ten pictures of the first group leave; then nothing does.
        var taken: [Queue.Unit] = []
        while taken.filter(\.isPicture).count < 10, let unit = queue.next() { taken.append(unit) }
        for tick in 30..<150 { Self.feed(&queue, tick) }
        #expect(queue.losses.groups == 2)
        #expect(queue.losses.pictures == 50)
        #expect(queue.count < 100 + 250, "bounded")
        let rest = Self.take(&queue)
        let ticks = (taken + rest).filter(\.isPicture).map { $0.time.ticks(timescale: 25, rounding: .down) }
        // The first group whole, and all from the fourth one on.
        #expect(ticks == Array(0..<25) + Array(75..<150))
        let heard = (taken + rest).filter { !$0.isPicture }.map(\.time)
        #expect(!heard.contains { $0 >= .seconds(1) && $0 < .seconds(3) }, "the sound of those groups goes with them")
        #expect(heard.filter { $0 < .seconds(1) }.count == 47, "and no other")
        #expect(zip(taken + rest, (taken + rest).dropFirst()).allSatisfy { $0.time <= $1.time })
    }

    @Test func dropsAGroupThatIsStillComingAndGoesOnWithTheNextOne() {
        var queue = Self.queue()
        // Groups of three seconds: the first has left but for its end, and the second fills the queue.
        for tick in 0..<75 { Self.feed(&queue, tick, every: 75) }
        var taken: [Queue.Unit] = []
        while taken.filter(\.isPicture).count < 10, let unit = queue.next() { taken.append(unit) }
        for tick in 75..<225 { Self.feed(&queue, tick, every: 75) }
        for tick in 225..<230 { Self.feed(&queue, tick, every: 75) }
        let rest = Self.take(&queue)
        let ticks = (taken + rest).filter(\.isPicture).map { $0.time.ticks(timescale: 25, rounding: .down) }
        #expect(ticks.filter { $0 < 75 } == Array(0..<75))
        #expect(ticks.first { $0 >= 75 }.map { $0 % 75 } == 0, "decoding can begin there")
        #expect(queue.losses.pictures % 75 == 0 && queue.losses.groups >= 1)
        let heard = (taken + rest).filter { !$0.isPicture }
        #expect(zip(heard, heard.dropFirst()).allSatisfy { $0.time < $1.time })
    }

    @Test func endsAGroupThatIsLongerThanAllThereIsRoomFor() {
        var queue = Self.queue()
        for tick in 0..<20 { Self.feed(&queue, tick, every: 1_000) }
        _ = Self.take(&queue)
        for tick in 20..<400 { Self.feed(&queue, tick, every: 1_000) }
        #expect(queue.losses.groups == 1)
        #expect(queue.losses.pictures == 400 - 20 - 100)
        #expect(queue.count <= 100 + 430)
        var units = Self.take(&queue)
        for tick in 1_000..<1_010 { Self.feed(&queue, tick, every: 1_000) }
        units += Self.take(&queue, isEnding: true)
        let ticks = units.filter(\.isPicture).map { $0.time.ticks(timescale: 25, rounding: .down) }
        #expect(ticks == Array(20..<120) + Array(1_000..<1_010))
    }

    @Test func handsOutAllThatIsLeftAtTheEnd() {
        var queue = Self.queue()
        for tick in 0..<10 { Self.feed(&queue, tick) }
        #expect(!Self.take(&queue).isEmpty)
        #expect(!Self.take(&queue, isEnding: true).isEmpty)
        #expect(queue.count == 0)
    }

    @Test func beginsAnewAfterARestart() {
        var queue = Self.queue()
        for tick in 0..<200 { Self.feed(&queue, tick) }
        let losses = queue.losses
        queue.restart()
        #expect(queue.next() == nil)
        for tick in 201..<260 { Self.feed(&queue, tick) }
        #expect(Self.take(&queue).first?.time == .seconds(9))
        #expect(queue.losses == losses)
    }

    /// The sound of the first key picture comes a fifth of a second before it.
    @Test func losesNoSoundByARestartJustBeforeAKeyPicture() throws {
        var queue = Self.queue()
        for tick in 0..<25 { Self.feed(&queue, tick) }
        queue.restart()
        for tick in 25..<60 { Self.feed(&queue, tick) }
        let units = Self.take(&queue)
        #expect(units.first?.time == .seconds(1))
        let sound = try #require(units.first { !$0.isPicture })
        #expect(sound.time < .seconds(1) + MediaTime(1_024, timescale: 48_000), "none is missing")
    }
}
