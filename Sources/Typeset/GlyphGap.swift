/// Letters of one script that were to be drawn in one font, and that neither it nor any other font here has.
public struct GlyphGap: Hashable, Sendable, CustomStringConvertible {
    /// What is drawn instead.
    public enum Replacement: Hashable, Sendable {
        /// An ellipsis for each stretch of letters, as for whatever is left out of a text.
        case ellipsis
        /// Nothing: the text goes on without the sign.
        case nothing
        /// A currency's code, of ISO 4217.
        case code(String)
        /// Other characters that say the same, e.g. digits of another script.
        case equivalent
    }

    public let script: TextScript
    /// The family that was asked for, e.g. `BIZ UDPGothic`.
    public let family: String
    /// One of the characters.
    public let sample: Character
    public let replacement: Replacement

    /// The command that mends it, on Debian and Ubuntu.
    public var remedy: String {
        script.package.map { "sudo apt-get install \($0)" } ?? "apt-cache search fonts"
    }

    /// One sentence, without a full stop.
    public var description: String {
        let what =
            switch replacement {
            case .ellipsis: "\"…\" is drawn instead"
            case .nothing: "they are left out"
            case .code(let code): "\(code) is written instead"
            case .equivalent: "others that say the same are drawn instead"
            }
        return
            "no font here has \(script.name) (\(sample)), neither \"\(family)\" nor another: \(what); to mend it: \(remedy)"
    }
}

/// What couldn't be drawn: each script and family once, and how often.
public struct GlyphGaps: Sendable {
    private struct Key: Hashable {
        let script: TextScript
        let family: String
    }

    private var indices: [Key: Int] = [:]
    /// All gaps in the order in which they were met, with the number of characters.
    public private(set) var all: [(gap: GlyphGap, count: Int)] = []

    public init() {}

    public var isEmpty: Bool { all.isEmpty }

    public mutating func add(_ gap: GlyphGap, count: Int = 1) {
        let key = Key(script: gap.script, family: gap.family)
        guard let index = indices[key] else {
            indices[key] = all.count
            all.append((gap, count))
            return
        }
        all[index].count += count
    }

    /// Those of which something is true.
    public func filter(_ isIncluded: (GlyphGap, Int) -> Bool) -> GlyphGaps {
        var result = GlyphGaps()
        for (gap, count) in all where isIncluded(gap, count) { result.add(gap, count: count) }
        return result
    }

    public mutating func add(_ others: GlyphGaps) {
        for (gap, count) in others.all { add(gap, count: count) }
    }
}
