public import Show
public import Typeset

/// Letters that no font here has.
extension SceneBuilder {
    /// What couldn't be drawn since this was asked last, by this maker or one that it took over from.
    public func takeGaps() -> GlyphGaps { factory.withTypesetter { typesetter in typesetter.takeGaps() } }

    /// What of an event's texts can't be drawn in the layers that will show them.
    public func gaps(in event: ShowEvent) -> GlyphGaps { gaps(in: event.action) }

    private func gaps(in action: ShowEvent.Action) -> GlyphGaps {
        switch action {
        case .price(.show(let products, _)):
            let formatter = PriceFormatter(locale: factory.locale)
            return gaps(
                .price,
                products.flatMap { product in
                    [[TextRun(PlainText(product.name))]]
                        + [product.price, product.originalPrice].compactMap(\.self).map {
                            PriceTagContent.runs($0, currency: product.currency, formatter)
                        }
                })
        case .comment(.show(let comment, _)): return gaps(.comment, [comment.author, comment.text])
        case .poll(.open(let poll)):
            var gaps = gaps(.poll, [poll.question] + poll.options.map(\.text))
            for action in poll.onEnd + poll.options.flatMap(\.events) { gaps.add(self.gaps(in: action)) }
            for product in poll.options.compactMap(\.product) { gaps.add(self.gaps(in: .price(.show(product)))) }
            return gaps
        case .countdown(let countdown?):
            var gaps = gaps(.countdown, [countdown.label])
            for action in countdown.onZero { gaps.add(self.gaps(in: action)) }
            return gaps
        case .coupon(let coupon?): return gaps(.coupon, [coupon.code, coupon.condition])
        case .nameplate(let nameplate?): return gaps(.nameplate, [nameplate.name, nameplate.title])
        case .recap(.set(let recap)): return gaps(.recap, recap.lines)
        case .slate(let slate?): return gaps(.slate, [slate.text])
        default: return GlyphGaps()
        }
    }

    private func gaps(_ type: LayerType, _ texts: [String?]) -> GlyphGaps {
        gaps(type, texts.compactMap(\.self).map { [TextRun(PlainText($0, limit: 500))] })
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
