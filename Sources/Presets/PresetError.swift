/// Why a preset can't be used: everything that is wrong with its file and those it extends, the first ``maximumListed`` problems of it.
public struct PresetError: Error, Hashable, Sendable {
    public static let maximumListed = 20

    /// Which of the two it is decides what a command answers: a file that isn't there, or one that is wrong.
    public enum Kind: Sendable {
        case cannotRead, invalid
    }

    public let kind: Kind
    /// As the caller named it.
    public let file: String
    /// In the file's order.
    public let problems: [PresetProblem]
    /// How many more problems there are.
    public let unlistedCount: Int

    init(_ kind: Kind, file: String, problems: [PresetProblem], unlistedCount: Int = 0) {
        self.kind = kind
        self.file = file
        self.problems = problems
        self.unlistedCount = unlistedCount
    }
}

/// One thing that is wrong with a preset.
public struct PresetProblem: Hashable, Sendable {
    /// The file it stands in, if that isn't the preset itself but one that it extends; `nil` otherwise.
    public let file: String?
    /// From 1; `nil` for the file as a whole.
    public let line: Int?
    /// From 1, in Unicode scalars.
    public let column: Int?
    /// E.g. `layers[0].price.width`; empty for the file as a whole.
    public let keyPath: String
    /// One sentence for the person who wrote the preset, without a full stop.
    public let message: String

    init(_ message: String, keyPath: String = "", line: Int? = nil, column: Int? = nil, file: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.keyPath = keyPath
        self.message = message
    }
}

extension PresetError: CustomStringConvertible {
    /// A line for each problem, e.g.
    /// `presets/x.yaml:12:7: layers[0].price.widht: unknown key; did you mean "width"?`.
    public var description: String {
        var sentences = problems.map { problem in
            let place = [problem.file ?? file, problem.line.map { "\($0)" }, problem.column.map { "\($0)" }].compactMap(
                \.self)
            let parts = [place.joined(separator: ":"), problem.keyPath, problem.message]
            return parts.filter { !$0.isEmpty }.joined(separator: ": ")
        }
        if unlistedCount > 0 { sentences.append("\(file): and \(unlistedCount) more problems") }
        return sentences.joined(separator: "\n")
    }
}
