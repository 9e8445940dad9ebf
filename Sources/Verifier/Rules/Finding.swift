/// A rule that is broken: where, what was found, and what was expected.
public struct Finding: Hashable, Sendable, Encodable {
    public enum Severity: String, Sendable, Encodable {
        /// A MUST.
        case error
        /// A SHOULD, or what can't be told for sure from outside.
        case warning
    }

    public var severity: Severity
    /// E.g. `part-duration`.
    public var rule: String
    /// E.g. `RFC 8216bis 4.4.4.9`.
    public var source: String
    /// The address or path of the playlist or file.
    public var place: String
    /// Of the playlist, counted from 1.
    public var line: Int?
    /// Of the segment.
    public var sequence: Int?
    /// Of a broadcast: since the beginning of the run.
    public var seconds: Double?
    public var found: String
    public var expected: String

    init(
        _ rule: Rule, _ place: String, _ found: String, line: Int? = nil, sequence: Int? = nil, seconds: Double? = nil,
        isWarning: Bool = false
    ) {
        severity = isWarning ? .warning : .error
        (self.rule, source, expected) = (rule.name, rule.source, rule.requirement)
        (self.place, self.line, self.sequence, self.seconds) = (place, line, sequence, seconds)
        self.found = Self.printable(found)
    }

    /// What a server says may hold anything: nothing of it reaches a terminal as a command, nor fills it.
    private static func printable(_ text: String) -> String {
        let clean = String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : Character($0) })
        return clean.count > 600 ? "\(clean.prefix(600))…" : clean
    }
}

extension Finding: CustomStringConvertible {
    /// One line.
    public var description: String {
        let at = line.map { ":\($0)" } ?? ""
        let segment = sequence.map { " segment \($0):" } ?? ""
        let time = seconds.map { " at \(Self.decimal($0)) s:" } ?? ""
        return
            "\(place)\(at): \(severity.rawValue):\(time)\(segment) \(found); expected: \(expected) [\(rule); \(source)]"
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
