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
    case auction(AuctionLayer)
    case nameplate(NameplateLayer)
    case recap(RecapLayer)
    case stamp(StampLayer)
    case captions(CaptionsLayer)
    case image(ImageLayer)
    case text(TextLayer)
    case clock(ClockLayer)
    case slate(SlateLayer)
}

/// The type of a layer, as presets name it.
public enum LayerType: String, CaseIterable, Sendable {
    case price, hearts, comment, poll, countdown, coupon, auction, nameplate, recap, stamp, captions, image, text,
        clock, slate

    /// All that there is to know of layers of this type.
    public var descriptor: any LayerDescriptor.Type {
        switch self {
        case .price: PriceLayer.self
        case .hearts: HeartsLayer.self
        case .comment: CommentLayer.self
        case .poll: PollLayer.self
        case .countdown: CountdownLayer.self
        case .coupon: CouponLayer.self
        case .auction: AuctionLayer.self
        case .nameplate: NameplateLayer.self
        case .recap: RecapLayer.self
        case .stamp: StampLayer.self
        case .captions: CaptionsLayer.self
        case .image: ImageLayer.self
        case .text: TextLayer.self
        case .clock: ClockLayer.self
        case .slate: SlateLayer.self
        }
    }
}

extension Layer {
    /// The layer's type, and the layer without its name.
    private var parts: (type: LayerType, layer: any LayerDescriptor) {
        switch self {
        case .price(let layer): (.price, layer)
        case .hearts(let layer): (.hearts, layer)
        case .comment(let layer): (.comment, layer)
        case .poll(let layer): (.poll, layer)
        case .countdown(let layer): (.countdown, layer)
        case .coupon(let layer): (.coupon, layer)
        case .auction(let layer): (.auction, layer)
        case .nameplate(let layer): (.nameplate, layer)
        case .recap(let layer): (.recap, layer)
        case .stamp(let layer): (.stamp, layer)
        case .captions(let layer): (.captions, layer)
        case .image(let layer): (.image, layer)
        case .text(let layer): (.text, layer)
        case .clock(let layer): (.clock, layer)
        case .slate(let layer): (.slate, layer)
        }
    }

    public var type: LayerType { parts.type }

    /// The layer without its type's name.
    public var descriptor: any LayerDescriptor { parts.layer }

    /// What it has in common with layers of all types.
    public var box: LayerBox {
        get { descriptor.box }
        set {
            var layer = descriptor
            layer.box = newValue
            self = layer.layer
        }
    }
}
