import FFmpegKit
import HLS

/// The programme's sound, on a thread of its own: block by block from where it comes from through its processors to the encoders,
/// up to the programme's end.
struct SoundTrack<Supply: SoundSupply & ~Copyable>: ~Copyable {
    private var supply: Supply
    private var processors: [any SoundProcessor]
    /// The sound that goes with the pictures.
    private var programme: SoundTrackEncoder?
    /// That of the variant without any, at a bit rate of its own.
    private var audioOnly: SoundTrackEncoder?
    private var buffer = SoundBuffer()
    private let grid: PartGrid
    /// Samples that were read before those of the first block.
    private let lookAhead: Int
    private let length: ProgrammeLength
    /// Blocks encoded so far. A block is an AAC frame.
    private var blockCount = 0

    /// - Parameters:
    ///   - processors: In the order in which the sound goes through them.
    ///   - length: Is told when the source's sound ends, and tells when the programme's does.
    init(
        _ supply: consuming Supply, processors: [any SoundProcessor] = [], programme: consuming SoundTrackEncoder?,
        audioOnly: consuming SoundTrackEncoder?, grid: PartGrid, length: ProgrammeLength
    ) {
        self.supply = supply
        self.programme = programme
        self.audioOnly = audioOnly
        (self.processors, self.grid, self.length) = (processors, grid, length)
        lookAhead = processors.reduce(0) { $0 + $1.lookAhead }
    }

    /// - Throws: ``FFmpegError`` if a codec or a muxer fails, ``JobError`` if what is made can't be written.
    consuming func run() throws {
        // Whoever fills it mustn't wait for a track that is gone.
        defer { _ = supply.stop() }
        try readAhead()
        while !isComplete, try fill(AudioEncoder.samplesPerPacket) {
            // The end may have been decided meanwhile.
            if isComplete { break }
            guard try encodeBlock() else { return }
        }
        length.reportAudioEnd(supply.stop() * 125_000 / 6)
        guard let end = length.waitForEnd() else { return }
        let wanted = grid.audioFrame(coveringTicks: end)
        while blockCount < wanted {
            buffer.appendSilence(max(0, AudioEncoder.samplesPerPacket - buffer.count))
            guard try encodeBlock() else { return }
        }
        try programme?.finish(frameCount: wanted)
        try audioOnly?.finish(frameCount: wanted)
    }

    /// Has the processors hear what comes before they can give out the first sample.
    private mutating func readAhead() throws {
        guard lookAhead > 0, !isComplete else { return }
        _ = try supply.fill(&buffer, lookAhead, at: 0)
        buffer.appendSilence(max(0, lookAhead - buffer.count))
        buffer.take(lookAhead) { left, right in
            for index in processors.indices { processors[index].process(&left, &right) }
        }
    }

    private mutating func fill(_ count: Int) throws -> Bool {
        try supply.fill(&buffer, count, at: lookAhead + blockCount * AudioEncoder.samplesPerPacket)
    }

    /// Whether the programme's end is known, and there is sound up to it.
    private var isComplete: Bool {
        length.end.map { blockCount >= grid.audioFrame(coveringTicks: $0) } ?? false
    }

    /// Returns `false` when nobody wants segments any more.
    private mutating func encodeBlock() throws -> Bool {
        var isWanted = true
        try buffer.take(AudioEncoder.samplesPerPacket) { left, right in
            for index in processors.indices { processors[index].process(&left, &right) }
            isWanted = try programme?.encode(left.span, right.span, index: blockCount) ?? true
            if isWanted { isWanted = try audioOnly?.encode(left.span, right.span, index: blockCount) ?? true }
        }
        blockCount += 1
        return isWanted
    }
}
