import Show

extension Layer {
    /// The layer builder that prepares layers of this type.
    func makeBuilder(number: Int, in factory: SpriteFactory) throws(OverlayError) -> any LayerBuilder {
        switch self {
        case .price(let layer): try PriceLayerBuilder(layer, number: number, in: factory)
        case .hearts(let layer): try HeartsLayerBuilder(layer, number: number, in: factory)
        case .poll(let layer): try PollLayerBuilder(layer, number: number, in: factory)
        case .coupon(let layer): try CouponLayerBuilder(layer, number: number, in: factory)
        case .auction(let layer): try AuctionLayerBuilder(layer, number: number, in: factory)
        case .stamp(let layer): try StampLayerBuilder(layer, number: number, in: factory)
        case .captions(let layer): try CaptionsLayerBuilder(layer, number: number, in: factory)
        case .image(let layer): try ImageLayerBuilder(layer, number: number, in: factory)
        case .slate(let layer): try SlateLayerBuilder(layer, number: number, in: factory)
        case .comment(let layer): try CommentLayerBuilder(layer, number: number, in: factory)
        case .countdown(let layer): try CountdownLayerBuilder(layer, number: number, in: factory)
        case .nameplate(let layer): try NameplateLayerBuilder(layer, number: number, in: factory)
        case .recap(let layer): try RecapLayerBuilder(layer, number: number, in: factory)
        case .text(let layer): try TextLayerBuilder(layer, number: number, in: factory)
        case .clock(let layer): try ClockLayerBuilder(layer, number: number, in: factory)
        }
    }
}
