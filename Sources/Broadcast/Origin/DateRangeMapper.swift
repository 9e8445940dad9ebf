import Foundation
import HLS
import MediaModel
import Show
import Synchronization

/// A date range before it is known when the programme began.
struct ShownRange: Hashable, Sendable {
    let subject: DateRange.Subject
    let tick: Int
    /// What viewers can act on; `nil` if from now on there is nothing of this subject.
    let facts: [DateRange.Fact]?

    /// - Parameters:
    ///   - run: Of this start of the process: an identifier is never used twice.
    ///   - start: Of the programme.
    func dateRange(run: String, start: ProgramDateTime, frameRate: FrameRate) -> DateRange {
        let id = "\(subject.rawValue)-\(run)-\(tick)"
        let date = start.advanced(by: frameRate.time(ofTick: tick))
        guard let facts else { return .ending(subject, eventID: id, start: date) }
        return DateRange(subject, eventID: id, start: date, facts)
    }
}

/// Tells from one state of a show to the next what has changed for a viewer who acts on it: the product to buy, the coupon
/// to use, the poll to vote in.
///
/// A value of the show's thread.
struct DateRangeMapper {
    /// Stock changes with each order; viewers are told at most so often, in ticks, unless nothing is left.
    private let patience: Int
    private var told: [DateRange.Subject: [DateRange.Fact]] = [:]
    private var toldAt: [DateRange.Subject: Int] = [:]

    init(frameRate: FrameRate) { patience = 2 * frameRate.framesPerSecond }

    /// The tick to ask again at, with the same state, as something is held back until then; `nil` if nothing is.
    private(set) var heldUntil: Int?

    /// What has changed up to a tick.
    mutating func changes(to state: ShowState, atTick tick: Int) -> [ShownRange] {
        heldUntil = nil
        return DateRange.Subject.allCases.compactMap { subject in
            let facts = Self.facts(of: subject, state)
            guard facts != told[subject] else { return nil }
            if let last = toldAt[subject] {
                // Two of one tick would have one identifier.
                let due = last + (Self.differInStockAlone(facts, told[subject]) ? patience : 1)
                guard tick >= due else {
                    heldUntil = min(heldUntil ?? due, due)
                    return nil
                }
            }
            told[subject] = facts
            toldAt[subject] = tick
            return ShownRange(subject: subject, tick: tick, facts: facts)
        }
    }

    private static func differInStockAlone(_ new: [DateRange.Fact]?, _ old: [DateRange.Fact]?) -> Bool {
        guard let new, let old, !new.contains(.stock(0)) else { return false }
        func withoutStock(_ facts: [DateRange.Fact]) -> [DateRange.Fact] {
            facts.filter { if case .stock = $0 { false } else { true } }
        }
        return withoutStock(new) == withoutStock(old)
    }

    private static func facts(of subject: DateRange.Subject, _ state: ShowState) -> [DateRange.Fact]? {
        switch subject {
        case .product: state.price.current.map(facts)
        case .coupon: state.coupon.current.map(facts)
        case .poll:
            state.poll.current.flatMap { round in
                // Once it is closed nobody can vote.
                round.closedAt == nil ? facts(of: round.poll) : nil
            }
        }
    }

    private static func facts(of product: Product) -> [DateRange.Fact] {
        var facts: [DateRange.Fact] = [.id(product.id), .name(product.name)]
        if let price = number(product.price) { facts.append(.price(price)) }
        if let price = product.originalPrice.flatMap(number) { facts.append(.originalPrice(price)) }
        facts.append(.currency(product.currency))
        if let url = product.url { facts.append(.url(url)) }
        if product.isSalesEnded {
            facts.append(.stock(0))
        } else if let stock = product.stock {
            facts.append(.stock(max(0, stock)))
        }
        return facts
    }

    private static func facts(of coupon: Coupon) -> [DateRange.Fact] {
        var facts: [DateRange.Fact] = [.code(coupon.code)]
        if let condition = coupon.condition { facts.append(.name(condition)) }
        if let url = coupon.url { facts.append(.url(url)) }
        return facts
    }

    private static func facts(of poll: Poll) -> [DateRange.Fact] {
        var facts: [DateRange.Fact] = []
        if let id = poll.id { facts.append(.id(id)) }
        facts.append(.name(poll.question))
        for (index, option) in poll.options.enumerated() {
            facts.append(.other("OPTION-\(index + 1)", .text(DateRange.quotable(option.text))))
        }
        return facts
    }

    private static func number(_ value: Decimal) -> DecimalNumber? { DecimalNumber(parsing: "\(value)") }
}

/// The way of date ranges from the show's thread to the publisher. Any thread; never waits.
final class DateRangeQueue: Sendable {
    private let ranges = Mutex<[ShownRange]>([])

    func put(_ new: [ShownRange]) {
        guard !new.isEmpty else { return }
        ranges.withLock { $0 += new }
    }

    func take() -> [ShownRange] {
        ranges.withLock { ranges in
            defer { ranges = [] }
            return ranges
        }
    }
}
