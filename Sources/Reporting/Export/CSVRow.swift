/// A row of a table as spreadsheets read it (RFC 4180), whatever is in its cells.
///
/// A cell that a spreadsheet would take for a formula, as it begins with `=`, `+`, `-`, `@` or their wide forms, a tab or a line end, gets an apostrophe before it: a
/// comment may be anybody's, and a formula can send away what else is in the table (OWASP, "CSV Injection").
public struct CSVRow: Sendable {
    /// Some spreadsheets take a file for UTF-8 only with this at its start.
    public static let mark = "\u{FEFF}"

    /// With its end.
    public let text: String

    public init(_ cells: [String]) {
        // By bytes: a show has a million rows.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(cells.reduce(2) { $0 + $1.utf8.count + 16 })
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.append(cell, to: &bytes)
        }
        bytes += "\r\n".utf8
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        let isFormula = isFormula(cell)
        guard isFormula || cell.utf8.contains(where: needsQuotes) else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// What follows spaces is a formula to some.
    private static func isFormula(_ cell: String) -> Bool {
        for scalar in cell.unicodeScalars {
            switch scalar {
            case " ", "\u{3000}", "\u{FEFF}": continue
            case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return true
            default: return false
            }
        }
        return false
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "'"), 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}
