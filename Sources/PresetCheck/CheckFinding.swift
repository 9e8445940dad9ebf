/// Something that is wrong with a preset, or might be.
public struct CheckFinding: Hashable, Sendable {
    public enum Severity: String, CaseIterable, Sendable, Encodable {
        /// Viewers would see it: the preset isn't fit to go on air.
        case error
        /// Whether it matters depends on where and how the preset is used.
        case warning
    }

    /// What it breaks.
    public enum Rule: String, CaseIterable, Sendable, Encodable {
        /// The file: keys, values, fonts, pictures.
        case preset
        /// Layers that can't be drawn.
        case layout
        /// Letters that no font here has.
        case letters
        /// WCAG 2, 1.4.3.
        case contrast
        /// Layers on top of each other.
        case overlap
        /// The preset's own safe area, and the canvas.
        case safeArea = "safe-area"
        /// What apps cover.
        case app
    }

    public let severity: Severity
    public let rule: Rule
    /// As the caller named it, or the file that the preset extends.
    public let file: String
    /// From 1; `nil` for the file as a whole.
    public let line, column: Int?
    /// The layers it is about, by name.
    public let layers: [String]
    /// One sentence, without a full stop.
    public let message: String
}

extension CheckFinding: CustomStringConvertible {
    /// As compilers write it: `presets/x.yaml:12:7: error: …`.
    public var description: String {
        let place = [file, line.map { "\($0)" }, column.map { "\($0)" }].compactMap(\.self).joined(separator: ":")
        return "\(place): \(severity.rawValue): \(message)"
    }
}

extension CheckFinding: Encodable {}
