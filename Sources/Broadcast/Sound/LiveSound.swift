import FFmpegKit
import MediaModel
import Synchronization

/// A live source's sound: each block at its time, with silence where the source has none by then.
struct LiveSound: SoundSupply, ~Copyable {
    private var decoder: SoundDecoder
    private let chain: SourceChain

    init(_ chain: SourceChain) {
        decoder = SoundDecoder(isElastic: true, diagnostics: chain.context.diagnostics)
        self.chain = chain
    }

    mutating func fill(_ buffer: inout SoundBuffer, _ count: Int, at position: Int) throws -> Bool {
        // When its last sample is due: by then all of it has come, if it comes in time.
        chain.context.clock.wait(until: Int64(position + count) * 125_000 / 6)
        try decodeAll(into: &buffer, position)
        let missing = count - buffer.count
        if missing > 0 { decoder.pad(missing, in: &buffer) }
        return true
    }

    mutating func stop() -> Int64 {
        chain.audio.abandon()
        return decoder.position
    }

    /// Decodes all that has come.
    private mutating func decodeAll(into buffer: inout SoundBuffer, _ position: Int) throws {
        let context = chain.context
        while let input = chain.audio.tryPop() {
            switch consume input {
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
            case .speaker: chain.speakers.add(1, ordering: .relaxed)
            case .restart:
                buffer.removeAll()
                decoder.restart(at: Int64(position))
            case .packet(let packet):
                let before = decoder.position
                try decoder.decode(packet, into: &buffer)
                if decoder.position > before { chain.pulse.note(at: context.clock.now) }
                context.status.set(\.audioOffset, -decoder.lastError * 125_000 / 6)
            }
        }
    }
}
