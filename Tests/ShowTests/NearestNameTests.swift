import Testing

@testable import Show

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("widht", "width"), ("wdith", "width"), ("Width", "width"), ("hight", "height"),
        ("original_price", "originalPrice"),
        ("frame-rate", "frameRate"), ("colour", "color"),
    ])
    func findsWhatWasMeant(misspelt: String, name: String) {
        let names = ["width", "height", "originalPrice", "frameRate", "color", "anchor"]
        #expect(nearestName(to: misspelt, among: names) == name)
    }

    @Test(arguments: ["", "x", "banana", "heartsandstars", String(repeating: "width", count: 1_000)])
    func findsNothingFarAway(text: String) {
        #expect(nearestName(to: text, among: ["width", "height"]) == nil)
    }

    @Test func namesAllWhereNoneIsNear() {
        #expect(suggestion(for: "x", among: ["width", "height"]) == "expected one of width, height")
        #expect(suggestion(for: "hieght", among: ["width", "height"]) == "did you mean \"height\"?")
    }

    @Test func quotesAnExcerptOnOneLine() {
        #expect(quoted("a\nb\u{1B}") == "\"a\u{FFFD}b\u{FFFD}\"")
        #expect(quoted(String(repeating: "x", count: 100)) == "\"" + String(repeating: "x", count: 40) + "…\"")
    }
}
