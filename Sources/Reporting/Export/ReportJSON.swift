import Foundation
import Show

/// A report for programs: all that the page says, in numbers. Times are seconds of the show, but for `start`, which is RFC 3339.
public struct ReportJSON: Encodable {
    /// Of these keys.
    public static let version = 1

    struct Series: Encodable {
        /// Seconds.
        let width: Int
        let hearts, comments, votes: [Int]
        /// `nil` without a record.
        let watching, viewers: [Int]?
    }

    struct Totals: Encodable {
        let hearts, comments, removedComments, votes, events: Int
        let viewers, mostAtATime, sentBytes: Int?
        let watchedSeconds: Double?
        /// How `watchedSeconds` and `viewers` were reckoned.
        let watchedIs = "media time that was sent to all viewers together, of pictures or sound, whichever is more"
        let viewersAre = "different pairs of address and User-Agent, or sessions, that were sent media"
    }

    struct Sale: Encodable {
        let id, name, currency: String
        let nameByLanguage: [String: String]?
        let price: Decimal
        let start, end: Double
        let hearts, comments, votes: Int
    }

    struct Question: Encodable {
        struct Option: Encodable {
            let text: String
            let textByLanguage: [String: String]?
            let votes: Int
        }
        let question: String
        let questionByLanguage: [String: String]?
        let options: [Option]
        let start: Double
        let end: Double?
    }

    struct Offer: Encodable {
        let code: String
        let condition: String?
        let conditionByLanguage: [String: String]?
        let start, end: Double
    }

    struct Lot: Encodable {
        let item, currency: String
        let itemByLanguage: [String: String]?
        let startingBid: Decimal
        let highestBid: Decimal?
        let bidder: String?
        let bids: Int
        let isSold: Bool
        let start: Double
    }

    struct Moment: Encodable {
        let start, end, at, score: Double
        let hearts, comments, votes: Int
    }

    struct Trouble: Encodable {
        let what: String
        let start, end: Double
        let viewersSaw: String
    }

    let version = Self.version
    let title: String
    let start: String?
    let duration: Double
    let totals: Totals
    let series: Series
    let products: [Sale]
    let polls: [Question]
    let coupons: [Offer]
    let auctions: [Lot]
    let peaks: [Moment]
    /// What players say that send CMCD; absent while none does.
    let players: PlayerSample?
    let troubles: [Trouble]?
    let remarks: [String]

    /// - Parameter language: Of what is told in one alone; what the show says in several is in `…ByLanguage`, too.
    public init(_ account: ShowAccount, title: String, language: ReportLanguage) {
        self.title = title
        let buckets = Buckets(duration: account.duration)
        start = account.start.map { ProgramTime.text($0) }
        duration = account.duration
        let hasRecord = account.hasRecord
        totals = Totals(
            hearts: account.hearts.total, comments: account.comments.total,
            removedComments: account.removedCommentCount, votes: account.votes.total, events: account.eventCount,
            viewers: hasRecord ? account.viewerCount : nil,
            mostAtATime: hasRecord ? account.audience.map(\.watching).max() ?? 0 : nil,
            sentBytes: hasRecord ? account.sentBytes : nil, watchedSeconds: hasRecord ? account.watchedSeconds : nil)
        series = Series(
            width: buckets.width, hearts: buckets.sums(of: account.hearts),
            comments: buckets.sums(of: account.comments),
            votes: buckets.sums(of: account.votes),
            watching: hasRecord ? buckets.highest(of: account.audience, \.watching) : nil,
            viewers: hasRecord ? buckets.highest(of: account.audience, \.viewers) : nil)
        products = account.products.map { span in
            let range = Int(max(0, span.start))..<max(Int(max(0, span.start)), Int(span.end))
            return Sale(
                id: span.product.id, name: language.text(span.product.name), currency: span.product.currency,
                nameByLanguage: Self.byLanguage(span.product.name), price: span.product.price, start: span.start,
                end: span.end, hearts: account.hearts.sum(range),
                comments: account.comments.sum(range), votes: account.votes.sum(range))
        }
        polls = account.polls.map { poll in
            Question(
                question: language.text(poll.poll.question), questionByLanguage: Self.byLanguage(poll.poll.question),
                options: zip(poll.poll.options, poll.votes).map {
                    .init(text: language.text($0.text), textByLanguage: Self.byLanguage($0.text), votes: $1)
                },
                start: poll.start,
                end: poll.end)
        }
        coupons = account.coupons.map {
            Offer(
                code: $0.coupon.code, condition: $0.coupon.condition.map(language.text),
                conditionByLanguage: $0.coupon.condition.flatMap(Self.byLanguage), start: $0.start, end: $0.end)
        }
        auctions = account.auctions.map {
            Lot(
                item: language.text($0.run.auction.item), currency: $0.run.auction.currency,
                itemByLanguage: Self.byLanguage($0.run.auction.item),
                startingBid: $0.run.auction.startingBid,
                highestBid: $0.run.bid?.amount, bidder: $0.run.bid?.bidder, bids: $0.run.bidCount,
                isSold: $0.run.soldAt != nil, start: $0.start)
        }
        peaks = account.peaks.map {
            Moment(
                start: $0.start, end: $0.end, at: $0.at, score: $0.score, hearts: $0.hearts, comments: $0.comments,
                votes: $0.votes)
        }
        players = account.players
        troubles =
            hasRecord
            ? account.troubles.map {
                Trouble(
                    what: $0.kind.name(.english), start: $0.start, end: $0.end, viewersSaw: $0.kind.sight(.english))
            } : nil
        remarks = account.remarks.map { $0.sentence(.english) }
    }

    /// `nil` for what is said in no language in particular.
    private static func byLanguage(_ text: LocalizedText) -> [String: String]? {
        let texts = text.byLanguage
        return texts.isEmpty ? nil : Dictionary(uniqueKeysWithValues: texts.map { ("\($0.language)", $0.text) })
    }

    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        // Of finite numbers and text nothing can't be encoded.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? ""
    }
}
