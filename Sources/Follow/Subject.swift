/// Something in a source's picture that the crop may follow.
public struct Subject: Hashable, Sendable {
    /// What it is. The names are those of presets, of subject files and of `/v1/state`.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case face, hands, motion
    }

    public var kind: Kind
    public var box: SubjectBox
    /// How sure the detector is, 0...1.
    public var score: Double
    /// How much changes inside the box from picture to picture, 0...1; it tells who of several people is active. `nil`: not measured.
    public var activity: Double?

    public init(_ kind: Kind, _ box: SubjectBox, score: Double, activity: Double? = nil) {
        (self.kind, self.box, self.score, self.activity) = (kind, box, score, activity)
    }
}

/// A rectangle in shares of the whole source picture, upright: 0 is its left or top edge, 1 its right or bottom one. It may stick out.
public struct SubjectBox: Hashable, Sendable {
    public var x, y, width, height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    public var centerX: Double { x + width / 2 }
    public var centerY: Double { y + height / 2 }
}
