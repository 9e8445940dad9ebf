import Foundation
import Ingest

/// The texts of a small XML document's elements, by their names alone: what S3 and STS answer is no more than that.
struct SmallXML {
    private let text: String

    init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    /// The text of the first element of a name, in one line, without what a terminal would obey, and of a length that a log bears.
    subscript(name: String) -> String? { whole(name).map { printable($0, limit: 300, substitute: " ") } }

    /// The same, whatever its length: a token.
    func whole(_ name: String) -> String? {
        guard let begin = text.firstRange(of: "<\(name)>"),
            let end = text[begin.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return text[begin.upperBound..<end.lowerBound].replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&apos;", with: "'")
            .replacing("&amp;", with: "&").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
