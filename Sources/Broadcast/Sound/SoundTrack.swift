import FFmpegKit
import HLS
import MediaModel

/// The programme's sound, from the source's packets to segments at each bit rate, on a thread of its own.
struct SoundTrack: ~Copyable {
    private var source: SoundSource?
    private var group: SoundTrackEncoder?
    private var alone: SoundTrackEncoder?
    private var buffer = SoundBuffer()
    private let grid: PartGrid
    private let length: ProgrammeLength
    /// AAC frames encoded so far.
    private var frameCount = 0

    init(
        source: consuming SoundSource?, group: consuming SoundTrackEncoder?, alone: consuming SoundTrackEncoder?,
        grid: PartGrid, length: ProgrammeLength
    ) {
        self.source = source
        self.group = group
        self.alone = alone
        self.grid = grid
        self.length = length
    }

    consuming func run() throws {
        while source != nil, !hasEnough, try source!.read(into: &buffer) {
            guard try encode(whileFull: true) else { return }
        }
        source?.stop()
        length.reportAudioEnd((source?.position ?? 0) * 125_000 / 6)
        guard let end = length.waitForEnd() else { return }

        let wanted = grid.audioFrame(coveringTicks: end)
        while frameCount < wanted {
            buffer.appendSilence(max(0, AudioEncoder.samplesPerPacket - buffer.count))
            guard try encode(whileFull: false) else { return }
        }
        try group?.finish(frameCount: wanted)
        try alone?.finish(frameCount: wanted)
    }

    /// Whether the programme's end is known, and there is sound up to it.
    private var hasEnough: Bool {
        guard let end = length.end else { return false }
        return frameCount >= grid.audioFrame(coveringTicks: end)
    }

    /// Encodes what is buffered: all full frames, or one. Returns `false` when nobody wants segments any more.
    private mutating func encode(whileFull isRepeated: Bool) throws -> Bool {
        // One packet of the source may hold several of ours (FLAC: four), and so reach beyond a limit.
        while buffer.count >= AudioEncoder.samplesPerPacket, !isRepeated || !hasEnough {
            var isWanted = true
            try buffer.take(AudioEncoder.samplesPerPacket) { left, right in
                isWanted = try group?.encode(left, right, index: frameCount) ?? true
                if isWanted { isWanted = try alone?.encode(left, right, index: frameCount) ?? true }
            }
            frameCount += 1
            guard isWanted else { return false }
            if !isRepeated { return true }
        }
        return true
    }
}
