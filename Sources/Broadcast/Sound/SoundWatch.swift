import Loudness

/// Tells how a broadcast's sound is, and what somebody at its source should do something about. Belongs to the sound's thread.
struct SoundWatch: Sendable {
    /// In hops: 10 s.
    private static let longestSilence = 100
    /// Fewer pictures in that time aren't moving ones.
    private static let fewestPictures = 50

    private let context: BroadcastContext
    private let controls: SourceControls
    private var wasMeasured = false
    /// Decoded before the silence began, or was looked at last.
    private var picturesBefore = 0

    init(_ controls: SourceControls, context: BroadcastContext) {
        (self.controls, self.context) = (controls, context)
    }

    /// Takes what is known after one more hop.
    mutating func note(_ sound: SoundLeveller) {
        let levels = sound.levels
        guard levels != nil || wasMeasured else { return }
        wasMeasured = levels != nil
        context.status.set(\.sound, levels)
        guard levels != nil else { return }
        if sound.hasClipped { context.diagnostics.warnOnce("clipped sound", SoundWords.clipped) }
        if sound.isMadeMono { context.diagnostics.warnOnce("one channel", SoundWords.oneChannel) }
        noteSilence(sound.silentHops)
    }

    private mutating func noteSilence(_ hops: Int) {
        guard hops.isMultiple(of: Self.longestSilence) else { return }
        let status = context.status.snapshot
        defer { picturesBefore = status.pictures }
        guard hops > 0, status.pictures - picturesBefore >= Self.fewestPictures, !controls.settings.isCut else {
            return
        }
        context.diagnostics.warnOnce(
            "silent source", "the source has been silent for 10 s while its pictures move: is its microphone muted?")
    }
}

/// What is said of a source's sound, in a broadcast and in a render.
enum SoundWords {
    static let clipped =
        "the source's sound arrives clipped, which no gain mends: turn down the level of its encoder or microphone"
    static let oneChannel = "the source's sound is in one channel alone: both play it"
}
