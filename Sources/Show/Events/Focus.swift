import Foundation
public import MediaModel

/// Where in the source something is to be seen for a while, though nobody may be found there: a product on the table.
public struct Focus: Hashable, Sendable {
    /// Its middle in shares of the source along the axis on which the crop moves: 0 is the left edge (or the top one), 1 the right.
    public var x: Double
    public var duration: MediaTime

    public init(x: Double, duration: MediaTime) { (self.x, self.duration) = (x, duration) }
}

extension Focus {
    private static let place = EventKey.decimal(
        "x", in: 0...1,
        "The middle of what is to be seen, as a share of the source's width: 0 is its left edge. Where the source is taller than the canvas's shape: of its height, from its top."
    )
    private static let duration = EventKey.seconds("for", in: 1...600, "Seconds.")

    static let description = EventDescription(
        "Has a crop that follows show a place of the source for a while, such as a product on the table.",
        [
            EventForm(
                nil, keys: [place.required, duration.required],
                "The crop goes there and stays for so long; a lock is stronger. Nothing with a crop that doesn't follow.",
                #"{"type": "focus", "x": 0.7, "for": 8}"#)
        ])

    init(_ fields: EventFields) throws(EventError) {
        self.init(
            x: (try fields.require(Self.place) as NSDecimalNumber).doubleValue,
            duration: try fields.require(Self.duration))
    }
}
