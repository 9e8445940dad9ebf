/// One typeface that is installed, e.g. BIZ UDPGothic in bold. Got from a ``FontCatalogue``.
public struct FontFace: Hashable, Sendable {
    /// The family as fontconfig names it, e.g. `BIZ UDPGothic`.
    public let family: String
    /// The style as fontconfig names it, e.g. `Bold`.
    public let style: String
    /// OpenType's: 400 is regular, 700 bold.
    let weight: Int
    let slant: Slant
    /// Percent of the normal width, as fontconfig has it.
    let width: Int

    enum Slant: Hashable, Sendable {
        case upright, italic, oblique
    }

    /// Family and style, e.g. `BIZ UDPGothic Bold`.
    public var name: String { "\(family) \(style)" }
}
