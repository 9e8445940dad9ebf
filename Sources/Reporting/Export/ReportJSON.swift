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

        init(_ account: ShowAccount) {
            (hearts, comments, votes) = (account.hearts.total, account.comments.total, account.votes.total)
            (removedComments, events) = (account.removedCommentCount, account.eventCount)
            let hasRecord = account.hasRecord
            viewers = hasRecord ? account.viewerCount : nil
            mostAtATime = hasRecord ? account.audience.map(\.watching).max() ?? 0 : nil
            sentBytes = hasRecord ? account.sentBytes : nil
            watchedSeconds = hasRecord ? account.watchedSeconds : nil
        }
    }

    struct Sale: Encodable {
        let id, name, currency: String
        let nameByLanguage: [String: String]?
        let price: Decimal
        let start, end: Double
        let hearts, comments, votes: Int

        init(_ span: ProductSpan, of account: ShowAccount, in language: ReportLanguage) {
            let product = span.product
            (id, name, currency) = (product.id, language.text(product.name), product.currency)
            nameByLanguage = ReportJSON.byLanguage(product.name)
            (price, start, end) = (product.price, span.start, span.end)
            let range = Int(max(0, start))..<max(Int(max(0, start)), Int(end))
            hearts = account.hearts.sum(range)
            comments = account.comments.sum(range)
            votes = account.votes.sum(range)
        }
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

        init(_ span: AuctionResult, in language: ReportLanguage) {
            let (run, auction) = (span.run, span.run.auction)
            (item, currency, startingBid) = (language.text(auction.item), auction.currency, auction.startingBid)
            itemByLanguage = ReportJSON.byLanguage(auction.item)
            (highestBid, bidder, bids) = (run.bid?.amount, run.bid?.bidder, run.bidCount)
            (isSold, start) = (run.soldAt != nil, span.start)
        }
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
        totals = Totals(account)
        series = Series(
            width: buckets.width, hearts: buckets.sums(of: account.hearts),
            comments: buckets.sums(of: account.comments),
            votes: buckets.sums(of: account.votes),
            watching: hasRecord ? buckets.highest(of: account.audience, \.watching) : nil,
            viewers: hasRecord ? buckets.highest(of: account.audience, \.viewers) : nil)
        products = account.products.map { Sale($0, of: account, in: language) }
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
        auctions = account.auctions.map { Lot($0, in: language) }
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
