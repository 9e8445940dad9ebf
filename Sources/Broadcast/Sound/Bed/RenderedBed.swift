import Loudness
import MediaModel
import Show

/// The bed of a render, whose events are all known beforehand.
struct RenderedBed: BedSupply {
    private let preset: SoundPreset
    private let music: BedMusic
    private let frameRate: FrameRate
    /// Reduced once more, on the sound's thread, and no further than the sound has come: it knows nothing of how far pictures are.
    private var changes: ShowChanges
    private var state: BedState
    private var next: (step: Int, state: BedState)?

    init(_ preset: SoundPreset, _ music: BedMusic, timeline: EventTimeline, reducer: ShowReducer) {
        (self.preset, self.music, frameRate) = (preset, music, reducer.frameRate)
        changes = ShowChanges(of: timeline, reducer: reducer)
        state = reducer.state.bed
        takeNext()
    }

    private mutating func takeNext() {
        next = changes.next().map { (BedOrder.step(atOrAfter: frameRate.time(ofTick: $0.tick)), $0.state.bed) }
    }

    mutating func order(atStep step: Int) -> BedOrder? {
        while let change = next, change.step <= step {
            state = change.state
            takeNext()
        }
        return preset.order(state, music)
    }
}
