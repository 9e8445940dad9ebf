import CAllocationCounter
import Loudness
import Testing

@Suite struct SoundLevellerTests {
    private static let riding = SoundLeveller.Setting(.riding(-16), ceiling: -2)

    private static let mixed =
        TestSound.noise(1, decibels: -60) + .voice(5, loudness: -30) + .noise(0.3, decibels: -3)
        + .voice(3, loudness: -12)

    /// Nothing depends on how the sound is cut.
    @Test(arguments: [1, 480, 4_801])
    func makesTheSameOfAnyBlocks(block: Int) {
        var (one, other) = (SoundLeveller(Self.riding), SoundLeveller(Self.riding))
        let expected = Self.mixed.processed(by: &one)
        let output = Self.mixed.processed(by: &other, block: block)
        #expect(output.left == expected.left && output.right == expected.right)
        #expect(other.levels == one.levels && one.hopCount == Self.mixed.count / 4_800)
    }

    /// `loudness: off` is what it was, to the bit.
    @Test func withoutAGainItOnlyDelays() {
        var leveller = SoundLeveller(.init(.none, ceiling: -2))
        let output = Self.mixed.processed(by: &leveller)
        #expect(output.left[SoundLeveller.delay...] == Self.mixed.left.dropLast(SoundLeveller.delay))
        #expect(leveller.levels == nil)
        #expect(SoundLeveller.delay <= 240)
    }

    @Test func canBeSwitchedOffAndOnAgain() throws {
        var leveller = SoundLeveller(Self.riding)
        let voice = TestSound.voice(8, loudness: -30)
        _ = voice.processed(by: &leveller)
        leveller.setting = .init(.none, ceiling: nil)
        let off = voice.processed(by: &leveller)
        // From the second hop's end on.
        #expect(off.left[15_000...] == voice.left[(15_000 - 222)..<(voice.count - 222)])
        #expect(leveller.levels == nil)
        leveller.setting = Self.riding
        #expect(abs(try #require(voice.processed(by: &leveller)[5..<8].loudness) - -16) < 1.5)
    }

    @Test func aFixedGainIsThereFromTheBeginning() throws {
        var leveller = SoundLeveller(.init(.fixed(6), ceiling: -1))
        let voice = TestSound.voice(4, loudness: -40)
        let output = voice.processed(by: &leveller)
        #expect(abs(output.left[5_222] - voice.left[5_000] * 1.9953) < 1e-6)
        #expect(abs(try #require(leveller.levels?.integrated) - -34) < 0.2)
        #expect(leveller.levels?.gain == 6 && leveller.heardHops > 0)
    }

    @Test func allocatesNothing() {
        guard allocation_counter_is_available() else { return }
        var leveller = SoundLeveller(Self.riding)
        var (newLeft, newRight) = (Self.mixed.left, Self.mixed.right)
        var left = newLeft.mutableSpan
        var right = newRight.mutableSpan
        allocation_counter_arm()
        leveller.process(&left, &right)
        #expect(allocation_counter_disarm() == 0)
    }

    // MARK: - What somebody should know

    @Test func playsALoneChannelOnBothSides() throws {
        var leveller = SoundLeveller(Self.riding)
        var sound = TestSound.voice(10, loudness: -26)
        sound.right = .init(repeating: 0, count: sound.count)
        let output = sound.processed(by: &leveller)
        #expect(leveller.isMadeMono && leveller.loneChannel == .left)
        let end = output[8..<10]
        #expect(zip(end.left, end.right).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(abs(try #require(end.loudness) - -16) < 1.5)
        // And back.
        let both = TestSound.voice(2, loudness: -26).processed(by: &leveller)
        #expect(!leveller.isMadeMono && leveller.loneChannel == nil && both.count > 0)
    }

    /// Who has heard all of it knows it from the first sample on.
    @Test func playsAChannelThatIsKnownToBeAloneOnBothSidesAtOnce() {
        var sound = TestSound.voice(4, loudness: -26)
        sound.left = .init(repeating: 0, count: sound.count)
        var leveller = SoundLeveller(.init(.fixed(0), ceiling: nil), lone: .right)
        let output = sound.processed(by: &leveller)
        #expect(zip(output.left, output.right).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(leveller.loneChannel == .right)
    }

    /// What both channels began with isn't one channel's.
    @Test func aChannelThatIsAloneLaterIsNotSoFromTheBeginning() {
        var sound = TestSound.voice(10, loudness: -26)
        for index in 48_000..<sound.count { sound.right[index] = 0 }
        var leveller = SoundLeveller(Self.riding)
        _ = sound.processed(by: &leveller)
        #expect(leveller.isMadeMono && leveller.loneChannel == nil)
    }

    @Test func twoChannelsThatDifferStayTwo() {
        var leveller = SoundLeveller(Self.riding)
        var sound = TestSound.voice(8, loudness: -20)
        sound.right = sound.right.map { $0 / 30 }
        let output = sound.processed(by: &leveller)
        #expect(!leveller.isMadeMono)
        #expect(zip(output.left, output.right).allSatisfy { abs($0 / 30 - $1) < 1e-6 })
    }

    @Test func noticesClippingButNoClap() {
        var clipped = TestSound.voice(6, loudness: -4)
        clipped.left = clipped.left.map { max(-1, min(1, $0)) }
        clipped.right = clipped.left
        var leveller = SoundLeveller(Self.riding)
        _ = clipped.processed(by: &leveller)
        #expect(leveller.hasClipped)
        var clap = TestSound.silence(1)
        clap.left[5_000] = 1
        var other = SoundLeveller(Self.riding)
        _ = TestSound.voice(12, loudness: -20).over(clap).processed(by: &other)
        #expect(!other.hasClipped)
    }

    @Test func countsSilence() {
        var leveller = SoundLeveller(Self.riding)
        _ = (TestSound.voice(2, loudness: -20) + .silence(3)).processed(by: &leveller)
        #expect(29...30 ~= leveller.silentHops)
        _ = TestSound.voice(1, loudness: -20).processed(by: &leveller)
        #expect(leveller.silentHops == 0)
    }
}
