public import MediaModel

/// How a show looks and is encoded: everything that doesn't change with its events.
///
/// Read from YAML by the Presets target; this is the value that all others read.
public struct Preset: Hashable, Sendable {
    public var name: String
    public var canvas: CanvasPreset
    public var reframe: ReframePreset
    /// `nil`: the source's sound is heard as it is.
    public var sound: SoundPreset?
    /// `nil`: there are no subtitle tracks.
    public var captions: CaptionsPreset?
    /// `nil`: `normal` for files, `low` for broadcasts.
    public var latency: LatencyMode?
    public var ladder: LadderPreset
    /// A BCP 47 tag such as `ja-JP`: how amounts and dates are written.
    public var locale: String
    /// Where the show's instants are written for, as in the tz database.
    public var timeZone = "Asia/Tokyo"
    /// What layers write by themselves; at first the locale's own.
    public var words: Wording
    /// Words that comments are shown without; upper and lower case, and full and half width, are alike.
    public var maskedWords: [String] = []
    /// What the viewers' apps leave free: layers keep inside unless they say otherwise.
    public var safeArea = SafeArea.none
    /// From back to front. No two have the same name.
    public var layers: [Layer]

    public init(
        name: String = "untitled", canvas: CanvasPreset = CanvasPreset(), reframe: ReframePreset = ReframePreset(),
        latency: LatencyMode? = nil, ladder: LadderPreset = .automatic, locale: String = "ja-JP", layers: [Layer] = []
    ) {
        self.name = name
        self.canvas = canvas
        self.reframe = reframe
        self.latency = latency
        self.ladder = ladder
        self.locale = locale
        words = .standard(locale: locale)
        self.layers = layers
    }
}

extension Preset {
    /// The rungs of a canvas of this size, from the largest to the smallest.
    public func rungs(on canvas: PixelSize) -> [Rung] {
        switch ladder {
        case .automatic: Ladder.automatic(canvas: canvas, frameRate: self.canvas.frameRate)
        case .rungs(let listed): listed
        }
    }

    /// The smallest picture that is made of a canvas of this size.
    public func smallestRung(on canvas: PixelSize) -> PixelSize {
        rungs(on: canvas).map(\.size).min { $0.width < $1.width } ?? canvas
    }
}

/// The picture that the overlays are drawn on, and its rate.
public struct CanvasPreset: Hashable, Sendable {
    /// `nil`: chosen by the source's size.
    public var size: PixelSize?
    public var frameRate: FrameRate

    public init(size: PixelSize? = nil, frameRate: FrameRate = .fps30) {
        (self.size, self.frameRate) = (size, frameRate)
    }
}

/// The renditions to encode.
public enum LadderPreset: Hashable, Sendable {
    /// Two or three rungs by the canvas' size.
    case automatic
    /// From the largest to the smallest; the first has the canvas' size.
    case rungs([Rung])
}
