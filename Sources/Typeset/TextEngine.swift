import CPango

/// The versions of the libraries that text is set with, as they run here: `1.50.12` and the like.
public struct TextEngine: Sendable {
    public let pango, cairo, harfBuzz: String

    /// Any thread.
    public init() {
        pango = String(cString: pango_version_string())
        cairo = String(cString: cairo_version_string())
        harfBuzz = String(cString: hb_version_string())
    }
}
