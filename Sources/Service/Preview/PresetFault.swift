import Foundation
import Presets

/// Something that is wrong with a preset, as the page shows it: with its line, and those around it.
struct PresetFault: Encodable, Equatable {
    struct Line: Encodable, Equatable {
        let number: Int
        let text: String
    }

    var file: String
    /// From 1; the column in Unicode scalars.
    var line, column: Int?
    var path: String?
    var message: String
    var lines: [Line] = []

    /// Of one that can be read, and can't be used all the same.
    init(file: String, message: String) {
        (self.file, self.message) = (file, message)
    }

    /// - Parameter read: Gives a file's text; `nil` if it can't be read.
    init(_ problem: PresetProblem, file: String, read: (String) -> String?) {
        self.file = problem.file ?? file
        (line, column) = (problem.line, problem.column)
        path = problem.keyPath.isEmpty ? nil : problem.keyPath
        message = problem.message
        if let line, let text = read(self.file) { lines = Self.excerpt(of: text, around: line) }
    }

    /// All that an error names; a mistake in a style that all layers take over is one.
    static func all(of error: PresetError) -> [PresetFault] {
        var texts: [String: String] = [:]
        let faults = error.problems.map { problem in
            PresetFault(problem, file: error.file) { path in
                if let text = texts[path] { return text }
                let data = FileManager.default.contents(atPath: path) ?? Data()
                texts[path] = String(decoding: data.prefix(1 << 20), as: UTF8.self)
                return texts[path]
            }
        }
        return faults.enumerated().filter { index, fault in
            fault.line == nil
                || !faults[..<index].contains {
                    ($0.file, $0.line, $0.column, $0.message) == (fault.file, fault.line, fault.column, fault.message)
                }
        }.map(\.element)
    }

    /// A line, with one before and one after it.
    static func excerpt(of text: String, around line: Int) -> [Line] {
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return (line - 1...line + 1).compactMap { number in
            guard all.indices.contains(number - 1), number == line || !all[number - 1].isEmpty else { return nil }
            // A file may be one endless line.
            return Line(number: number, text: String(all[number - 1].prefix(400)))
        }
    }
}
