import Show

/// The type of a layer as presets name it, and how its keys are read. A new layer is a case here and a reader.
private enum LayerType: String, CaseIterable {
    case price, hearts

    func read(_ field: Field) -> Layer? {
        switch self {
        case .price: field.priceLayer().map(Layer.price)
        case .hearts: field.heartsLayer().map(Layer.hearts)
        }
    }
}

extension Field {
    /// The preset's layers, from back to front.
    func layers() -> [Layer]? {
        list(of: 0...32, "layers")?.compactMap { $0.layer() }
    }

    private func layer() -> Layer? {
        let names = LayerType.allCases.map(\.rawValue)
        guard let (name, place, value) = singlePair() else {
            return mismatch(expected: "a map with one key, the layer's type: \(names.joined(separator: ", "))")
        }
        guard let type = LayerType(rawValue: name) else {
            problems.report(place, path, "unknown layer type \(quoted(name)); \(suggestion(for: name, among: names))")
            return nil
        }
        return type.read(value)
    }
}
