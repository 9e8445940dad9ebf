import FFmpegKit
import Foundation
import Loudness

/// Decodes a source's sound, and measures it. Belongs to one thread.
struct SoundCheckup: ~Copyable {
    private var decoder: SoundDecoder
    private let diagnostics = Diagnostics.silent
    private var buffer = SoundBuffer()
    /// At a gain of 0 dB: it changes nothing, and measures all.
    private var leveller = SoundLeveller(.init(.fixed(0), ceiling: nil))
    private var statistics = SoundStatistics()
    private var facts: SoundFacts
    private var start: Int64?

    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(_ container: borrowing InputContainer, _ track: TrackDescription) throws(FFmpegError) {
        var decoder = SoundDecoder(diagnostics: diagnostics)
        try decoder.open(container.makeParameters(of: track))
        self.decoder = decoder
        facts = SoundFacts()
        facts.codec = track.codecName
        if case .audio(let audio) = track.kind {
            (facts.rate, facts.channelCount) = (audio.sampleRate, audio.channelCount)
        }
    }

    /// When its first packet is heard, in nanoseconds.
    var beginning: Int64? { start }

    /// - Throws: ``FFmpegError`` without memory.
    mutating func take(_ read: consuming Packet) throws {
        var packet = read
        if start == nil { start = packet.presentationTime }
        // Gaps have no loudness.
        (packet.presentationTime, packet.decodingTime) = (nil, nil)
        try decoder.decode(packet, into: &buffer)
        measure()
    }

    private mutating func measure() {
        while buffer.count >= SoundHop.length {
            var energy = 0.0
            buffer.take(SoundHop.length) { left, right in
                for index in left.indices {
                    energy += Double(left[index] * left[index] + right[index] * right[index])
                }
                leveller.process(&left, &right)
            }
            statistics.add(
                shortTerm: leveller.levels?.shortTerm,
                level: decibels(ofAmplitude: (energy / Double(2 * SoundHop.length)).squareRoot()))
        }
    }

    /// What was measured.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    consuming func finish() throws -> SoundFacts {
        try decoder.finish(into: &buffer)
        // Up to the end of the last hop, and until all of it has come out.
        buffer.appendSilence(max(0, SoundHop.length - buffer.count % SoundHop.length))
        measure()
        var facts = facts
        facts.integrated = leveller.levels?.integrated
        facts.truePeak = leveller.levels?.truePeak
        (facts.isClipped, facts.isOneChannel) = (leveller.hasClipped, leveller.wasMadeMono)
        facts.heard = Double(leveller.heardHops) / 10
        (facts.shortTerm, facts.range) = (statistics.highestShortTerm, statistics.range)
        (facts.floor, facts.silence) = (statistics.floor, statistics.silence)
        facts.damagedPackets = diagnostics.damage.packets
        return facts
    }
}
