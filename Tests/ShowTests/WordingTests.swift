import Show
import Testing

@Suite struct WordingTests {
    /// One that nobody has translated would be English in the midst of Japanese.
    @Test func japaneseHasAWordOfItsOwnForEach() {
        for (name, path, placeholder) in Wording.keys {
            let (japanese, english) = (Wording.japanese[keyPath: path], Wording.english[keyPath: path])
            #expect(japanese != english, "\(name)")
            if let placeholder {
                #expect(japanese.contains(placeholder) && english.contains(placeholder), "\(name)")
            }
        }
    }
}
