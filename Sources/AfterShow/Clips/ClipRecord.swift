import Foundation
import MediaModel
import Show

/// What `clips.json` says of one clip.
public struct ClipRecord: Codable, Hashable, Sendable {
    public struct Product: Codable, Hashable, Sendable {
        public var id: String
        public var name: String
        /// By language, where the show has it in several.
        public var nameByLanguage: [String: String]?
        /// Where it is sold, if the show said so.
        public var url: String?

        public init(id: String, name: String, url: String? = nil) { (self.id, self.name, self.url) = (id, name, url) }

        /// - Parameter language: Of its name, a BCP 47 tag.
        init(_ product: Show.Product, language: String) {
            self.init(id: product.id, name: product.name.text(in: language), url: product.url)
            let texts = product.name.byLanguage
            if !texts.isEmpty {
                nameByLanguage = Dictionary(uniqueKeysWithValues: texts.map { ("\($0.language)", $0.text) })
            }
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
    public var isEncodedWhole = false
    /// Whether it has no overlays: its pictures are the recorded source's. `nil`: it has.
    public var isClean: Bool?

    /// - Parameters:
    ///   - range: Which pictures it has; the order may ask for times between them.
    ///   - happened: What was meanwhile.
    init(_ order: ClipOrder, title: String, range: ClipRange, size: PixelSize, happened: RecordedEvents.Summary) {
        (file, self.title, reasons) = ((order.path as NSString).lastPathComponent, title, order.reasons)
        (from, to, duration) = (range.start.rounded, range.end.rounded, range.duration.rounded)
        (self.size, framesPerSecond) = (size.description, range.frameRate.framesPerSecond)
        (products, hearts, comments, votes) = (happened.products, happened.hearts, happened.comments, happened.votes)
    }
}
