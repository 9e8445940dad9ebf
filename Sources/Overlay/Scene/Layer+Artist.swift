import Show

extension Layer {
    /// The artist that prepares layers of this type.
    func makeArtist(number: Int, in workshop: Workshop) throws(OverlayError) -> (any LayerArtist)? {
        switch self {
        case .price(let layer): try PriceArtist(layer, number: number, in: workshop)
        case .hearts(let layer): try HeartsArtist(layer, number: number, in: workshop)
        case .comment, .countdown, .nameplate, .recap, .text, .clock: nil
        case .poll, .coupon, .stamp, .image, .slate: nil
        }
    }
}
