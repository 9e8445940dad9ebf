public import MediaModel
public import Stills

/// How one picture of a show compares with the golden one.
public struct GoldenResult: Hashable, Sendable {
    public enum Verdict: Hashable, Sendable {
        /// The same bytes.
        case exact
        /// Other bytes, and the same to a viewer.
        case alike(StillComparison)
        case different(StillComparison, picture: String, difference: String)
        case otherSize(expected: PixelSize, found: PixelSize, picture: String)
        /// There is no golden picture of this tick.
        case missing(picture: String)
        /// There is a golden picture, and nobody asked for its tick.
        case unused
    }

    public let tick: Int
    /// The golden picture's path.
    public let golden: String
    public let verdict: Verdict

    public var isAccepted: Bool {
        switch verdict {
        case .exact, .alike: true
        case .different, .otherSize, .missing, .unused: false
        }
    }
}

extension GoldenResult: CustomStringConvertible {
    /// One sentence, with the files to look at.
    public var description: String {
        switch verdict {
        case .exact: "\(golden): exact"
        case .alike(let comparison): "\(golden): not exact, but alike: \(comparison)"
        case .different(let comparison, let picture, let difference):
            "\(golden): the picture differs: \(comparison). It is \(picture), its difference \(difference)"
        case .otherSize(let expected, let found, let picture):
            "\(golden): \(expected), and the picture is \(found). It is \(picture)"
        case .missing(let picture): "\(golden): no such golden picture. The picture is \(picture)"
        case .unused: "\(golden): no instant that is compared belongs to this picture"
        }
    }
}
