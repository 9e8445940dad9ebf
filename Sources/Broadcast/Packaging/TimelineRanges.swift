import HLS
import MediaModel
import Show

/// The date ranges of a show whose events are all known beforehand: those that a broadcast of it would have had.
struct TimelineRanges: Sendable {
    let timeline: EventTimeline
    let preset: Preset
    /// Of the programme.
    let start: ProgramDateTime

    /// - Parameters:
    ///   - run: Part of their identifiers.
    ///   - end: How many ticks the show has: what changes by itself would go on without end.
    func ranges(run: String, until end: Int) -> [DateRange] {
        // A million hearts tell players of nothing.
        let timeline = timeline.ofOffers
        guard !timeline.events.isEmpty else { return [] }
        let rate = preset.canvas.frameRate
        let reducer = ShowReducer(
            preset: preset, start: WallTime(microseconds: start.millisecondsSince1970 * 1_000))
        var mapper = DateRangeMapper(frameRate: rate, language: preset.locale)
        var (shown, state): ([ShownRange], ShowState) = ([], reducer.state)
        for change in ShowChanges(of: timeline, reducer: reducer, end: end) {
            if let held = mapper.heldUntil, held < change.tick { shown += mapper.changes(to: state, atTick: held) }
            state = change.state
            shown += mapper.changes(to: state, atTick: change.tick)
        }
        if let held = mapper.heldUntil, held < end { shown += mapper.changes(to: state, atTick: held) }
        return shown.map { $0.dateRange(run: run, start: start, frameRate: rate) }
    }
}
