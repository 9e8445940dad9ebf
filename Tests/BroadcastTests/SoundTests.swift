import Testing

@testable import Broadcast

@Suite struct SoundAlignerTests {
    private typealias Placement = SoundAligner.Placement

    @Test func joinsWhatFollows() {
        var aligner = SoundAligner()
        #expect(aligner.place(start: 0, count: 1024) == Placement(silence: 0, skipped: 0))
        // Rounded times are off by a few samples, and some stretches have none.
        #expect(aligner.place(start: 1024 + 40, count: 1024) == Placement(silence: 0, skipped: 0))
        #expect(aligner.place(start: nil, count: 1024) == Placement(silence: 0, skipped: 0))
        #expect(aligner.place(start: 3072 - 720, count: 1024) == Placement(silence: 0, skipped: 0))
        #expect(aligner.position == 4096)
        #expect(aligner.corrections == 0)
    }

    /// Within the tolerance too: there is nothing yet that a cut would be heard in.
    @Test(arguments: [1, 480, 720, 721, 2_400_000])
    func putsTheFirstSoundExactlyWhereItBelongs(start: Int64) {
        var aligner = SoundAligner()
        #expect(aligner.place(start: start, count: 1024) == Placement(silence: Int(start), skipped: 0))
        #expect(aligner.position == start + 1024)
        #expect(aligner.corrections == 0)
    }

    @Test func leavesOutWhatComesBeforeTheProgramme() {
        var aligner = SoundAligner()
        #expect(aligner.place(start: -1524, count: 1024) == Placement(silence: 0, skipped: 1024))
        #expect(aligner.place(start: -500, count: 1024) == Placement(silence: 0, skipped: 500))
        #expect(aligner.position == 524)
        #expect(aligner.place(start: 524, count: 1024) == Placement(silence: 0, skipped: 0))
    }

    @Test func fillsAGapWithSilence() {
        var aligner = SoundAligner()
        _ = aligner.place(start: 0, count: 1000)
        #expect(aligner.place(start: 1000 + 721, count: 500) == Placement(silence: 721, skipped: 0))
        #expect(aligner.position == 2221)
        #expect(aligner.corrections == 1)
    }

    @Test func dropsWhatOverlaps() {
        var aligner = SoundAligner()
        _ = aligner.place(start: 0, count: 4000)
        #expect(aligner.place(start: 3000, count: 800) == Placement(silence: 0, skipped: 800))
        #expect(aligner.place(start: 3200, count: 1000) == Placement(silence: 0, skipped: 800))
        #expect(aligner.position == 4200)
        #expect(aligner.place(start: 4200, count: 0) == Placement(silence: 0, skipped: 0))
    }

    /// However stretches come, the sum of silence and sound is the position, and no sound is more than 15 ms off.
    @Test func neverLosesCount() {
        var generator = SystemRandomNumberGenerator()
        var aligner = SoundAligner()
        var (sum, time): (Int64, Int64) = (0, 0)
        for _ in 0..<5000 {
            time += Int64.random(in: -3000...4000, using: &generator)
            let count = Int.random(in: 0...2000, using: &generator)
            let placement = aligner.place(start: time, count: count)
            #expect(placement.silence >= 0 && 0...count ~= placement.skipped)
            let heard = sum + Int64(placement.silence)
            if placement.skipped < count {
                #expect(abs(heard - (time + Int64(placement.skipped))) <= SoundAligner.tolerance)
            }
            sum += Int64(placement.silence + count - placement.skipped)
            #expect(aligner.position == sum)
            time = max(time, 0)
        }
    }
}

@Suite struct SoundBufferTests {
    @Test func handsSamplesOnInOrder() {
        var buffer = SoundBuffer()
        var (written, read): (Int, Int) = (0, 0)
        for round in 0..<400 {
            let count = round * 37 % 1500
            let left = (0..<count).map { Float(written + $0) }
            let right = left.map { -$0 }
            buffer.append(left.span, right.span)
            written += count
            while buffer.count >= 1024 {
                var wrong = 0
                buffer.take(1024) { left, right in
                    for index in 0..<1024 where left[index] != Float(read + index) || right[index] != -left[index] {
                        wrong += 1
                    }
                }
                #expect(wrong == 0)
                read += 1024
            }
            #expect(buffer.count == written - read)
        }
        #expect(read > 200_000)
    }

    @Test func addsSilence() {
        var buffer = SoundBuffer()
        buffer.append([Float](repeating: 1, count: 3).span, [Float](repeating: 1, count: 3).span)
        buffer.appendSilence(2)
        buffer.appendSilence(0)
        #expect(buffer.count == 5)
        var taken: [Float] = []
        buffer.take(5) { left, _ in for index in left.indices { taken.append(left[index]) } }
        #expect(taken == [1, 1, 1, 0, 0])
        #expect(buffer.count == 0)
    }

    @Test func keepsItsSamplesWhenTheirTakerFails() {
        var buffer = SoundBuffer()
        buffer.appendSilence(1024)
        struct Failure: Error {}
        #expect(throws: Failure.self) { try buffer.take(1024) { _, _ in throw Failure() } }
        #expect(buffer.count == 1024)
    }
}
