import HLS
import MediaModel
import Show
import Synchronization

/// A date range before it is known when the programme began.
struct ShownRange: Hashable, Sendable {
    /// What it is about, as ``LayerDescriptor/playerSubject`` names it.
    let subject: String
    let tick: Int
    /// What viewers can act on; `nil` if from now on there is nothing of this subject.
    let facts: [PlayerFact]?

    /// Of what there is something to act on.
    static let subjects = ShowState.playerSubjects

    /// The CLASS of a subject's ranges.
    static func category(of subject: String) -> String { "com.tatecast.\(subject)" }

    /// The attribute that says a fact.
    static func attribute(_ fact: String) -> String { "X-COM-TATECAST-\(fact)" }

    /// A range that lasts until the next of its subject, or, without facts, one that lasts no time and ends the one before it.
    ///
    /// - Parameters:
    ///   - run: Of this start of the process: an identifier is never used twice.
    ///   - start: Of the programme.
    func dateRange(run: String, start: ProgramDateTime, frameRate: FrameRate) -> DateRange {
        DateRange(
            id: "\(subject)-\(run)-\(tick)", category: Self.category(of: subject),
            start: start.advanced(by: frameRate.time(ofTick: tick)), end: facts == nil ? .after(.zero) : .onNext,
            attributes: (facts ?? []).compactMap(\.attribute))
    }
}

extension PlayerFact {
    /// `nil` for what says nothing.
    fileprivate var attribute: DateRange.Attribute? {
        let value: DateRange.Value? =
            switch self.value {
            case .text(let text): .text(DateRange.quotable(text))
            // Spelled by the mapper, one fact for each language.
            case .localized: nil
            // An address cut short leads elsewhere: better none.
            case .address(let url): url.utf8.count <= 2_048 ? .text(DateRange.quotable(url, limit: 4_096)) : nil
            case .amount(let amount): DecimalNumber(parsing: "\(amount)").map { .number($0) }
            case .count(let count): .number(DecimalNumber(Int64(max(0, count))))
            }
        guard let value, value != .text("") else { return nil }
        return DateRange.Attribute(ShownRange.attribute(name), value)
    }
}

/// Tells from one state of a show to the next what has changed for a viewer who acts on it: the product to buy, the coupon
/// to use, the poll to vote in.
///
/// A value of the show's thread.
struct DateRangeMapper {
    /// Stock changes with each order; viewers are told at most so often, in ticks, unless nothing is left.
    private let patience: Int
    private var told: [String: [PlayerFact]] = [:]
    private var toldAt: [String: Int] = [:]

    /// Of what has no language in its name: the preset's, a BCP 47 tag.
    var language: String

    init(frameRate: FrameRate, language: String) {
        patience = 2 * frameRate.framesPerSecond
        self.language = language
    }

    /// The tick to ask again at, with the same state, as something is held back until then; `nil` if nothing is.
    private(set) var heldUntil: Int?

    /// What has changed up to a tick.
    mutating func changes(to state: ShowState, atTick tick: Int) -> [ShownRange] {
        heldUntil = nil
        let language = language
        return state.playerFacts.compactMap { subject, facts in
            let facts = facts?.flatMap { $0.spelled(in: language) }
            guard facts != told[subject] else { return nil }
            if let last = toldAt[subject] {
                // Two of one tick would have one identifier.
                let due = last + (Self.canWait(facts, told[subject]) ? patience : 1)
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

    /// Whether only what changes often has changed.
    private static func canWait(_ new: [PlayerFact]?, _ old: [PlayerFact]?) -> Bool {
        guard let new, let old else { return false }
        let frequent = Set(new.filter(\.isFrequent).map(\.name))
        let known = Set(new.map(\.name))
        return new.filter { !$0.isFrequent }
            == old.filter { !frequent.contains($0.name) && !($0.isFrequent && !known.contains($0.name)) }
    }
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
