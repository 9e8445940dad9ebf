/// What tells a series of a family from the others: names and values, in the names' order.
struct Labels: Hashable, Sendable {
    private let text: String

    /// - Parameter dimensions: As swift-metrics has them. Of two with one name the last counts.
    init(_ dimensions: [(String, String)]) {
        var values: [String: String] = [:]
        for (name, value) in dimensions.suffix(Self.limit) {
            values[TextFormat.name(name, mayHaveColons: false)] = String(
                String.UnicodeScalarView(value.unicodeScalars.prefix(Self.valueLimit)))
        }
        text = values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(TextFormat.escaped($0.value))\"" }
            .joined(separator: ",")
    }

    private init(text: String) { self.text = text }

    /// Of one series.
    private static let limit = 10
    /// In code points.
    private static let valueLimit = 128

    /// With another one behind.
    func adding(_ name: String, _ value: String) -> Labels {
        Labels(text: (text.isEmpty ? "" : text + ",") + "\(name)=\"\(value)\"")
    }
}

extension Labels: CustomStringConvertible {
    /// As it stands behind a series' name, e.g. `{queue="disk"}`; nothing without labels.
    var description: String { text.isEmpty ? "" : "{\(text)}" }
}

extension Labels: Comparable {
    static func < (left: Labels, right: Labels) -> Bool { left.text < right.text }
}
