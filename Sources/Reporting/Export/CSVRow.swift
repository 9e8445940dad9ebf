/// A row of a table as spreadsheets read it (RFC 4180), whatever is in its cells.
///
/// A cell that a spreadsheet would take for a formula, as it begins with `=`, `+`, `-`, `@` or their wide forms, a tab or a line end, gets an apostrophe before it: a
/// comment may be anybody's, and a formula can send away what else is in the table (OWASP, "CSV Injection").
public struct CSVRow: Sendable {
    /// Some spreadsheets take a file for UTF-8 only with this at its start.
    public static let mark = "\u{FEFF}"

    /// With its end.
    public let text: String

    public init(_ cells: [String]) { text = cells.map(Self.cell).joined(separator: ",") + "\r\n" }

    private static func cell(_ given: String) -> String {
        var text = given
        // What follows spaces is a formula to some.
        let first = given.unicodeScalars.first { $0 != " " && $0 != "\u{3000}" && $0 != "\u{FEFF}" }
        if let first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) { text = "'" + given }
        let needsQuotes = text.unicodeScalars.contains { "\",\r\n\t;'".unicodeScalars.contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
