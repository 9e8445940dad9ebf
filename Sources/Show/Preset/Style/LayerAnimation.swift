public import MediaModel

/// How something comes, goes or is replaced.
public struct LayerAnimation: Hashable, Sendable {
    /// Slides are named after the edge that they come from or leave by.
    public enum Kind: String, CaseIterable, Sendable {
        case none, fade
        case slideLeft = "slide-left"
        case slideRight = "slide-right"
        case slideUp = "slide-up"
        case slideDown = "slide-down"
    }

    /// How the way is divided over the time.
    public enum Easing: String, CaseIterable, Sendable {
        case linear
        /// Slow at first.
        case easeIn = "ease-in"
        /// Slow towards the end.
        case easeOut = "ease-out"
        /// Slow at both ends.
        case easeInOut = "ease-in-out"
        /// A little beyond the place, then back to it.
        case back
    }

    public var kind: Kind
    /// At most 10 s.
    public var duration: MediaTime
    public var easing: Easing

    public init(kind: Kind, duration: MediaTime, easing: Easing = .easeOut) {
        (self.kind, self.duration, self.easing) = (kind, duration, easing)
    }
}

extension PresetKeys {
    mutating func animation(_ key: String, _ value: inout LayerAnimation, _ about: String) {
        let standard = [
            value.kind.rawValue, PresetSchemaKeys.text(of: value.duration), value.easing.rawValue,
        ].joined(separator: ", ")
        map(key, &value, named: "animation", "\(about). Default: \(standard)") { keys, animation in
            keys.choice("animation", &animation.kind, "Slides are named after the edge that they come from or leave by")
            keys.duration("duration", &animation.duration, inMilliseconds: 0...10_000, "")
            keys.choice("easing", &animation.easing, "How the way is divided over the time")
        }
    }
}
