public import Foundation
import MediaModel

/// What was found in a clip, picture by picture: what `tatecast follow CLIP --json` writes and `--subjects FILE` reads.
///
/// It is NDJSON, one finding a line, in any order:
///
///     {"time":0.2,"cut":true,"subjects":[{"kind":"face","x":0.41,"y":0.2,"width":0.1,"height":0.18,"score":0.97}]}
///
/// `time` is in seconds of the clip, boxes are in shares of its picture. `cut`, `score` and `activity` may be left out.
public struct SubjectTrack: Hashable, Sendable {
    /// In bytes.
    public static let maximumByteCount = 64 * 1_024 * 1_024
    /// Ten a second for a day.
    public static let maximumFindingCount = 864_000
    public static let maximumLineByteCount = 32 * 1_024
    /// In one finding.
    public static let maximumSubjectCount = 64

    /// In the order of their times.
    public let findings: [Finding]

    public init(_ findings: [Finding]) {
        // By place as well, as the standard library's sort doesn't promise to be stable.
        self.findings = findings.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    /// Reads a file's bytes: UTF-8, lines may be blank and end with LF or CRLF.
    ///
    /// - Throws: ``FollowError`` for the first line that is wrong, e.g. `line 3: subjects[0].width: missing`.
    public init(ndjson: Data) throws(FollowError) {
        guard ndjson.count <= Self.maximumByteCount else {
            throw FollowError("larger than \(Self.maximumByteCount / 1_048_576) MiB")
        }
        if let name = TextEncoding.other(ndjson) { throw FollowError("it is \(name): save it as UTF-8") }
        let bytes = [UInt8](TextEncoding.withoutMark(ndjson))
        let decoder = JSONDecoder()
        var findings: [Finding] = []
        var (start, number) = (0, 0)
        while start < bytes.count {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let line = bytes[start..<end]
            start = end + 1
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do throws(FollowError) {
                findings.append(try Self.finding(line, decoder))
            } catch {
                throw FollowError("line \(number): \(error.description)")
            }
            guard findings.count <= Self.maximumFindingCount else {
                throw FollowError("more than \(Self.maximumFindingCount) findings")
            }
        }
        self.init(findings)
    }

    private static func finding(_ line: ArraySlice<UInt8>, _ decoder: JSONDecoder) throws(FollowError) -> Finding {
        guard line.count <= maximumLineByteCount else {
            throw FollowError("longer than \(maximumLineByteCount / 1_024) KiB")
        }
        // It opens one bracket for itself, one for its list and one for each subject. Deeper nesting could exhaust the parser's stack.
        let brackets = line.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
        guard brackets <= 2 + maximumSubjectCount else {
            throw FollowError("not a finding of at most \(maximumSubjectCount) subjects: it has \(brackets) brackets")
        }
        do {
            return try decoder.decode(WrittenFinding.self, from: Data(line)).finding
        } catch let error as FollowError {
            throw error
        } catch let DecodingError.typeMismatch(_, context) where context.codingPath.isEmpty {
            throw FollowError("expected a JSON object with time and subjects")
        } catch {
            throw FollowError("not valid JSON: expected one object, all on this line")
        }
    }

    /// The file's text.
    public var ndjson: String { findings.map { Self.line($0) + "\n" }.joined() }

    /// One finding, without the line's end.
    public static func line(_ finding: Finding) -> String {
        let subjects = finding.subjects.map { subject in
            let box = subject.box
            var members = [
                "\"kind\":\"\(subject.kind.rawValue)\"", "\"x\":\(decimal(box.x))", "\"y\":\(decimal(box.y))",
                "\"width\":\(decimal(box.width))", "\"height\":\(decimal(box.height))",
                "\"score\":\(decimal(subject.score, digits: 3))",
            ]
            if let activity = subject.activity { members.append("\"activity\":\(decimal(activity))") }
            return "{\(members.joined(separator: ","))}"
        }
        let cut = finding.isCut ? ",\"cut\":true" : ""
        return "{\"time\":\(seconds(finding.time))\(cut),\"subjects\":[\(subjects.joined(separator: ","))]}"
    }
}

/// Nanoseconds as seconds, exactly.
func seconds(_ nanoseconds: Int64) -> String {
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    return (nanoseconds < 0 ? "-" : "") + fixed(whole, rest, digits: 9)
}

/// A number with so many decimals at most; 0 for what is none.
func decimal(_ value: Double, digits: Int = 5) -> String {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    guard let scaled = Int64(exactly: (value * scale).rounded()) else { return "0" }
    let (whole, rest) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    return (scaled < 0 ? "-" : "") + fixed(whole, rest, digits: digits)
}

private func fixed(_ whole: UInt64, _ rest: UInt64, digits: Int) -> String {
    guard rest > 0 else { return "\(whole)" }
    var text = String(rest)
    text = String(repeating: "0", count: digits - text.count) + text
    while text.hasSuffix("0") { text.removeLast() }
    return "\(whole).\(text)"
}
