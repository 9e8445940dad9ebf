import Foundation

/// What a streamer should know of a source's sound, and do about it. Pure.
struct SoundRules {
    private let facts: SoundFacts?
    /// What a programme's loudness usually is, in LUFS, and how far a gain reaches, in dB.
    private static let (target, reach) = (-16.0, 20.0)
    /// In seconds: less of somebody isn't measured.
    private static let leastHeard = 2.0

    /// - Parameter facts: `nil` for a source without sound.
    init(_ facts: SoundFacts?) { self.facts = facts }

    var section: CheckupReport.Section {
        guard let facts else {
            return .init(
                title: "Sound",
                findings: [
                    .init(
                        key: "track", name: "track", state: .bad, detail: "there is none that can be played",
                        advice: "Switch the microphone on in the app or encoder that sends: viewers hear nothing.")
                ])
        }
        let findings = [track(facts), loudness(facts)] + details(facts)
        return .init(title: "Sound", findings: findings)
    }

    private func details(_ facts: SoundFacts) -> [CheckupReport.Finding] {
        guard facts.integrated != nil else { return [] }
        return [shortTerm(facts), range(facts), peak(facts), clipping(facts), floor(facts), silence(facts)]
            .compactMap(\.self) + [channels(facts), offset(facts), damage(facts)].compactMap(\.self)
    }

    private func track(_ facts: SoundFacts) -> CheckupReport.Finding {
        let channels =
            facts.channelCount == 1 ? "mono" : facts.channelCount == 2 ? "stereo" : "\(facts.channelCount) channels"
        let isNarrow = facts.rate < 32_000
        return .init(
            key: "track", name: "track", state: isNarrow ? .hint : .good, value: Double(facts.rate),
            detail: "\(facts.codec), \(facts.rate) Hz, \(channels)",
            advice: isNarrow
                ? "Set the encoder to 48000 Hz: at \(facts.rate) Hz voices sound as over a telephone." : nil)
    }

    private func loudness(_ facts: SoundFacts) -> CheckupReport.Finding {
        var finding = CheckupReport.Finding(
            key: "loudness", name: "loudness", state: .good, value: facts.integrated, detail: "")
        guard let loudness = facts.integrated else {
            (finding.state, finding.detail) = (.bad, "nothing is heard")
            finding.advice = "Is the microphone muted, or the wrong one chosen?"
            return finding
        }
        guard facts.heard >= Self.leastHeard else {
            finding.state = .hint
            finding.detail = "\(Spoken.tenths(loudness)) LUFS, and nobody is heard: a room, or hiss"
            finding.advice = "Is the microphone on? Look again while somebody speaks."
            return finding
        }
        let missing = Self.target - loudness
        finding.detail =
            "\(Spoken.tenths(loudness)) LUFS; shows are at \(Spoken.tenths(Self.target)), so the gain is \(Spoken.signed(missing)) dB"
        if missing > Self.reach {
            finding.state = .bad
            finding.advice =
                "Turn the microphone up by \(Spoken.tenths(missing - 6)) dB, or come closer: it is too quiet to be mended."
        } else if missing > 10 {
            finding.state = .hint
            finding.advice =
                "Turn the microphone up by some \(Spoken.tenths(missing - 4)) dB: the gain raises its hiss as well."
        } else if missing < -7 {
            finding.state = .hint
            finding.advice =
                "Turn the microphone or the encoder down by some \(Spoken.tenths(-missing)) dB: so loud it soon clips."
        }
        return finding
    }

    private func shortTerm(_ facts: SoundFacts) -> CheckupReport.Finding? {
        facts.shortTerm.map {
            .init(
                key: "shortTerm", name: "loudest 3 s", state: .good, value: $0, detail: "\(Spoken.tenths($0)) LUFS",
                advice: nil)
        }
    }

    private func range(_ facts: SoundFacts) -> CheckupReport.Finding? {
        facts.range.map { range in
            let isWide = range > 15
            return .init(
                key: "range", name: "loudness range", state: isWide ? .hint : .good, value: range,
                detail: "\(Spoken.tenths(range)) LU",
                advice: isWide
                    ? "Keep the same distance to the microphone: its loud and quiet parts lie far apart." : nil)
        }
    }

    private func peak(_ facts: SoundFacts) -> CheckupReport.Finding? {
        facts.truePeak.map { peak in
            let isHigh = peak > -1 && !facts.isClipped
            return .init(
                key: "truePeak", name: "true peak", state: isHigh ? .hint : .good, value: peak,
                detail: "\(Spoken.tenths(peak)) dBTP",
                advice: isHigh ? "Turn the level down by \(Spoken.tenths(peak + 6)) dB: a laugh would clip." : nil)
        }
    }

    private func clipping(_ facts: SoundFacts) -> CheckupReport.Finding {
        .init(
            key: "clipping", name: "clipping", state: facts.isClipped ? .bad : .good,
            value: nil, detail: facts.isClipped ? "it arrives clipped, which nothing mends" : "none",
            advice: facts.isClipped ? "Turn down the level at the microphone or in the encoder, not here." : nil)
    }

    private func floor(_ facts: SoundFacts) -> CheckupReport.Finding? {
        guard let floor = facts.floor, let loudness = facts.integrated else { return nil }
        let distance = loudness - floor
        let isHeard = facts.heard >= Self.leastHeard
        let isNoisy = distance < 20 && isHeard
        return .init(
            key: "noiseFloor", name: "noise floor", state: isNoisy ? .hint : .good, value: floor,
            detail: "\(Spoken.tenths(floor)) dBFS"
                + (isHeard ? ", \(Spoken.tenths(distance)) dB under what is heard" : ""),
            advice: isNoisy
                ? "Come closer to the microphone, or make the room quieter, unless that is music: it stands close under the voice."
                : nil)
    }

    private func silence(_ facts: SoundFacts) -> CheckupReport.Finding? {
        let isLong = facts.silence > 0.5
        return .init(
            key: "silence", name: "silence", state: isLong ? .hint : .good, value: facts.silence,
            detail: "\(Spoken.percent(facts.silence)) of the time",
            advice: isLong ? "Is a microphone switched off now and again, or a noise gate set too high?" : nil)
    }

    private func channels(_ facts: SoundFacts) -> CheckupReport.Finding? {
        if facts.isOneChannel {
            return .init(
                key: "channels", name: "channels", state: .hint, value: nil,
                detail: "one of two has all the sound; a show plays it on both",
                advice: "Set the microphone to mono in the encoder.")
        }
        return nil
    }

    private func offset(_ facts: SoundFacts) -> CheckupReport.Finding? {
        facts.offset.map { offset in
            let isFar = abs(offset) > 0.5
            let side = offset < 0 ? "before" : "after"
            return .init(
                key: "offset", name: "beginning", state: isFar ? .hint : .good, value: offset,
                detail: "\(Spoken.milliseconds(abs(offset))) \(side) the pictures'",
                advice: isFar
                    ? "Clap once before the camera: if hand and sound part, --audio-delay moves the sound." : nil)
        }
    }

    private func damage(_ facts: SoundFacts) -> CheckupReport.Finding? {
        facts.damagedPackets == 0
            ? nil
            : .init(
                key: "damagedSound", name: "damage", state: .hint, value: Double(facts.damagedPackets),
                detail: "\(facts.damagedPackets) packets can't be decoded",
                advice: "Copy the file anew, or send over a line that loses nothing.")
    }
}
