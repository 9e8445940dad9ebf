import Show

extension ShowEvent {
    /// What its `type` says.
    var typeName: String {
        switch action {
        case .price: "price"
        case .hearts: "hearts"
        case .comment: "comment"
        case .poll: "poll"
        case .countdown: "countdown"
        case .coupon: "coupon"
        case .auction: "auction"
        case .nameplate: "nameplate"
        case .recap: "recap"
        case .stamp: "stamp"
        case .caption: "caption"
        case .focus: "focus"
        case .bed: "bed"
        case .layer: "layer"
        case .slate: "slate"
        case .clear: "clear"
        case .undo: "undo"
        }
    }
}
