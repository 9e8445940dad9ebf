import Foundation
import MediaModel

extension Stamp {
    private static let image = EventKey.file("image", "An animated or still picture.")
    private static let position = EventKey.position(
        "position", "Where its middle goes, in percent across and down; absent for the layer's anchor.")
    private static let width = EventKey.decimal("width", in: 5...100, "Percent of the canvas' width.")
    private static let duration = EventKey.seconds("duration", in: 1...600, "Seconds that it stays.").with(default: 4)

    static let description = EventDescription(
        "An animated picture at a place for a time.",
        [
            EventForm(
                nil, keys: [image.required, position.optional, width.optional, duration.optional], "Puts it up.",
                #"{"type": "stamp", "image": "images/bear.webp", "position": [50, 40], "duration": 6}"#)
        ])

    init(_ fields: EventFields) throws(EventError) {
        self.init(
            image: try fields.require(Self.image), position: try fields.read(Self.position),
            width: try fields.read(Self.width).map { ($0 as NSDecimalNumber).doubleValue })
        if let duration = try fields.read(Self.duration) { self.duration = duration }
    }
}
