/// Why a timeline file was refused: its bad lines, the first ``maximumListed`` of them.
public struct TimelineError: Error, Hashable, Sendable {
    /// A line that is no event of a timeline.
    public struct Line: Hashable, Sendable {
        /// From 1.
        public let number: Int
        public let error: EventError

        public init(number: Int, error: EventError) {
            (self.number, self.error) = (number, error)
        }
    }

    public static let maximumListed = 20

    /// In the file's order. Empty if the file as a whole was refused, see ``reason``.
    public private(set) var lines: [Line] = []
    /// How many more bad lines there are.
    public private(set) var unlistedCount = 0
    /// Why the file as a whole was refused; `nil` where only lines were.
    public let reason: String?

    init(reason: String? = nil) { self.reason = reason }

    mutating func append(_ error: EventError, line: Int) {
        if lines.count < Self.maximumListed {
            lines.append(Line(number: line, error: error))
        } else {
            unlistedCount += 1
        }
    }

    var isEmpty: Bool { lines.isEmpty && reason == nil }
}

extension TimelineError: CustomStringConvertible {
    public var description: String { description(inFile: "events") }

    /// One line for each problem, e.g. `cup.events.ndjson:12: product.price: missing`.
    public func description(inFile file: String) -> String {
        var sentences = lines.map { "\(file):\($0.number): \($0.error)" }
        if let reason { sentences.append("\(file): \(reason)") }
        if unlistedCount > 0 { sentences.append("\(file): and \(unlistedCount) more lines that can't be read") }
        return sentences.joined(separator: "\n")
    }
}
