public import MediaModel

/// Finds subjects in a source's pictures.
///
/// It belongs to one thread, which isn't the composer's, and may take as long as it needs: pictures that come meanwhile are left out. It
/// keeps what it found last, so that it knows where to look first.
public protocol SubjectDetector: AnyObject {
    /// Looks at a picture, 8-bit 4:2:0 and upright.
    ///
    /// - Returns: What is in it, with the shot's time.
    /// - Throws: ``FollowError`` if it can't look; the crop holds then.
    func look(
        at luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout, _ shot: Shot
    ) throws(FollowError) -> Finding

    /// The least time until it wants to look again, in nanoseconds: 0.2 s as a rule, 0.1 s after it has lost what it followed.
    var interval: Int64 { get }
}

/// One picture's place in the programme.
public struct Shot: Sendable {
    /// The picture's time: nanoseconds since the programme's start.
    public var time: Int64
    /// Whether it is the first after a cut.
    public var isCut: Bool
    /// The picture, small: the cut detector has made it already.
    public var thumbnail: LumaThumbnail

    public init(time: Int64, isCut: Bool, thumbnail: LumaThumbnail) {
        (self.time, self.isCut, self.thumbnail) = (time, isCut, thumbnail)
    }
}

/// Why nobody can look for subjects.
public struct FollowError: Error, Hashable, CustomStringConvertible {
    /// One sentence: what, where, and what mends it.
    public let description: String

    public init(_ description: String) { self.description = description }
}
