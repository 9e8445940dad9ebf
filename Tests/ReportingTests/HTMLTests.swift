import Testing

@testable import Reporting

@Suite struct HTMLTests {
    @Test func escapesWhatIsPutIn() {
        let name = "<script>alert(\"1\" & '2')</script>"
        let piece: HTML = "<b title=\"\(name)\">\(name)</b>"
        let escaped = "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;"
        #expect(piece.text == "<b title=\"\(escaped)\">\(escaped)</b>")
    }

    @Test func takesPiecesAsTheyAre() {
        let inner: HTML = "<i>\("&")</i>"
        #expect(("<b>\(inner)</b>" as HTML).text == "<b><i>&amp;</i></b>")
    }

    /// No page may have them, and marks of direction would turn what comes after a name.
    @Test func leavesControlsOut() { #expect(("\("a\u{0}b\u{202E}c\u{7F}d\u{2066}e\nf")" as HTML).text == "abcde\nf") }

    @Test(arguments: [(0.0, "0"), (1.5, "1.50"), (-2.25, "-2.25"), (3.0, "3"), (0.004, "0"), (1e300, "1000000000")])
    func writesNumbersShort(_ number: Double, _ text: String) { #expect(("\(number)" as HTML).text == text) }
}
