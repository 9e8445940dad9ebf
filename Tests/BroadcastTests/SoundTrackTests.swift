import FFmpegKit
import HLS
import MediaModel
import MediaTesting
import Synchronization
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SoundTrackTests {
    /// Sound of which each sample has its number, up to an end.
    private struct Numbers: SoundSupply, ~Copyable {
        var count: Int
        var given = 0
        let stops: @Sendable () -> Void

        mutating func fill(_ buffer: inout SoundBuffer, _ wanted: Int, at position: Int) throws -> Bool {
            while buffer.count < wanted {
                let size = min(700, count - given)
                guard size > 0 else { return false }
                let samples = (given..<given + size).map(Float.init)
                buffer.append(samples.span, samples.span)
                given += size
            }
            return true
        }

        mutating func stop() -> Int64 {
            stops()
            return Int64(given)
        }
    }

    private struct Step: SoundProcessor {
        let change: @Sendable (Float) -> Float
        let see: @Sendable ([Float]) -> Void

        mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
            for index in left.indices { left[index] = change(left[index]) }
            see(left.indices.map { left[$0] })
        }
    }

    /// What the last of two processors makes of all blocks.
    private func run(_ count: Int, _ length: ProgrammeLength) async throws -> (blocks: [[Float]], stops: Int) {
        let grid = PartGrid(frameRate: .fps30, latency: .low)
        let blocks = Mutex<[[Float]]>([])
        let stops = Mutex(0)
        try await runOnThread(named: "sound") {
            try SoundTrack(
                Numbers(count: count, stops: { stops.withLock { $0 += 1 } }),
                processors: [
                    Step(change: { $0 + 1 }, see: { _ in }),
                    Step(change: { $0 * 2 }, see: { block in blocks.withLock { $0.append(block) } }),
                ], programme: nil, audioOnly: nil, grid: grid, length: length
            ).run()
        }
        return (blocks.withLock { $0 }, stops.withLock { $0 })
    }

    /// Each block comes once, whole, and through one processor after the other; silence fills it up to the programme's end.
    @Test func goesThroughItsProcessorsToTheEnd() async throws {
        let length = ProgrammeLength(frameRate: .fps30, limit: nil)
        // A second: 30 ticks, 47 AAC frames.
        length.reportVideoEnd(1_000_000_000)
        let (blocks, stops) = try await run(40_000, length)
        #expect(blocks.count == 47)
        #expect(blocks.allSatisfy { $0.count == 1_024 })
        let samples = blocks.flatMap(\.self)
        #expect(samples[..<40_000] == (0..<40_000).map { (Float($0) + 1) * 2 }[...])
        #expect(samples[40_000...].allSatisfy { $0 == 2 })
        #expect(stops > 0)
    }

    /// A processor that gives out each sample when it has heard some more doesn't shift the sound.
    @Test func readsAheadForWhoNeedsIt() async throws {
        struct Delay: SoundProcessor {
            let lookAhead = 300
            var held = [Float](repeating: -1, count: 300)

            mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
                held += left.indices.map { left[$0] }
                for index in left.indices { left[index] = held[index] }
                held.removeFirst(left.count)
            }
        }
        let length = ProgrammeLength(frameRate: .fps30, limit: nil)
        length.reportVideoEnd(1_000_000_000)
        let blocks = Mutex<[Float]>([])
        try await runOnThread(named: "sound") {
            try SoundTrack(
                Numbers(count: 40_000, stops: {}),
                processors: [
                    Delay(), Step(change: { $0 }, see: { block in blocks.withLock { $0 += block } }),
                ], programme: nil, audioOnly: nil, grid: PartGrid(frameRate: .fps30, latency: .low), length: length
            ).run()
        }
        // Behind what nobody hears.
        let samples = blocks.withLock { $0 }.dropFirst(300)
        #expect(samples.count == 47 * 1_024)
        #expect(Array(samples.prefix(40_000)) == (0..<40_000).map(Float.init))
        #expect(samples.dropFirst(40_000).allSatisfy { $0 == 0 })
    }

    @Test func encodesNoMoreThanIsWanted() async throws {
        let length = ProgrammeLength(frameRate: .fps30, limit: nil)
        length.decide(15)
        #expect(try await run(1_000_000, length).blocks.count == 24)
    }

    @Test func endsWithAProgrammeThatFails() async throws {
        let length = ProgrammeLength(frameRate: .fps30, limit: nil)
        length.abort()
        let (blocks, stops) = try await run(2_048, length)
        #expect(blocks.count == 2 && stops > 0)
    }
}

@Suite struct SoundGainTests {
    @Test func glidesToSilenceAndStaysThere() {
        let target = Mutex<Float>(1)
        var gain = SoundGain { target.withLock { $0 } }
        let ones = [Float](repeating: 1, count: 1_024)
        var heard: [[Float]] = []
        for next: Float in [1, 0, 0, 1] {
            target.withLock { $0 = next }
            var (left, right) = (ones, ones)
            var leftSpan = left.mutableSpan
            var rightSpan = right.mutableSpan
            gain.process(&leftSpan, &rightSpan)
            #expect(left == right)
            heard.append(left)
        }
        #expect(heard[0] == ones)
        #expect(zip(heard[1], heard[1].dropFirst()).allSatisfy { $0 >= $1 && $0 - $1 < 0.002 })
        #expect(heard[1].last! < 0.001)
        #expect(heard[2].allSatisfy { $0 == 0 })
        #expect(heard[3].first! < 0.002 && heard[3].last! > 0.998)
    }
}

