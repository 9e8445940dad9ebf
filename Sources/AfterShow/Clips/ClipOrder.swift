public import MediaModel

/// A clip to be made: what of the recording, where to, and what is said of it.
public struct ClipOrder: Hashable, Sendable {
    public var from, to: MediaTime
    /// The movie's path; its picture has the same, with `.jpg`.
    public var path: String
    /// `nil`: the products' names, or else the time.
    public var title: String?
    /// Why it was chosen.
    public var reasons: [String]

    public init(from: MediaTime, to: MediaTime, path: String, title: String? = nil, reasons: [String] = []) {
        (self.from, self.to, self.path, self.title, self.reasons) = (from, to, path, title, reasons)
    }
}
