import Show

/// What `clips.json` says of one clip.
public struct ClipRecord: Codable, Hashable, Sendable {
    public struct Product: Codable, Hashable, Sendable {
        public var id: String
        public var name: String
        /// Where it is sold, if the show said so.
        public var url: String?

        public init(id: String, name: String, url: String? = nil) { (self.id, self.name, self.url) = (id, name, url) }

        /// - Parameter product: Its name in several languages is told in that of presets that name none: a recording doesn't say
        ///   which its canvas was in.
        init(_ product: Show.Product) {
            self.init(id: product.id, name: product.name.text(in: Preset().locale), url: product.url)
        }
    }

    /// The movie's name, beside `clips.json`; its picture's.
    public var file: String
    public var poster: String?
    public var title: String
    /// Media time of the recording, in seconds: of the first picture, and of that after the last.
    public var from, to: Double
    /// The wall-clock time of the first picture, where the recording says so.
    public var date: String?
    /// Seconds from the beginning to the end.
    public var duration: Double
    /// Bits of luma: `720x1280`.
    public var size: String
    public var framesPerSecond: Int
    /// What was on sale meanwhile, in order.
    public var products: [Product]
    /// So many came meanwhile.
    public var hearts, comments, votes: Int
    /// Why it was chosen; empty where a person did.
    public var reasons: [String]
    /// Whether all pictures were encoded anew, as the recording's own encoding couldn't be met.
    public var isEncodedWhole: Bool
    /// Whether it has no overlays: its pictures are the recorded source's. `nil`: it has.
    public var isClean: Bool?
}
