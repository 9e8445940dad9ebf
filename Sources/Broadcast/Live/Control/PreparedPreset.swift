import Overlay
public import Show
import Synchronization

/// A preset that could go on air at once: its fonts are there, and its sprites are made.
public struct PreparedPreset: Sendable {
    let maker: SceneMaker
    let isDraft: Bool
    /// With the broadcast's own canvas and latency.
    public var preset: Preset { maker.preset }
}

/// What became of a preset that was to be made ready.
public enum PresetPreparation: Sendable {
    case ready(PreparedPreset)
    case refused(PresetAnswer.Refusal)
}

/// The maker of the scenes on air: the next one takes over what hasn't changed. Any thread.
final class MakerOnAir: Sendable {
    private let maker = Mutex<SceneMaker?>(nil)

    var current: SceneMaker? {
        get { maker.withLock { $0 } }
        set { maker.withLock { $0 = newValue } }
    }
}
