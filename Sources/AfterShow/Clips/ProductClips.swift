public import MediaModel
import Show

/// One clip for each product: from its price to the next.
public enum ProductClips {
    /// What comes on screen for less is no presentation.
    static let least = MediaTime.seconds(2)

    /// - Parameters:
    ///   - events: What happened in the show.
    ///   - range: What the recording has.
    /// - Returns: In order of time, each with its product; a product that comes back later has another.
    public static func ranges(
        _ events: RecordedEvents, in range: Range<MediaTime>
    ) -> [(product: ClipRecord.Product, range: Range<MediaTime>)] {
        var found: [(product: ClipRecord.Product, range: Range<MediaTime>)] = []
        let offers = events.offers
        for (index, offer) in offers.enumerated() {
            // A price that leaves the screen is talked about until the next comes.
            let next = index + 1 < offers.count ? offers[index + 1].start : range.upperBound
            let (start, end) = (max(offer.start, range.lowerBound), min(next, range.upperBound))
            guard end - start >= least else { continue }
            let product = ClipRecord.Product(offer.product, language: events.language)
            if let last = found.last, last.product.id == product.id, last.range.upperBound == start {
                found[found.count - 1].range = last.range.lowerBound..<end
            } else {
                found.append((product, start..<end))
            }
        }
        return found
    }

    /// A name of a file for a product, without an ending: letters and digits of its id, the rest hyphens.
    public static func fileName(_ number: Int, _ product: ClipRecord.Product) -> String {
        var name = ""
        for character in product.id.lowercased() {
            if character.isLetter || character.isNumber {
                name.append(character)
            } else if !name.isEmpty, !name.hasSuffix("-") {
                name.append("-")
            }
        }
        while name.hasSuffix("-") { name.removeLast() }
        let short = String(name.prefix(40))
        return "\(number < 10 ? "0" : "")\(number)" + (short.isEmpty ? "" : "-\(short)")
    }
}
