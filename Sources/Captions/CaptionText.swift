/// What a caption says: lines of text, some of it with ruby (small characters above that say how it is read).
public struct CaptionText: Hashable, Sendable {
    /// A stretch of a line.
    public struct Run: Hashable, Sendable {
        public var base: String
        /// How it is read; `nil` for text without ruby.
        public var ruby: String?

        public init(_ base: String, ruby: String? = nil) { (self.base, self.ruby) = (base, ruby) }
    }

    /// No line is empty, and no two runs without ruby follow each other.
    public let lines: [[Run]]

    /// More lines than these would cover the picture.
    public static let maximumLineCount = 8

    /// - Parameter lines: White space around each goes, empty ones go, and those beyond ``maximumLineCount`` are joined to the last.
    init(lines: [[Run]]) {
        var kept = lines.map(Self.trimmed).filter { !$0.isEmpty }
        if kept.count > Self.maximumLineCount {
            let rest = kept[(Self.maximumLineCount - 1)...].map { $0 }
            kept.removeLast(rest.count)
            kept.append(Self.trimmed(Array(rest.joined(separator: [Run(" ")]))))
        }
        self.lines = kept
    }

    /// Whether there is nothing to read.
    public var isEmpty: Bool { lines.isEmpty }

    /// The text without ruby, a line each.
    public var plain: String { lines.map { $0.map(\.base).joined() }.joined(separator: "\n") }

    /// How many characters there are to read, those of ruby included.
    public var length: Int {
        lines.reduce(0) { $0 + $1.reduce(0) { $0 + $1.base.count + ($1.ruby?.count ?? 0) } }
    }

    private static func trimmed(_ line: [Run]) -> [Run] {
        var runs: [Run] = []
        for run in line where !run.base.isEmpty {
            if run.ruby == nil, let last = runs.last, last.ruby == nil {
                runs[runs.count - 1].base += run.base
            } else {
                runs.append(run)
            }
        }
        while let first = runs.first, first.ruby == nil {
            let rest = first.base.drop(while: \.isWhitespace)
            guard rest.isEmpty else {
                runs[0].base = String(rest)
                break
            }
            runs.removeFirst()
        }
        while let last = runs.last, last.ruby == nil {
            var rest = last.base[...]
            while rest.last?.isWhitespace == true { rest.removeLast() }
            guard rest.isEmpty else {
                runs[runs.count - 1].base = String(rest)
                break
            }
            runs.removeLast()
        }
        return runs
    }
}

extension CaptionText {
    /// As WebVTT writes it (6.4 of its specification): `&`, `<` and `>` escaped, ruby in `<ruby>…<rt>…</rt></ruby>`.
    public var webVTT: String {
        lines.map { line in
            line.map { run in
                let base = Self.escaped(run.base)
                return run.ruby.map { "<ruby>\(base)<rt>\(Self.escaped($0))</rt></ruby>" } ?? base
            }.joined()
        }.joined(separator: "\n")
    }

    /// A text for a cue: WebVTT would take some of its characters for tags, or for the arrow (WebVTT, 3.1).
    package static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            // Three characters of a text could otherwise be taken for the arrow between two times.
            case ">": escaped += "&gt;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
