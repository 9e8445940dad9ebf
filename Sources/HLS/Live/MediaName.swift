/// The name of a file of a rendition. No name ever has two contents: each start of a process has a run of its own.
public enum MediaName: Hashable, Sendable {
    case initialisation(run: String)
    /// `sequence` is the segment's media sequence number.
    case segment(run: String, sequence: Int, format: SegmentFormat = .fragment)
    case part(run: String, sequence: Int, part: Int)
}

/// What a rendition's segments are, by what their names end with.
public enum SegmentFormat: String, Hashable, Sendable, CaseIterable {
    /// Fragmented MP4.
    case fragment = "m4s"
    /// WebVTT, which has no initialisation section and no parts.
    case text = "vtt"
}

extension MediaName: CustomStringConvertible {
    /// `<run>-init.mp4`, `<run>-<sequence>.m4s` or `.vtt`, `<run>-<sequence>.<part>.m4s`.
    public var description: String {
        switch self {
        case .initialisation(let run): "\(run)-init.mp4"
        case .segment(let run, let sequence, let format): "\(run)-\(sequence).\(format.rawValue)"
        case .part(let run, let sequence, let part): "\(run)-\(sequence).\(part).m4s"
        }
    }

    /// Reads a name that may come from anyone; `nil` for what can't be one.
    ///
    /// Only the one way in which a number is written is a name: `007` is none.
    public init?(parsing text: some StringProtocol) {
        guard text.utf8.count <= 96, let hyphen = text.firstIndex(of: "-") else { return nil }
        let run = String(text[..<hyphen])
        let rest = text[text.index(after: hyphen)...]
        guard Self.isRun(run) else { return nil }
        if rest == "init.mp4" {
            self = .initialisation(run: run)
            return
        }
        guard let format = SegmentFormat.allCases.first(where: { rest.hasSuffix(".\($0.rawValue)") }) else {
            return nil
        }
        let numbers = rest.dropLast(4).split(separator: ".", omittingEmptySubsequences: false).map { digits -> Int? in
            guard let number = DecimalText.integer(digits), number < 1 << 62, "\(number)" == digits else { return nil }
            return number
        }
        switch numbers.count {
        case 1:
            guard let sequence = numbers[0] else { return nil }
            self = .segment(run: run, sequence: sequence, format: format)
        case 2 where format == .fragment:
            guard let sequence = numbers[0], let part = numbers[1] else { return nil }
            self = .part(run: run, sequence: sequence, part: part)
        default: return nil
        }
    }

    /// Letters and digits of ASCII, at most 32.
    static func isRun(_ text: String) -> Bool {
        1...32 ~= text.utf8.count
            && text.utf8.allSatisfy {
                DecimalText.isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
                    || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
            }
    }

    /// Of the segment that it is or belongs to; `nil` for an initialisation section.
    var sequence: Int? {
        switch self {
        case .initialisation: nil
        case .segment(_, let sequence, _): sequence
        case .part(_, let sequence, _): sequence
        }
    }
}
