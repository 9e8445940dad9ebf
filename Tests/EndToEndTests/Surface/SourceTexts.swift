import Foundation

/// Finds the sentences in Swift sources: string literals of two words or more. What is interpolated stands as `\(…)`.
struct SourceTexts {
    private let characters: [Character]
    private var position = 0
    private var found: [String] = []

    /// All sentences of the files below a folder, sorted, each once.
    static func sentences(below folder: URL, except skipped: (String) -> Bool) throws -> [String] {
        var all: Set<String> = []
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for name in names where name.hasSuffix(".swift") && !skipped(name) {
            var texts = SourceTexts(try String(contentsOf: folder.appending(path: name), encoding: .utf8))
            all.formUnion(texts.literals().filter(isSentence))
        }
        return all.sorted()
    }

    init(_ source: String) { characters = Array(source) }

    /// All literals, in order.
    mutating func literals() -> [String] {
        skipCode(untilParenthesis: false)
        return found
    }

    private static func isSentence(_ text: String) -> Bool {
        text.split(whereSeparator: { !$0.isLetter && $0 != "'" }).filter { $0.count > 1 }.count >= 2
            && text.contains(" ")
    }

    /// Goes through code; inside an interpolation up to the parenthesis that ends it.
    private mutating func skipCode(untilParenthesis isInside: Bool) {
        var depth = 0
        while position < characters.count {
            if isAt("//") {
                while position < characters.count, characters[position] != "\n" { position += 1 }
            } else if isAt("/*") {
                while position < characters.count, !isAt("*/") { position += 1 }
                position += 2
            } else if characters[position] == "\"" {
                readLiteral(hashes: 0)
            } else if characters[position] == "#", let hashes = hashesBeforeQuote() {
                position += hashes
                readLiteral(hashes: hashes)
            } else {
                if characters[position] == "(" { depth += 1 }
                if characters[position] == ")" {
                    if isInside, depth == 0 { return }
                    depth -= 1
                }
                position += 1
            }
        }
    }

    private func hashesBeforeQuote() -> Int? {
        var end = position
        while end < characters.count, characters[end] == "#" { end += 1 }
        return end < characters.count && characters[end] == "\"" ? end - position : nil
    }

    private mutating func readLiteral(hashes: Int) {
        let marks = String(repeating: "#", count: hashes)
        let quote = (isAt("\"\"\"") ? "\"\"\"" : "\"")
        position += quote.count
        var text = ""
        while position < characters.count, !isAt(quote + marks) {
            if isAt("\\" + marks + "(") {
                position += 2 + hashes
                text += "\\(…)"
                skipCode(untilParenthesis: true)
                position += 1
            } else if isAt("\\" + marks) {
                text += String(characters[position..<min(position + 2 + hashes, characters.count)])
                position += 2 + hashes
            } else {
                text.append(characters[position])
                position += 1
            }
        }
        position += quote.count + hashes
        // A text over several lines is one; a backslash before the line's end joins two.
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        found.append(
            lines.map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 }.joined(separator: " ")
                .trimmingCharacters(in: .whitespaces))
    }

    private func isAt(_ text: String) -> Bool {
        var index = position
        for character in text {
            guard index < characters.count, characters[index] == character else { return false }
            index += 1
        }
        return true
    }
}
