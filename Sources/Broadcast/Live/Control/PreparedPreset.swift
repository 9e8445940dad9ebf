import Overlay
public import Show
import Synchronization

/// A preset that could go on air at once: its fonts are there, and its sprites are made.
public struct PreparedPreset: Sendable {
    let builder: SceneBuilder
    let isDraft: Bool
    /// With the broadcast's own canvas and latency.
    public var preset: Preset { builder.preset }
}

/// What became of a preset that was to be made ready.
public enum PresetPreparation: Sendable {
    case ready(PreparedPreset)
    case refused(PresetChangeResult.Refusal)
}

/// The scene builder of the scenes on air: the next one takes over what hasn't changed. Any thread.
final class CurrentSceneBuilder: Sendable {
    private let builder = Mutex<SceneBuilder?>(nil)

    var current: SceneBuilder? {
        get { builder.withLock { $0 } }
        set { builder.withLock { $0 = newValue } }
    }
}
