import Show

extension Layer {
    /// The artist that prepares layers of this type.
    func makeArtist(number: Int, in workshop: Workshop) throws(OverlayError) -> (any LayerArtist)? {
        switch self {
        case .price(let layer): try PriceArtist(layer, number: number, in: workshop)
        case .hearts(let layer): try HeartsArtist(layer, number: number, in: workshop)
        case .poll(let layer): try PollArtist(layer, number: number, in: workshop)
        case .coupon(let layer): try CouponArtist(layer, number: number, in: workshop)
        case .stamp(let layer): try StampArtist(layer, number: number, in: workshop)
        case .image(let layer): try ImageArtist(layer, number: number, in: workshop)
        case .slate(let layer): try SlateArtist(layer, number: number, in: workshop)
        case .comment(let layer): try CommentArtist(layer, number: number, in: workshop)
        case .countdown(let layer): try CountdownArtist(layer, number: number, in: workshop)
        case .nameplate(let layer): try NameplateArtist(layer, number: number, in: workshop)
        case .recap(let layer): try RecapArtist(layer, number: number, in: workshop)
        case .text(let layer): try TextArtist(layer, number: number, in: workshop)
        case .clock(let layer): try ClockArtist(layer, number: number, in: workshop)
        }
    }
}
