public import Captions
import MediaModel

/// What is said, to be read: two lines that roll up as words come.
public struct CaptionsLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "captions", anchor: .bottom, inset: Inset(horizontal: 4, vertical: 30), width: 92,
        change: LayerAnimation(kind: .slideDown, duration: .milliseconds(200)),
        style: LayerStyle(plate: .rgb(0, alpha: 0xb8), radius: 1.2, shadow: 0))

    public var box: LayerBox
    /// `nil` for the preset's.
    public var language: LanguageTag?
    /// The most lines at once; 1 to 3.
    public var lines: Int

    public init(box: LayerBox = Self.standardBox, language: LanguageTag? = nil, lines: Int = 2) {
        self.box = box
        self.language = language
        self.lines = lines
    }
}

extension CaptionsLayer {
    public static var standard: CaptionsLayer { CaptionsLayer() }
    public static var summary: String {
        "What is said, to be read with the sound off: captions of one language, two lines that roll up as words come. Words stay where they came, `change` says how lines roll."
    }
    public static var presence: LayerPresence { .momentary }
    public var layer: Layer { .captions(self) }

    public var textColors: [TextColors] { [.onPlate(scale: 1.35)] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.language("language", &language, "Whose captions; absent for the preset's own language")
        keys.integer("lines", &lines, in: 1...3, "The most at once")
    }

    public func addExample(to show: inout ExampleShow) {
        guard let language = language ?? show.language else { return }
        // In the layer's own language, whatever the rest of the show is written in.
        let isJapanese = "\(language)".hasPrefix("ja")
        let text =
            show.isLong
            ? show.text(
                isJapanese: isJapanese,
                "こちらの真空タンブラーは、氷を入れて一晩たっても、まだ溶けていないんです。本当にすごいですよね",
                "Put ice into this vacuum tumbler in the evening, and there is still some left in the morning: isn't that amazing?"
            )
            : show.text(isJapanese: isJapanese, "氷が一晩とけません", "Ice stays ice all night")
        let caption = Caption(
            id: "said-1", language: language, text: CaptionText(text), from: .zero, to: .seconds(86_400))
        show.state.captions = CaptionsState(
            shown: [
                ShownCaption(caption: caption, shownAt: 0, changedAt: 0, endsAt: 1_000_000)
            ])
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.objects("captions", show.captions.shown, named: "Caption", "Those on screen, of all languages.") {
            report, shown in
            report.text("id", shown.caption.id)
            report.text("language", "\(shown.caption.language)")
            report.text("text", shown.caption.text.plain)
        }
    }
}

extension LanguageTag {
    /// Whether captions in this language are for readers of another: it is the same, or one says it more exactly
    /// (`en` and `en-GB`; RFC 4647, section 3.3.1).
    public func suits(_ other: LanguageTag) -> Bool {
        let (own, asked) = ("\(self)", "\(other)")
        return own == asked || own.hasPrefix(asked + "-") || asked.hasPrefix(own + "-")
    }
}

extension Preset {
    /// The languages of captions that its layers draw.
    public var drawnCaptionLanguages: [LanguageTag] {
        layers.compactMap { layer in
            guard case .captions(let layer) = layer else { return nil }
            return layer.language ?? (try? LanguageTag(locale))
        }
    }
}
