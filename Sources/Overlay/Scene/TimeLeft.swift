import MediaModel
import Show
import Typeset

/// How the time that is left is written, and the sprites of it: `mm:ss`, `h:mm:ss`, and from a day on its days before them.
struct TimeLeft: Sendable {
    /// How much there is to write at most.
    enum Span: Hashable, Sendable {
        case minutes, hours
        /// - digits: Of the days.
        case days(digits: Int)

        /// - Parameter seconds: What is left at most.
        init(seconds: Int) {
            let days = seconds / TimeLeft.day
            self = days > 0 ? .days(digits: "\(days)".count) : seconds >= 3_600 ? .hours : .minutes
        }
    }

    /// What stands behind the days, where there is room.
    enum Rest: CaseIterable, Sendable {
        case seconds, minutes, nothing
    }

    /// The locale's words around the days' number, e.g. `日` behind it.
    struct DayWords: Sendable {
        fileprivate struct Word: Sendable {
            let sprite: Sprite
            /// In luma samples: its own, and between it and the number.
            let advance, space: Int
        }

        fileprivate let before, after: Word?
        /// Between the days and what is behind them, in luma samples.
        fileprivate let gap: Int
        fileprivate let rest: Rest
        fileprivate let isRightToLeft: Bool
        /// Whether the words are read so too; `d` stands behind its number wherever it is.
        fileprivate let areRightToLeft: Bool
    }

    static let day = 86_400
    /// More days than that aren't counted down: events that ask for it are refused.
    static let mostDays = 9_999

    /// The digits at rest, whose places larger ones keep to.
    let digits: DigitSprites
    /// `nil` where it is never a day.
    var days: DayWords?

    /// What the sprites need, to know how large they may be.
    static func widest(_ span: Span, _ rest: Rest = .seconds, words: Wording) -> String {
        guard case .days(let count) = span else { return "00:00:00" }
        let number = words.days.replacing("{n}", with: String(repeating: "0", count: count))
        return switch rest {
        case .seconds: number + " 00:00:00"
        case .minutes: number + " 00:00"
        case .nothing: number
        }
    }

    // MARK: - Placing

    /// In luma samples.
    func width(_ seconds: Int) -> Int {
        let count = seconds / Self.day
        guard count > 0, let days else {
            let hours = seconds / 3_600
            return digits.width(digits: Self.digitCount(hours) + 4, signs: hours > 0 ? 2 : 1)
        }
        return dayWidth(count, days) + restWidth(days)
    }

    private func dayWidth(_ count: Int, _ days: DayWords) -> Int {
        digits.width(digits: Self.digitCount(count), signs: 0)
            + (days.before.map { $0.advance + $0.space } ?? 0) + (days.after.map { $0.advance + $0.space } ?? 0)
    }

    private func restWidth(_ days: DayWords) -> Int {
        switch days.rest {
        case .seconds: days.gap + digits.width(digits: 6, signs: 2)
        case .minutes: days.gap + digits.width(digits: 4, signs: 1)
        case .nothing: 0
        }
    }

    /// None for 0.
    private static func digitCount(_ number: Int) -> Int {
        var (count, rest) = (0, number)
        while rest > 0 { (count, rest) = (count + 1, rest / 10) }
        return count
    }

    /// Appends the time. Allocates nothing but in the list.
    ///
    /// - Parameters:
    ///   - drawn: The digits to draw: those at rest, or larger ones in their places.
    ///   - left: Where it begins, in luma samples.
    func append(_ seconds: Int, _ drawn: DigitSprites, left: Int, centreY: Int, to list: inout [Placement]) {
        var pen = Pen(x: left, y: centreY, digits: drawn, places: digits)
        let count = seconds / Self.day
        guard count > 0, let days else {
            let hours = seconds / 3_600
            if hours > 0 {
                pen.number(hours, &list)
                pen.sign(&list)
            }
            pen.pair(seconds / 60 % 60, &list)
            pen.sign(&list)
            return pen.pair(seconds % 60, &list)
        }
        // As it is read: from the right, the days stand there.
        if days.isRightToLeft { appendRest(seconds, days, &pen, &list) }
        if let word = days.areRightToLeft ? days.after : days.before {
            pen.place(word.sprite, word.advance, &list)
            pen.x += word.space
        }
        pen.number(count, &list)
        if let word = days.areRightToLeft ? days.before : days.after {
            pen.x += word.space
            pen.place(word.sprite, word.advance, &list)
        }
        if !days.isRightToLeft { appendRest(seconds, days, &pen, &list) }
    }

