import MediaModel

/// A file of captions: WebVTT or SubRip (SRT), told apart by what is in it.
///
/// One that can be read at all is read to its end: what is wrong with a caption costs this one alone, and is said.
public struct CaptionFile: Hashable, Sendable {
    /// In bytes: ten times what a show of ten hours takes.
    public static let maximumByteCount = 16 << 20
    public static let maximumCaptionCount = 100_000
    /// So many sentences are kept; ``problemCount`` counts on.
    public static let maximumProblemCount = 20

    /// What is wrong at a line of it.
    public struct Problem: Hashable, Sendable {
        /// Counted from 1.
        public let line: Int
        public let message: String
    }

    /// In order of their beginnings.
    public private(set) var captions: [Caption] = []
    public private(set) var problems: [Problem] = []
    public private(set) var problemCount = 0
    /// Things that are said of a file once.
    private var saidOnce: Set<String> = []

    /// - Parameter bytes: UTF-8, with or without a mark, lines ended in any of the usual ways.
    /// - Throws: ``CaptionFileError`` where there is no caption in it at all.
    public init(_ bytes: [UInt8], language: LanguageTag) throws(CaptionFileError) {
        guard bytes.count <= Self.maximumByteCount else { throw .tooLarge }
        if let name = TextEncoding.other(bytes) { throw .encoding(name) }
        guard let text = String(validating: TextEncoding.withoutMark(bytes), as: UTF8.self) else {
            throw .encoding(nil)
        }
        let lines = CaptionLines(text)
        if lines.isWebVTT { readWebVTT(lines, language) } else { readSubRip(lines, language) }
        guard !captions.isEmpty || lines.isWebVTT else {
            throw problems.isEmpty ? .unknownFormat : .nothing(problems[0])
        }
        sort()
    }

    /// Takes a caption, or says what stands against it.
    mutating func add(
        _ text: CaptionText, _ times: (from: MediaTime, to: MediaTime), _ language: LanguageTag, line: Int
    ) {
        guard captions.count < Self.maximumCaptionCount else {
            return reportOnce("more than \(Self.maximumCaptionCount) captions: the rest is left out", at: line)
        }
        guard times.to > times.from else {
            return report(
                "the caption ends at \(CueTime.text(of: times.to)), before it begins: it is left out", at: line)
        }
        // One without words is how some programmes say that nothing is said.
        guard !text.isEmpty else { return }
        guard text.length <= Caption.maximumLength else {
            return report(
                "a caption of \(text.length) characters: expected \(Caption.maximumLength) at most; it is left out",
                at: line)
        }
        captions.append(
            Caption(id: "file-\(line)", language: language, text: text, from: times.from, to: times.to))
    }

    mutating func report(_ message: String, at line: Int) {
        problemCount += 1
        if problems.count < Self.maximumProblemCount { problems.append(Problem(line: line, message: message)) }
    }

    /// Reports what a file may have a thousand times, where it first has it.
    mutating func reportOnce(_ message: String, at line: Int) {
        if saidOnce.insert(message).inserted { report(message, at: line) }
    }

    private mutating func sort() {
        // Those of one instant stay as the file has them.
        let order = captions.indices.sorted { (captions[$0].from, $0) < (captions[$1].from, $1) }
        captions = order.map { captions[$0] }
        var latest: MediaTime?
        for caption in captions {
            if let latest, caption.from < latest {
                reportOnce(
                    "captions overlap, first at \(CueTime.text(of: caption.from)): they are shown together",
                    at: Int(caption.id.dropFirst("file-".count)) ?? 1)
                break
            }
            latest = max(latest ?? caption.latestEnd, caption.latestEnd)
        }
    }
}

/// Why there is no caption in a file.
public enum CaptionFileError: Error, Hashable, Sendable {
    case tooLarge
    /// The encoding's name, as far as it can be told.
    case encoding(String?)
    case unknownFormat
    /// With what is wrong first.
    case nothing(CaptionFile.Problem)
}

extension CaptionFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge: "more than \(CaptionFile.maximumByteCount >> 20) MiB: expected a file of captions"
        case .encoding(let name?): "it is \(name): expected UTF-8; convert it first (iconv -f \(name) -t UTF-8)"
        case .encoding(nil): "not valid UTF-8: convert it first (iconv -f SHIFT_JIS -t UTF-8)"
        case .unknownFormat: "expected WebVTT (its first line is WEBVTT) or SubRip (times with -->)"
        case .nothing(let problem): "no caption in it can be read; line \(problem.line): \(problem.message)"
        }
    }
}
