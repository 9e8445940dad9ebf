import HLS
import Loudness
import MediaModel
import Show

/// What a render does with its file's sound: one gain, a bed, or nothing.
struct RenderedSound {
    private let options: RenderOptions
    private let hasSound: Bool
    private let context: RenderContext

    /// - Parameter hasSound: Whether the file has any.
    init(_ options: RenderOptions, hasSound: Bool, context: RenderContext) {
        (self.options, self.hasSound, self.context) = (options, hasSound, context)
    }

    /// Listens to the file, and loads the bed. Blocks.
    ///
    /// - Returns: What the sound goes through, and what its tracks say of its loudness.
    /// - Throws: ``JobError`` or ``FFmpegError`` if the file can't be read.
    func prepare() throws -> (processors: [any SoundProcessor], declared: LoudnessBox?) {
        guard let preset = options.preset.sound, !preset.isUntouched else { return ([], nil) }
        let bed = makeBed(preset)
        guard hasSound else {
            guard let bed else { return ([], nil) }
            return ([SoundLevelling({ .init(.fixed(0), ceiling: preset.ceiling) }, bed: bed)], nil)
        }
        let survey = SoundSurvey(
            options.input, preset: preset, limit: options.maximumDuration, bed: bed, context: context)
        guard let heard = try survey.run() else { return ([], nil) }
        return ([SoundLevelling({ heard.setting }, lone: heard.lone, bed: bed)], heard.declared)
    }

    /// - Returns: `nil` if there is nothing to play: why is said.
    private func makeBed(_ preset: SoundPreset) -> RenderedBed? {
        guard let bed = preset.bed,
            let music = BedFile(interrupt: context.stopReading, diagnostics: context.diagnostics).load(bed)
        else { return nil }
        let start = WallTime(microseconds: options.start.millisecondsSince1970 * 1_000)
        return RenderedBed(
            preset, music, timeline: options.timeline, reducer: ShowReducer(preset: options.preset, start: start))
    }
}