    private func appendRest(_ seconds: Int, _ days: DayWords, _ pen: inout Pen, _ list: inout [Placement]) {
        guard days.rest != .nothing else { return }
        if !days.isRightToLeft { pen.x += days.gap }
        pen.pair(seconds / 3_600 % 24, &list)
        pen.sign(&list)
        pen.pair(seconds / 60 % 60, &list)
        if days.rest == .seconds {
            pen.sign(&list)
            pen.pair(seconds % 60, &list)
        }
        if days.isRightToLeft { pen.x += days.gap }
    }

    /// Places one sprite after another.
    private struct Pen {
        var x: Int
        let y: Int
        let digits, places: DigitSprites

        mutating func place(_ sprite: Sprite, _ advance: Int, _ list: inout [Placement]) {
            list.append(Placement(sprite: sprite, centreX: x + advance / 2, centreY: y))
            x += advance
        }

        mutating func number(_ number: Int, _ list: inout [Placement]) {
            var unit = 1
            while number / unit >= 10 { unit *= 10 }
            while unit > 0 {
                place(digits.digits[number / unit % 10], places.advance, &list)
                unit /= 10
            }
        }

        mutating func pair(_ number: Int, _ list: inout [Placement]) {
            place(digits.digits[number / 10], places.advance, &list)
            place(digits.digits[number % 10], places.advance, &list)
        }

        mutating func sign(_ list: inout [Placement]) { place(digits.sign, places.signAdvance, &list) }
    }
}

// MARK: - Making

extension TimeLeft {
    /// How large the digits of a span may be in a width, and what then stands behind days: all of it, if that is no smaller than
    /// text may be.
    ///
    /// - Parameters:
    ///   - largest: In units.
    ///   - width: In luma samples; a twelfth is kept for digits that grow.
    /// - Returns: `nil` if even the least is too wide.
    static func fit(
        _ span: Span, largest: Double, width: Double, _ look: Look, in factory: SpriteFactory
    ) -> (scale: Double, rest: Rest)? {
        for rest in Rest.allCases {
            let widest = factory.measure(
                [widest(span, rest, words: factory.words)], style: look.text(1, letterSpacing: 0))
            let scale = min(largest, width / (Double(widest) * 1.08))
            if scale >= 1 { return (scale, rest) }
            guard case .days = span else { return nil }
        }
        return nil
    }

    /// Hebrew, Arabic and their neighbours (Unicode 15, blocks from Hebrew to Arabic Extended-A, and presentation forms).
    private static func isOfRightToLeftScript(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }

    /// The words around a number of days, in a style.
    static func dayWords(
        _ style: TextStyle, rest: Rest, isRightToLeft: Bool, in factory: SpriteFactory
    ) throws(OverlayError) -> DayWords {
        let parts = factory.words.days.split(separator: "{n}", maxSplits: 1, omittingEmptySubsequences: false)
        let space = Int((style.size * 0.28).rounded())
        func word(_ text: Substring, isBefore: Bool) throws(OverlayError) -> DayWords.Word? {
            let bare = text.drop { $0.isWhitespace }
            let sign = String(bare.reversed().drop { $0.isWhitespace }.reversed())
            guard !sign.isEmpty else { return nil }
            let sprites = try DigitSprites.of(style, sign: sign, in: factory)
            let hasSpace = (isBefore ? text.last : text.first)?.isWhitespace ?? false
            return DayWords.Word(sprite: sprites.sign, advance: sprites.signAdvance, space: hasSpace ? space : 0)
        }
        return DayWords(
            before: try word(parts.first ?? "", isBefore: true),
            after: try word(parts.count > 1 ? parts[1] : "", isBefore: false),
            gap: Int((style.size * 0.35).rounded()), rest: rest, isRightToLeft: isRightToLeft,
            areRightToLeft: isRightToLeft && factory.words.days.unicodeScalars.contains(where: isOfRightToLeftScript))
    }
}
