import ArgumentParser
import Foundation
import Loudness

/// Has a leveller make something of raw sound, and says what it did: for `scripts/bench-sound`.
@main struct SoundBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sound-bench",
        abstract: "Level raw sound (32-bit floats, two channels, 48 kHz), and print what was done as JSON.")

    @Argument(help: "What to read.")
    var input: String

    @Argument(help: "Where to write what comes of it, in step with what was read.")
    var output: String

    @Option(help: "How loud it is to be, in LUFS.")
    var loudness = -16.0

    @Option(help: "A gain in dB that stays, in place of one that follows the loudness.")
    var gain: Double?

    @Option(help: "The highest true peak, in dBTP.")
    var ceiling = -2.0

    @Option(help: "Music that is to play under it, as raw sound too.")
    var bed: String?

    @Option(help: "How loud the music is under a voice, in LU against the loudness; alone it is 10 LU louder.")
    var under = -18.0

    @Option(help: "How many samples are handed over at a time.")
    var block = 1_024

    private struct Report: Encodable {
        /// Every 100 ms, in dB.
        var gains: [Double] = []
        /// The most that the limiter took, in dB.
        var limiting = 0.0
        var delay = SoundLeveller.delay
        /// Milliseconds of CPU time for a second of sound.
        var cost = 0.0
        var isClipped = false
        var wasMadeMono = false
        var integrated: Double?
    }

    func validate() throws {
        guard block > 0 else { throw ValidationError("--block: a number of samples, 1 or more") }
    }

    func run() throws {
        var (left, right) = try read(input)
        let music = try bed.map(loadBed)
        // Silence behind it brings out what is still inside.
        let rest = [Float](repeating: 0, count: SoundLeveller.delay)
        left += rest
        right += rest
        let report = level(&left, &right, over: music)
        var interleaved: [Float] = []
        interleaved.reserveCapacity(2 * left.count)
        for index in SoundLeveller.delay..<left.count {
            interleaved.append(left[index])
            interleaved.append(right[index])
        }
        try interleaved.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: output))
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
    }

    /// The channels of raw sound.
    private func read(_ path: String) throws -> (left: [Float], right: [Float]) {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let samples = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        let count = samples.count / 2
        return ((0..<count).map { samples[2 * $0] }, (0..<count).map { samples[2 * $0 + 1] })
    }

    private func loadBed(_ path: String) throws -> BedMusic {
        let (left, right) = try read(path)
        var maker = BedPieceMaker()
        maker.append(left.span, right.span)
        guard case .piece(let piece) = maker.finish() else {
            throw ValidationError("--bed \(path): too short, or nothing is heard in it")
        }
        return BedMusic([piece])
    }

    private func level(_ left: inout [Float], _ right: inout [Float], over music: BedMusic?) -> Report {
        var leveller = SoundLeveller(
            .init(gain.map { .fixed($0) } ?? .riding(loudness), ceiling: ceiling))
        leveller.bed = music.map {
            BedOrder(
                $0, isPlaying: true, first: 0, begin: 0, levels: (loudness + under + 10, loudness + under),
                threshold: loudness - 22)
        }
        var report = Report()
        var allLeft = left.mutableSpan
        var allRight = right.mutableSpan
        let begin = clock()
        for start in stride(from: 0, to: allLeft.count, by: block) {
            let range = start..<min(allLeft.count, start + block)
            let hops = leveller.hopCount
            var partLeft = allLeft._mutatingExtracting(range)
            var partRight = allRight._mutatingExtracting(range)
            leveller.process(&partLeft, &partRight)
            if leveller.hopCount != hops, let levels = leveller.levels {
                report.gains.append(levels.gain)
                report.limiting = max(report.limiting, levels.limiting)
            }
        }
        let seconds = Double(clock() - begin) / Double(CLOCKS_PER_SEC)
        report.cost = seconds * 1_000 / (Double(allLeft.count) / 48_000)
        (report.isClipped, report.wasMadeMono) = (leveller.hasClipped, leveller.wasMadeMono)
        report.integrated = leveller.levels?.integrated
        return report
    }
}
