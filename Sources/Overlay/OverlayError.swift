/// Why overlays can't be drawn: what is wrong, and what to do about it.
public struct OverlayError: Error, Hashable, Sendable {
    public let code: Code
    /// One sentence or two.
    public let message: String

    /// A struct, not an enum: later layers have failures of their own.
    public struct Code: Hashable, Sendable {
        let name: String

        /// A font that the preset names isn't installed.
        public static let missingFont = Code(name: "missing font")
        /// A layer's numbers can't be drawn on this canvas.
        public static let unusableLayer = Code(name: "unusable layer")
        /// A picture that a preset or an event names can't be shown.
        public static let unusablePicture = Code(name: "unusable picture")
        /// Memory was short, or a picture too large.
        public static let drawingFailed = Code(name: "drawing failed")
    }

    init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }
}

extension OverlayError: CustomStringConvertible {
    public var description: String { message }
}
