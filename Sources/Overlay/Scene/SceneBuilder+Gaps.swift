public import Show
public import Typeset

/// Letters that no font here has.
extension SceneBuilder {
    /// What couldn't be drawn since this was asked last, by this maker or one that it took over from.
    public func takeGaps() -> GlyphGaps { factory.withTypesetter { typesetter in typesetter.takeGaps() } }

    /// What of an event's texts can't be drawn in the layers that will show them.
    public func gaps(in event: ShowEvent) -> GlyphGaps {
        var gaps = GlyphGaps()
        let formatter = PriceFormatter(locale: factory.locale)
        for writing in event.action.allWriting {
            let texts = writing.texts.map { text in
                switch text {
                case .words(let words): [TextRun(PlainText(words.text(in: factory.locale), limit: 500))]
                case .amount(let amount, let currency): PriceTagContent.runs(amount, currency: currency, formatter)
                }
            }
            gaps.add(self.gaps(writing.layer, texts))
        }
        return gaps
    }

    private func gaps(_ type: LayerType, _ texts: [[TextRun]]) -> GlyphGaps {
        var gaps = GlyphGaps()
        let names = Set(preset.layers.filter { $0.type == type }.map(\.box.style.face))
        for face in names.sorted().compactMap({ try? factory.face(named: $0) }) {
            for text in texts { gaps.add(factory.withTypesetter { $0.gaps(in: text, face: face) }) }
        }
        return gaps
    }
}
