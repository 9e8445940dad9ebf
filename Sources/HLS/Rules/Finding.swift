/// A rule that is broken: where, and what was found.
public struct Finding: Hashable, Sendable {
    public enum Severity: String, Sendable, Encodable {
        /// A MUST.
        case error
        /// A SHOULD, or what can't be told for sure from outside.
        case warning
    }

    public var severity: Severity
    public let rule: Rule
    /// The playlist or file: its path from the presentation's folder, or its address.
    public var place: String
    /// What is wrong, with the figures.
    public var found: String
    /// The URI it is about, as a playlist has it; `nil` if it is about the place as a whole.
    public let uri: String?
    /// Of the playlist, counted from 1; `nil` where nobody has looked for it.
    public var line: Int?
    /// Of the segment.
    public var sequence: Int?
    /// Of a broadcast: when it was found, since the beginning of the run.
    public let seconds: Double?

    public init(
        _ rule: Rule, _ place: String, _ found: String, about uri: String? = nil, sequence: Int? = nil,
        seconds: Double? = nil, isWarning: Bool = false
    ) {
        severity = isWarning ? .warning : .error
        (self.rule, self.place, self.uri) = (rule, place, uri)
        (self.sequence, self.seconds) = (sequence, seconds)
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
        return "\(place)\(at): \(severity.rawValue):\(time)\(segment) \(found); expected: \(rule.requirement) "
            + "[\(rule.name); \(rule.source)]"
    }

    private static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension Finding: Encodable {
    private enum CodingKeys: CodingKey {
        case severity, rule, source, place, line, sequence, seconds, found, expected
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(severity, forKey: .severity)
        try container.encode(rule.name, forKey: .rule)
        try container.encode(rule.source, forKey: .source)
        try container.encode(place, forKey: .place)
        try container.encodeIfPresent(line, forKey: .line)
        try container.encodeIfPresent(sequence, forKey: .sequence)
        try container.encodeIfPresent(seconds, forKey: .seconds)
        try container.encode(found, forKey: .found)
        try container.encode(rule.requirement, forKey: .expected)
    }
}
