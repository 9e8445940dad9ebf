public import MediaModel

/// A stretch of a show in which a product was on screen: from when it came until another took its place, or it left.
public struct ProductOffer: Hashable, Sendable {
    /// As it was when it came.
    public let product: Product
    /// Media time.
    public let start: MediaTime
    /// `nil` for one that stays to the end.
    public let end: MediaTime?

    public init(product: Product, start: MediaTime, end: MediaTime?) {
        (self.product, self.start, self.end) = (product, start, end)
    }
}

extension EventTimeline {
    /// What is on sale when, in order; none reaches into the next. It goes by the show's own rules, as a poll, a countdown or an undoing may
    /// bring a product on screen too; of products in turn, which are shown together, the first stands for all.
    public var productOffers: [ProductOffer] {
        let (timeline, rate) = (ofOffers, FrameRate.fps60)
        let end = (timeline.events.last?.tick(at: rate) ?? 0) + 3_600 * rate.framesPerSecond
        var offers: [ProductOffer] = []
        var current: (product: Product, start: MediaTime)?
        for change in ShowChanges(of: timeline, reducer: ShowReducer(frameRate: rate, layers: []), end: end) {
            let shown = change.state.price.products.first ?? change.state.price.current
            guard shown?.id != current?.product.id else {
                if let shown, let begun = current?.start { current = (shown, begun) }
                continue
            }
            let time = rate.time(ofTick: change.tick)
            if let current { offers.append(ProductOffer(product: current.product, start: current.start, end: time)) }
            current = shown.map { ($0, time) }
        }
        if let current { offers.append(ProductOffer(product: current.product, start: current.start, end: nil)) }
        return offers
    }
}
