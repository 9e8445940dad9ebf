import FFmpegKit
public import MediaModel
import Show

extension RecordedEvents {
    /// What happened in a range.
    public struct Summary: Sendable {
        public let hearts, comments, votes: Int
        /// What was on sale, in order; each once.
        public let products: [ClipRecord.Product]
        let offers: [Offer]
        let language: String
    }

    public func summary(of range: Range<MediaTime>) -> Summary {
        var (hearts, comments, votes) = (0, 0, 0)
        for item in acts where range.contains(item.time) {
            switch item.act {
            case .hearts(let count): hearts += count
            case .comment: comments += 1
            case .votes(let count): votes += count
            }
        }
        // One that leaves within half a second belongs to what was before.
        let least = MediaTime.milliseconds(500)
        let within = offers.filter { offer in
            let end = min(offer.end ?? range.upperBound, range.upperBound)
            return end - max(offer.start, range.lowerBound) >= least
        }
        var products: [ClipRecord.Product] = []
        for offer in within where !products.contains(where: { $0.id == offer.product.id }) {
            products.append(.init(offer.product, language: language))
        }
        return Summary(
            hearts: hearts, comments: comments, votes: votes, products: products, offers: within, language: language)
    }
}

extension RecordedEvents.Summary {
    /// A chapter for each product, on the clip's own clock; none where there is nothing to choose from.
    func chapters(in range: ClipRange) -> [MovieNotes.Chapter] {
        guard offers.count > 1 else { return [] }
        return offers.map { offer in
            .init(
                start: max(offer.start, range.start) - range.start,
                end: min(offer.end ?? range.end, range.end) - range.start,
                title: offer.product.name.text(in: language))
        }
    }
}
