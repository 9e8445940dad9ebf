/// One kind of thing on the canvas, and how it looks.
///
/// Layers of one type show the same part of the ``ShowState``: two price layers show the same product in two places.
public enum Layer: Hashable, Sendable {
    case price(PriceLayer)
    case hearts(HeartsLayer)
    case comment(CommentLayer)
    case poll(PollLayer)
    case countdown(CountdownLayer)
    case coupon(CouponLayer)
    case nameplate(NameplateLayer)
    case recap(RecapLayer)
    case stamp(StampLayer)
    case image(ImageLayer)
    case text(TextLayer)
    case clock(ClockLayer)
    case slate(SlateLayer)
}

/// The type of a layer, as presets name it.
public enum LayerType: String, CaseIterable, Sendable {
    case price, hearts, comment, poll, countdown, coupon, nameplate, recap, stamp, image, text, clock, slate
}

/// What all types of layers have: a box.
public protocol BoxedLayer: Hashable, Sendable {
    /// The box of a layer of this type that says nothing about it.
    static var standardBox: LayerBox { get }
    var box: LayerBox { get set }
}

extension Layer {
    public var type: LayerType {
        switch self {
        case .price: .price
        case .hearts: .hearts
        case .comment: .comment
        case .poll: .poll
        case .countdown: .countdown
        case .coupon: .coupon
        case .nameplate: .nameplate
        case .recap: .recap
        case .stamp: .stamp
        case .image: .image
        case .text: .text
        case .clock: .clock
        case .slate: .slate
        }
    }

    /// What it has in common with layers of all types.
    public var box: LayerBox { boxed.box }

    /// The layer without its type's name.
    public var boxed: any BoxedLayer {
        switch self {
        case .price(let layer): layer
        case .hearts(let layer): layer
        case .comment(let layer): layer
        case .poll(let layer): layer
        case .countdown(let layer): layer
        case .coupon(let layer): layer
        case .nameplate(let layer): layer
        case .recap(let layer): layer
        case .stamp(let layer): layer
        case .image(let layer): layer
        case .text(let layer): layer
        case .clock(let layer): layer
        case .slate(let layer): layer
        }
    }
}
