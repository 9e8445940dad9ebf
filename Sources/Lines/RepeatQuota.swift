/// Lets what is said again and again through now and then, and counts the rest by kind.
///
/// The first few of a kind are said; then the tenth, the hundredth and so on; and any after a minute in which none was. A kind that was
/// not heard of for a minute is new again. So a fault that repeats by the thousand takes some lines, and its number stays known.
package struct RepeatQuota: Sendable {
    private struct Kind {
        var count = 0
        /// How many lines in a row were alike word for word.
        var sameCount = 0
        var text = ""
        var leftOut = 0
        var lastSaid: Duration
        var lastHeard: Duration
    }

    private static let pause = Duration.seconds(60)
    private static let kindLimit = 256

    private let same: Int
    private let alike: Int
    private var kinds: [String: Kind] = [:]

    /// - Parameters:
    ///   - same: How many are said of those that are word for word the same, before it is now and then.
    ///   - alike: How many of those that are the same but for numbers and what stands in quotation marks; `nil` for all.
    package init(same: Int, alike: Int? = nil) {
        self.same = same
        self.alike = alike ?? .max
    }

    /// - Parameter now: On any clock that doesn't go back.
    /// - Returns: How many of its kind were left out before this one; `nil` if it is left out too.
    package mutating func take(_ text: String, at now: Duration) -> Int? {
        let name = alike == .max ? text : Self.kind(of: text)
        var kind = kinds[name] ?? Kind(lastSaid: now, lastHeard: now)
        if now - kind.lastHeard >= Self.pause { (kind.count, kind.sameCount) = (0, 0) }
        kind.sameCount = kind.text == text ? kind.sameCount + 1 : 1
        kind.text = text
        kind.count += 1
        kind.lastHeard = now
        let isSaid =
            kind.count <= alike && kind.sameCount <= same || Self.isDecade(kind.count)
            || now - kind.lastSaid >= Self.pause
        let leftOut = kind.leftOut
        if isSaid { (kind.leftOut, kind.lastSaid) = (0, now) } else { kind.leftOut += 1 }
        kinds[name] = kind
        if kinds.count > Self.kindLimit { forgetOne() }
        return isSaid ? leftOut : nil
    }

    /// What was left out and not told of since: the last text of each kind, and how many. Empties it.
    package mutating func takeLeftOut() -> [(text: String, count: Int)] {
        let left = kinds.values.filter { $0.leftOut > 0 }.sorted { $0.lastHeard < $1.lastHeard }
        kinds = [:]
        return left.map { ($0.text, $0.leftOut) }
    }

    /// The text without what differs between two of a kind: its numbers, and what it quotes.
    package static func kind(of text: String) -> String {
        var kind = ""
        var isQuoted = false
        var wasDigit = false
        for scalar in text.unicodeScalars {
            if scalar == "\"" {
                isQuoted.toggle()
                kind.unicodeScalars.append(scalar)
                continue
            }
            guard !isQuoted else { continue }
            let isDigit = "0"..."9" ~= scalar
            if !isDigit { kind.unicodeScalars.append(scalar) } else if !wasDigit { kind.append("#") }
            wasDigit = isDigit
        }
        return kind
    }

    private static func isDecade(_ count: Int) -> Bool {
        var power = 10
        while power < count { power *= 10 }
        return count == power
    }

    /// How many kinds it remembers.
    var kindCount: Int { kinds.count }

    private mutating func forgetOne() {
        if let oldest = kinds.min(by: { $0.value.lastHeard < $1.value.lastHeard }) { kinds[oldest.key] = nil }
    }
}
