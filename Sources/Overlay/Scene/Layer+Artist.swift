import Show

extension Layer {
    /// The artist that prepares layers of this type.
    func makeArtist(number: Int, in workshop: Workshop) throws(OverlayError) -> (any LayerArtist)? {
        switch self {
        case .price(let layer): try PriceArtist(layer, number: number, in: workshop)
        case .hearts(let layer): try HeartsArtist(layer, number: number, in: workshop)
        case .comment, .countdown, .nameplate, .recap, .text, .clock: nil
        case .poll(let layer): try PollArtist(layer, number: number, in: workshop)
        case .coupon(let layer): try CouponArtist(layer, number: number, in: workshop)
        case .stamp(let layer): try StampArtist(layer, number: number, in: workshop)
        case .image(let layer): try ImageArtist(layer, number: number, in: workshop)
        case .slate(let layer): try SlateArtist(layer, number: number, in: workshop)
        }
    }
}
