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
        let descriptor = type.descriptor
        // A picture alone has none.
        guard let style, !descriptor.unusedBoxKeys.contains("style") else { return value.layer(descriptor) }
        let styled = value.value.with("style", under: style)
        return Field(value: styled, path: value.path, problems: problems).layer(descriptor)
    }
}
