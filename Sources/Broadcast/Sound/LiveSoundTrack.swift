import FFmpegKit
import HLS
import MediaModel

/// A live programme's sound, on a thread of its own: each AAC frame at its time, silence where the source has none.
struct LiveSoundTrack: ~Copyable {
    private var decoder: SoundDecoder
    private var group: SoundTrackEncoder?
    private var alone: SoundTrackEncoder?
    private var buffer = SoundBuffer()
    private var gain = SoundGain()
    private let chain: SourceChain
    private let length: ProgrammeLength
    /// AAC frames encoded so far.
    private var frameCount = 0

    init(
        _ chain: SourceChain, group: consuming SoundTrackEncoder?, alone: consuming SoundTrackEncoder?,
        length: ProgrammeLength
    ) {
        decoder = SoundDecoder(isElastic: true, diagnostics: chain.context.diagnostics)
        self.chain = chain
        self.group = group
        self.alone = alone
        self.length = length
    }

    private var context: BroadcastContext { chain.context }

    consuming func run() throws {
        defer { chain.audio.abandon() }
        while true {
            if isComplete { break }
            // When its last sample is due: by then all of it has come, if it comes in time.
            context.clock.wait(until: Int64(frameCount + 1) * Int64(AudioEncoder.samplesPerPacket) * 125_000 / 6)
            // The end may have been decided meanwhile.
            if isComplete { break }
            try takeIn()
            guard try encode() else { return }
        }
        try group?.finish(frameCount: frameCount)
        try alone?.finish(frameCount: frameCount)
    }

    private var isComplete: Bool {
        length.end.map { frameCount >= context.grid.audioFrame(coveringTicks: $0) } ?? false
    }

    /// Decodes all that has come.
    private mutating func takeIn() throws {
        while let item = chain.audio.tryPop() {
            switch consume item {
            case .configuration(let parameters, _):
                do throws(FFmpegError) {
                    try decoder.open(parameters)
                } catch {
                    // Some encoders repeat it with every picture.
                    context.diagnostics.warnOnce(
                        "undecodable sound \(error)", "the source's sound can't be decoded: \(error)")
                }
            case .end: break
            case .reordered: break
            case .sender: break
            case .colors: break
            case .restart:
                buffer.removeAll()
                decoder.restart(at: Int64(frameCount * AudioEncoder.samplesPerPacket))
            case .packet(let packet):
                let before = decoder.position
                try decoder.decode(packet, into: &buffer)
                if decoder.position > before { chain.pulse.note(at: context.clock.now) }
                context.status.set(\.audioOffset, -decoder.lastError * 125_000 / 6)
            }
        }
    }

    /// Returns `false` when nobody wants segments any more.
    private mutating func encode() throws -> Bool {
        let missing = AudioEncoder.samplesPerPacket - buffer.count
        if missing > 0 { decoder.pad(missing, in: &buffer) }
        let settings = chain.controls.settings
        // Behind a slate that somebody has put up nobody is to be heard either.
        let isSilent = settings.isMuted || settings.showsSlate
        var isWanted = true
        try buffer.take(AudioEncoder.samplesPerPacket) { left, right in
            try gain.apply(isSilent ? 0 : 1, left, right) { left, right in
                isWanted = try group?.encode(left, right, index: frameCount) ?? true
                if isWanted { isWanted = try alone?.encode(left, right, index: frameCount) ?? true }
            }
        }
        frameCount += 1
        return isWanted
    }
}
