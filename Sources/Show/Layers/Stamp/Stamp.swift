public import MediaModel

/// An animated picture at a place for a time.
public struct Stamp: Hashable, Sendable {
    /// A file name, relative to the show's folder.
    public var image: String
    /// Where its middle goes; `nil` for the layer's anchor.
    public var position: Position?
    /// In percent of the canvas' width; `nil` for the layer's.
    public var width: Double?
    /// How long it stays.
    public var duration: MediaTime

    /// A place on the canvas, in percent of its width and height from the top left corner.
    public struct Position: Hashable, Sendable {
        public var x, y: Double

        public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
    }

    public init(image: String, position: Position? = nil, width: Double? = nil, duration: MediaTime = .seconds(4)) {
        self.image = image
        self.position = position
        self.width = width
        self.duration = duration
    }
}
