import FFmpegKit
import Foundation
import HLS
import Loudness
import MediaModel
import Show

/// Listens to all of a file before it is rendered, and says what it is to be raised by: one gain from its first sample to its last.
struct SoundSurvey {
    /// What comes of it.
    struct Result: Sendable {
        let setting: SoundLeveller.Setting
        /// The channel that has all the sound; `nil` for none.
        let lone: SoundLeveller.Channel?
        /// What the programme's sound will measure; `nil` if there is nothing to hear.
        let declared: LoudnessBox?
    }

    private let path: String
    private let preset: SoundPreset
    /// In samples.
    private let limit: Int
    private let context: RenderContext
    private let bed: RenderedBed?

    /// Less than 2 s of somebody to hear, in hops: a room, which is left as it is.
    private static let leastHeard = 20
    /// The limiter takes some of what the gain adds. After so many goes the rest stays.
    private static let patience = 3
    /// In LU. Nobody hears it, and less needs no other go.
    private static let tolerance = 0.1
    /// - Parameters:
    ///   - limit: So much is rendered at most; `nil`: all.
    ///   - bed: What is heard under the file's sound; `nil` for nothing.
    init(_ path: String, preset: SoundPreset, limit: MediaTime?, bed: RenderedBed? = nil, context: RenderContext) {
        (self.path, self.preset, self.bed, self.context) = (path, preset, bed, context)
        self.limit = limit.map { Int($0.ticks(timescale: 48_000, rounding: .up)) } ?? .max
    }

    /// - Returns: `nil` if nobody needs more of the file.
    /// - Throws: ``JobError`` or ``FFmpegError`` if the file can't be read.
    func run() throws -> Result? {
        guard let loudness = preset.loudness, preset.gain == .auto else {
            guard var heard = try listen(preset.setting) else { return nil }
            if let lone = heard.loneChannel {
                guard let again = try listen(preset.setting, lone: lone) else { return nil }
                heard = again
            }
            say(heard, of: heard)
            return try result(preset.setting, heard)
        }
        guard let source = try listen(.init(.fixed(0), ceiling: nil)) else { return nil }
        guard let before = source.levels?.integrated, source.heardHops >= Self.leastHeard else {
            context.diagnostics.log("nobody is heard for long enough to measure; the sound's level stays as it is")
            return try result(.init(.fixed(0), ceiling: preset.ceiling), source)
        }
        var (gain, heard) = (0.0, source)
        var missing = loudness - before
        for _ in 0...Self.patience {
            let wanted = min(SoundLeveller.gains.upperBound, max(SoundLeveller.gains.lowerBound, gain + missing))
            guard wanted != gain else { break }
            gain = wanted
            guard let next = try listen(.init(.fixed(gain), ceiling: preset.ceiling), lone: source.loneChannel)
            else { return nil }
            heard = next
            missing = loudness - (heard.levels?.integrated ?? loudness)
            if abs(missing) <= Self.tolerance { break }
        }
        say(source, of: heard)
        if abs(missing) > 0.5, let after = heard.levels?.integrated {
            context.diagnostics.warn(
                "the sound comes to \(Self.words(after)) LUFS, not \(Self.words(loudness)): its loud and quiet parts lie too far "
                    + "apart for one gain of at most 20 dB")
        }
        return try result(.init(.fixed(gain), ceiling: preset.ceiling), heard)
    }

    /// The gain is the voice's. What the tracks say of their loudness is that of all that is heard.
    private func result(_ setting: SoundLeveller.Setting, _ voice: SoundLeveller) throws -> Result? {
        var heard = voice
        if let bed {
            guard let whole = try listen(setting, lone: voice.loneChannel, over: bed) else { return nil }
            heard = whole
        }
        guard let levels = heard.levels, let loudness = levels.integrated, let peak = levels.truePeak else {
            return Result(setting: setting, lone: voice.loneChannel, declared: nil)
        }
        return Result(
            setting: setting, lone: voice.loneChannel,
            declared: LoudnessBox(loudness: loudness, truePeak: peak, reliability: .measured))
    }

    private func say(_ source: SoundLeveller, of heard: SoundLeveller) {
        if source.hasClipped { context.diagnostics.warnOnce("clipped sound", SoundWords.clipped) }
        if source.wasMadeMono { context.diagnostics.warnOnce("one channel", SoundWords.oneChannel) }
        guard let levels = heard.levels, let loudness = levels.integrated, let peak = levels.truePeak else { return }
        let before = source.levels?.integrated.map { "the file's \(Self.words($0)) LUFS, " } ?? ""
        context.diagnostics.log(
            "sound: \(before)\(levels.gain < 0 ? "lowered" : "raised") by \(Self.words(abs(levels.gain))) dB: "
                + "\(Self.words(loudness)) LUFS, peaks of \(Self.words(peak)) dBTP")
    }

    private static func words(_ number: Double) -> String { String(format: "%.1f", number) }

    // MARK: - One go

    /// What a leveller has measured when the file is over; `nil` if it was stopped.
    ///
    /// - Parameters:
    ///   - lone: The channel that is known to have all the sound; `nil`: it shows.
    ///   - bed: `nil` for the voice alone.
    private func listen(
        _ setting: SoundLeveller.Setting, lone: SoundLeveller.Channel? = nil, over bed: RenderedBed? = nil
    ) throws -> SoundLeveller? {
        var bed: (any BedSupply)? = bed
        var source = try FileSource(path: path, interrupt: context.stopReading)
        var leveller = SoundLeveller(setting, lone: lone)
        guard let track = source.audio else { return leveller }
        source.container.select([track])
        // The programme tells of damage when it comes to it.
        var decoder = SoundDecoder(diagnostics: .silent)
        try decoder.open(source.container.makeParameters(of: track))
        var buffer = SoundBuffer()
        var heard = 0
        while heard < limit, let packet = source.container.readUntimed() {
            try decoder.decode(packet, into: &buffer)
            while buffer.count >= AudioEncoder.samplesPerPacket { heard += hear(&buffer, &leveller, &bed) }
        }
        guard !context.stopReading.isRequested else { return nil }
        try decoder.finish(into: &buffer)
        // Up to the end of a hop, and until the last of it has come out.
        buffer.appendSilence(SoundHop.length + SoundLeveller.delay)
        while heard < limit, buffer.count >= AudioEncoder.samplesPerPacket { heard += hear(&buffer, &leveller, &bed) }
        return leveller
    }

    private func hear(
        _ buffer: inout SoundBuffer, _ leveller: inout SoundLeveller, _ bed: inout (any BedSupply)?
    ) -> Int {
        buffer.take(AudioEncoder.samplesPerPacket) { left, right in leveller.process(&left, &right, over: &bed) }
        return AudioEncoder.samplesPerPacket
    }
}
