import Loudness
import Testing

/// What a live programme sounds like behind the rider, by sounds whose levels are known.
@Suite struct LevelRiderTests {
    /// What becomes of a sound, with the gain as it was every tenth of a second.
    private struct Ride {
        var output: TestSound
        var gains: [Double] = []
        var leveller = SoundLeveller(.init(.riding(-16), ceiling: -2))

        init(_ sound: TestSound) {
            output = TestSound()
            hear(sound)
        }

        mutating func hear(_ sound: TestSound) {
            var gains: [Double] = []
            output = sound.processed(by: &leveller, block: SoundHop.length) { gains.append($0.levels?.gain ?? 0) }
            self.gains += gains
        }

        /// From when on the gain stays within 2 dB of its last value, in seconds.
        var settled: Double {
            let last = gains[gains.count - 1]
            return Double((gains.lastIndex { abs($0 - last) > 2 } ?? -1) + 1) / 10
        }
    }

    @Test(arguments: [-36.0, -26, -8])
    func bringsAVoiceToItsLoudness(level: Double) throws {
        let ride = Ride(.voice(14, loudness: level))
        #expect(abs(try #require(ride.output[8..<14].loudness) - -16) < 1)
        #expect(ride.settled <= 4, "\(ride.settled) s")
        #expect(try #require(ride.output.truePeak) <= -2 + 0.05)
    }

    /// Its limits are 20 dB: a voice that is hardly there is left there.
    @Test func addsNoMoreThanItsLimit() {
        let ride = Ride(.voice(10, loudness: -44))
        #expect((ride.gains.max() ?? 0) <= 20)
    }

    @Test func followsASpeakerWhoIsMuchLouder() throws {
        let ride = Ride(.voice(12, loudness: -26) + .voice(9, loudness: -14))
        let end = ride.gains[ride.gains.count - 1]
        let late = try #require(ride.gains[120...].lastIndex { abs($0 - end) > 2 })
        #expect(late - 120 <= 30, "\(late - 120) tenths")
        #expect(abs(try #require(ride.output[16..<21].loudness) - -16) < 1)
    }

    @Test func followsASpeakerWhoIsMuchQuieter() throws {
        let ride = Ride(.voice(12, loudness: -14) + .voice(12, loudness: -26))
        let end = ride.gains[ride.gains.count - 1]
        let late = try #require(ride.gains[120...].lastIndex { abs($0 - end) > 2 })
        #expect(late - 120 <= 60, "\(late - 120) tenths")
        #expect(abs(try #require(ride.output[20..<24].loudness) - -16) < 1)
    }

    /// A room, a fan that is switched on, and one that is loud from the beginning: nobody speaks, so nothing is raised.
    @Test(arguments: [[-50.0], [-42], [-68, -43]])
    func neverRaisesARoom(levels: [Double]) {
        let sound = levels.map { TestSound.noise(20, decibels: $0) }.reduce(TestSound.silence(2), +)
        #expect((Ride(sound).gains.max() ?? 0) <= 1)
    }

    /// In the pauses of a talk the gain stays where it is, and so it does when the talk is over.
    @Test func raisesNoPause() throws {
        let room = TestSound.noise(1, decibels: -55)
        let phrase = TestSound.voice(3, loudness: -28) + .silence(5)
        var ride = Ride((phrase + phrase + phrase).over(room))
        let talk = ride.gains[235]
        #expect(abs(ride.gains[220] - talk) < 0.01)
        #expect(talk > 8)
        ride.hear(TestSound.silence(15).over(room))
        #expect(abs((ride.gains.last ?? 0) - talk) <= 0.5)
    }

    /// One burst, as of something that falls, changes next to nothing.
    @Test func aBurstMovesItLittle() {
        var sound = TestSound.voice(20, loudness: -24)
        let burst = TestSound.noise(0.3, decibels: -6)
        for index in 0..<burst.count {
            sound.left[12 * 48_000 + index] += burst.left[index]
            sound.right[12 * 48_000 + index] += burst.right[index]
        }
        let ride = Ride(sound)
        #expect(abs(ride.gains[130] - ride.gains[118]) < 3)
        #expect(abs(ride.gains[199] - ride.gains[118]) < 1.5)
    }

    /// Another publisher begins with the gain of the one before, and is heard at its own level within four seconds.
    @Test func keepsTheGainWhenSomebodyElseComes() throws {
        var ride = Ride(.voice(10, loudness: -30))
        let before = ride.gains[99]
        ride.leveller.forget()
        ride.hear(.silence(1) + .voice(9, loudness: -22))
        #expect(ride.gains[108] == before)
        #expect(abs(try #require(ride.output[6..<10].loudness) - -16) < 1)
    }
}
