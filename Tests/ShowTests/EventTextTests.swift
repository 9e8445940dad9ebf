import Testing

@testable import Show

@Suite struct EventTextTests {
    @Test(arguments: [
        ("cup", "cup"), ("  cup\n", "cup"), ("two\r\nlines", "two  lines"), ("真空\tタンブラー", "真空 タンブラー"),
        ("👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("\u{2067}مرحبا\u{2069}", "\u{2067}مرحبا\u{2069}"),
    ])
    func keepsWhatCanBeShown(text: String, cleaned: String) throws {
        #expect(try EventText.clean(text, limit: 20) == cleaned)
    }

    @Test(arguments: [
        ("", EventText.Fault.empty), (" \n\u{3000}", .empty), ("a\u{07}", .forbidden("U+0007")),
        ("a\u{0}", .forbidden("U+0000")), ("\u{9B}31m", .forbidden("U+009B")), ("\u{202E}089", .forbidden("U+202E")),
        ("a\u{FFFE}", .forbidden("U+FFFE")), ("Z" + String(repeating: "\u{0351}", count: 40), .tooManyMarks),
        (String(repeating: "x", count: 21), .tooLong), (String(repeating: "真", count: 21), .tooLong),
        (String(repeating: "\u{0351}", count: 100_000), .tooLong),
        // What is drawn as nothing: fillers, joiners, marks of direction, selectors, tags, private use.
        ("\u{3164}", .invisible("U+3164")), ("\u{2800}\u{2800}", .invisible("U+2800")),
        ("\u{200B} \u{2060}", .invisible("U+200B")), ("\u{FFA0}\u{115F}", .invisible("U+FFA0")),
        ("\u{AD}", .invisible("U+00AD")), ("\u{200F}\u{2068}\u{2069}", .invisible("U+200F")),
        ("\u{FE0F}\u{E0041}", .invisible("U+FE0F")), ("\u{F8FF}", .invisible("U+F8FF")),
        ("\u{34F}", .invisible("U+034F")),
    ])
    func refusesTheRest(text: String, fault: EventText.Fault) {
        #expect(throws: fault) { try EventText.clean(text, limit: 20) }
    }

    @Test func countsCharactersAsReadersDo() throws {
        let text = String(repeating: "👨‍👩‍👧‍👦", count: 20)
        #expect(try EventText.clean(text, limit: 20) == text)
    }
}
