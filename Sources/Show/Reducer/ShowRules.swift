import Captions
import MediaModel

/// What the reducer knows of a preset.
struct ShowRules: Sendable {
    let frameRate: FrameRate
    /// When picture 0 was shown; `nil` if nobody said, and no absolute time can be used then.
    let start: WallTime?
    let layers: [Layer]
    let hearts: HeartAdmission?
    /// The icons that events may ask for; `nil` without a hearts layer, where all are as good.
    let icons: [String]?
    /// How long a poll's result stays, in ticks.
    let pollResult: Int
    /// How long a countdown's zero stays, in ticks.
    let countdownZero: Int
    let mask: WordMask
    /// Those that captions may be in.
    let captionLanguages: [LanguageTag]
    /// Those that layers draw captions of, with or without a subtitle track.
    var drawnLanguages: [LanguageTag] = []
    /// In the order of the preset.
    let slots: [Slot]

    /// A place that layers share, from back to front.
    struct Slot: Sendable {
        let name: String
        var layers: [Layer]
    }

    init(
        frameRate: FrameRate, start: WallTime?, layers: [Layer], maskedWords: [String],
        captionLanguages: [LanguageTag] = []
    ) {
        self.captionLanguages = captionLanguages
        self.frameRate = frameRate
        self.start = start
        self.layers = layers
        let heartsLayers = layers.compactMap { layer in
            if case .hearts(let hearts) = layer { hearts } else { nil as HeartsLayer? }
        }
        hearts = HeartAdmission(heartsLayers, frameRate: frameRate)
        icons =
            heartsLayers.isEmpty
            ? nil : HeartsLayer.Icon.allCases.map(\.rawValue) + heartsLayers.flatMap { $0.stamps.map(\.name) }
        // Layers of one type draw the same state, so the patient one decides.
        var times = (result: PollLayer().resultFor, zero: CountdownLayer().zeroFor)
        for case .poll(let layer) in layers { times.result = layer.resultFor }
        for case .countdown(let layer) in layers { times.zero = layer.zeroFor }
        pollResult = frameRate.tick(atOrAfter: times.result)
        countdownZero = frameRate.tick(atOrAfter: times.zero)
        mask = WordMask(maskedWords)
        var slots: [Slot] = []
        for layer in layers {
            guard let name = layer.box.slot else { continue }
            if let index = slots.firstIndex(where: { $0.name == name }) {
                slots[index].layers.append(layer)
            } else {
                slots.append(Slot(name: name, layers: [layer]))
            }
        }
        self.slots = slots
    }

    /// A duration in ticks; at least 1. A part of a tick counts as one.
    func ticks(_ duration: MediaTime) -> Int { max(1, frameRate.tick(atOrAfter: duration)) }

    /// The first tick at or after an instant; `nil` without the programme's start. Before the start it is negative.
    func tick(of instant: WallTime) -> Int? {
        start.map { frameRate.tick(atOrAfter: instant.mediaTime(startedAt: $0)) }
    }

    func type(ofLayer name: String) -> LayerType? { layers.first { $0.box.name == name }?.type }
}