/// A live source's sound by a clock that nobody waits for: each sample where it belongs.
@Suite(.timeLimit(.minutes(1))) struct LiveSoundTests {
    private let folder: TemporaryFolder
    private let chain: SourceChain
    private let clock = VirtualClock()

    init() throws {
        folder = try TemporaryFolder()
        chain = SourceChain.test(context: .test(clock: clock))
    }

    /// Half a second of one level, in packets of 1,024 samples that are to be heard from `start` on.
    private func packets(from start: Int64, _ change: (Int, consuming Packet) -> Void) throws {
        let path = try folder.makeMedia(
            "level.wav", "-f lavfi -i aevalsrc=0.5|0.25:s=48000:d=0.512 -c:a pcm_s16le")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        _ = chain.audio.push(
            .configuration(try container.makeParameters(of: container.tracks[0]), orientation: .upright))
        var number = 0
        while case .packet(var packet) = try container.read() {
            let time = (packet.presentationTime ?? 0) + start
            (packet.presentationTime, packet.decodingTime) = (time, time)
            change(number, packet)
            number += 1
        }
        #expect(number > 5)
    }

    /// The left channel of the next blocks.
    private func hear(_ sound: inout LiveSound, _ buffer: inout SoundBuffer, blocks: Range<Int>) throws -> [Float] {
        var heard: [Float] = []
        for block in blocks {
            #expect(try sound.fill(&buffer, 1_024, at: block * 1_024))
            #expect(clock.now >= Int64(block + 1) * 1_024 * 125_000 / 6)
            buffer.take(1_024) { left, _ in for index in left.indices { heard.append(left[index]) } }
        }
        return heard
    }

    /// Where something is heard, in samples.
    private func stretches(_ samples: [Float]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for (index, sample) in samples.enumerated() where sample > 0.25 {
            if let last = found.last, last.upperBound == index {
                found[found.count - 1] = last.lowerBound..<index + 1
            } else {
                found.append(index..<index + 1)
            }
        }
        return found
    }

    /// To a millisecond: the resampler that follows the source's clock rounds edges off, and holds some samples back.
    private func isNear(_ heard: [Range<Int>], _ expected: [Range<Int>]) -> Bool {
        heard.count == expected.count
            && zip(heard, expected).allSatisfy {
                abs($0.lowerBound - $1.lowerBound) <= 48 && abs($0.upperBound - $1.upperBound) <= 48
            }
    }

    @Test func isHeardAtItsTimeAndSilentElsewhere() throws {
        try packets(from: 100_000_000) { _, packet in _ = chain.audio.push(.packet(packet)) }
        var sound = LiveSound(chain)
        var buffer = SoundBuffer()
        let heard = stretches(try hear(&sound, &buffer, blocks: 0..<40))
        #expect(isNear(heard, [4_800..<29_376]), "\(heard)")
        #expect(chain.pulse.time > 0)
    }

    @Test func aLostPacketIsAHole() throws {
        var lost: Range<Int64>?
        try packets(from: 0) { number, packet in
            if number == 3 {
                let start = packet.presentationTime ?? 0
                lost = start..<start + packet.duration
            } else {
                _ = chain.audio.push(.packet(packet))
            }
        }
        var sound = LiveSound(chain)
        var buffer = SoundBuffer()
        let heard = stretches(try hear(&sound, &buffer, blocks: 0..<30))
        let hole = try #require(lost)
        let (start, end) = (Int(hole.lowerBound * 6 / 125_000), Int(hole.upperBound * 6 / 125_000))
        #expect(isNear(heard, [0..<start, end..<24_576]), "\(heard)")
    }

    /// What comes after its time has passed is left out, and what follows is where it belongs.
    @Test func whatComesTooLateIsNotHeard() throws {
        var sound = LiveSound(chain)
        var buffer = SoundBuffer()
        let before = try hear(&sound, &buffer, blocks: 0..<10)
        #expect(before.allSatisfy { $0 == 0 })
        try packets(from: 0) { _, packet in _ = chain.audio.push(.packet(packet)) }
        let heard = stretches(try hear(&sound, &buffer, blocks: 10..<30))
        #expect(isNear(heard, [0..<24_576 - 10_240]), "\(heard)")
    }

    /// What is learnt of a voice is forgotten when another is heard, and not before.
    @Test func countsWhoIsHeard() throws {
        var sound = LiveSound(chain)
        var buffer = SoundBuffer()
        _ = chain.audio.push(.restart)
        _ = try hear(&sound, &buffer, blocks: 0..<1)
        #expect(chain.speakers.load(ordering: .relaxed) == 0)
        _ = chain.audio.push(.speaker)
        _ = try hear(&sound, &buffer, blocks: 1..<2)
        #expect(chain.speakers.load(ordering: .relaxed) == 1)
    }

    /// Another publisher: what is left of the one before is in the way of nothing.
    @Test func beginsAnewAfterARestart() throws {
        try packets(from: 0) { _, packet in _ = chain.audio.push(.packet(packet)) }
        var sound = LiveSound(chain)
        var buffer = SoundBuffer()
        _ = try hear(&sound, &buffer, blocks: 0..<2)
        _ = chain.audio.push(.restart)
        try packets(from: 200_000_000) { _, packet in _ = chain.audio.push(.packet(packet)) }
        let heard = stretches(try hear(&sound, &buffer, blocks: 2..<40))
        #expect(isNear(heard, [9_600 - 2_048..<9_600 - 2_048 + 24_576]), "\(heard)")
    }
}
