import Show

extension Field {
    /// The preset's layers, from back to front.
    ///
    /// - Parameter style: What layers' styles are where they don't say otherwise.
    func layers(style: YAMLValue?) -> [Layer]? {
        guard let fields = list(of: 0...32, "layers") else { return nil }
        var layers: [Layer] = []
        for field in fields {
            guard let layer = field.layer(style: style) else { continue }
            if layers.contains(where: { $0.box.name == layer.box.name }) {
                field.report("another layer is named \(quoted(layer.box.name)): give this one a name of its own")
            }
            layers.append(layer)
        }
        return layers
    }

    private func layer(style: YAMLValue?) -> Layer? {
        let names = LayerType.allCases.map(\.rawValue)
        guard let (name, place, value) = singlePair() else {
            return mismatch(expected: "a map with one key, the layer's type: \(names.joined(separator: ", "))")
        }
        guard let type = LayerType(rawValue: name) else {
            problems.report(place, path, "unknown layer type \(quoted(name)); \(suggestion(for: name, among: names))")
            return nil
        }
        // A stamp is a picture and has none.
        guard let style, type != .stamp else { return value.layer(of: type) }
        let styled = value.value.with("style", under: style)
        return Field(value: styled, path: value.path, problems: problems).layer(of: type)
    }

    private func layer(of type: LayerType) -> Layer? {
        switch type {
        case .price: priceLayer().map(Layer.price)
        case .hearts: heartsLayer().map(Layer.hearts)
        case .comment: commentLayer().map(Layer.comment)
        case .poll: pollLayer().map(Layer.poll)
        case .countdown: countdownLayer().map(Layer.countdown)
        case .coupon: couponLayer().map(Layer.coupon)
        case .nameplate: nameplateLayer().map(Layer.nameplate)
        case .recap: recapLayer().map(Layer.recap)
        case .stamp: stampLayer().map(Layer.stamp)
        case .image: imageLayer().map(Layer.image)
        case .text: textLayer().map(Layer.text)
        case .clock: clockLayer().map(Layer.clock)
        case .slate: slateLayer().map(Layer.slate)
        }
    }
}
