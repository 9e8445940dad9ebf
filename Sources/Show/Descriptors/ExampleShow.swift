public import Captions
public import MediaModel

/// A show in which layers have something to show: what presets are judged by, with texts as they are, or as long as they get.
public struct ExampleShow: Sendable {
    public let isJapanese: Bool
    /// The preset's; `nil` where nobody knows its locale.
    public let language: LanguageTag?
    /// Whether it is what the longest texts make of a show, as against what most shows are like.
    public let isLong: Bool
    public let frameRate: FrameRate
    /// The products' picture, in the show's folder; `nil` for none.
    public let photo: String?
    public var state = ShowState()
    /// The texts that were handed out.
    public private(set) var texts: Set<String> = []

    /// When everything stands: no animation lasts as long.
    public static let tick = 10_000

    private init(locale: String, isLong: Bool, frameRate: FrameRate, photo: String?) {
        isJapanese = locale.hasPrefix("ja")
        language = try? LanguageTag(locale)
        (self.isLong, self.frameRate, self.photo) = (isLong, frameRate, photo)
        state.start = WallTime(rfc3339: "2026-12-31T22:58:58+09:00")
    }

    /// A show with an example for each of the preset's layers.
    ///
    /// - Parameter photo: The products' picture; `nil` for none.
    public init(for preset: Preset, isLong: Bool, photo: String? = nil) {
        self.init(locale: preset.locale, isLong: isLong, frameRate: preset.canvas.frameRate, photo: photo)
        for layer in preset.layers { layer.descriptor.addExample(to: &self) }
    }

    /// A show with an example for each type of layer.
    static func ofAllTypes(isJapanese: Bool = false, isLong: Bool) -> ExampleShow {
        var show = ExampleShow(locale: isJapanese ? "ja" : "en", isLong: isLong, frameRate: .fps30, photo: nil)
        func add<Kind: LayerDescriptor>(_ type: Kind.Type) { Kind.standard.addExample(to: &show) }
        for type in LayerType.allCases { add(type.descriptor) }
        // No preset is judged by its slate, which covers all others.
        show.state.slate = Timed(current: SlateRun(slate: Slate(.backSoon)))
        return show
    }

    /// All texts of all examples.
    public static let allTexts: Set<String> = [true, false].reduce(into: []) { texts, isJapanese in
        for isLong in [false, true] { texts.formUnion(ofAllTypes(isJapanese: isJapanese, isLong: isLong).texts) }
    }

    /// The text of the show's language and length.
    public mutating func text(_ japanese: String, _ english: String, long: (String, String)) -> String {
        let text = isJapanese ? (isLong ? long.0 : japanese) : (isLong ? long.1 : english)
        texts.insert(text)
        return text
    }

    /// A text in one of both languages, whichever the show is in.
    public mutating func text(isJapanese: Bool, _ japanese: String, _ english: String) -> String {
        let text = isJapanese ? japanese : english
        texts.insert(text)
        return text
    }

    /// The texts of the show's language and length.
    public mutating func texts(_ japanese: [String], _ english: [String], long: ([String], [String])) -> [String] {
        let chosen = isJapanese ? (isLong ? long.0 : japanese) : (isLong ? long.1 : english)
        texts.formUnion(chosen)
        return chosen
    }
}
