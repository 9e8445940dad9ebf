import Captions
import MediaModel
import Presets
import Show
import Testing

/// `captions: {source: …}`: what a preset says of closed captions in the source's pictures.
@Suite struct ClosedCaptionPresetTests {
    private func source(_ yaml: String) throws(PresetError) -> [ClosedCaptionChannel: LanguageTag]? {
        try PresetFile.decode(yaml: yaml, file: "x.yaml").captions?.source
    }

    @Test func readsTheLanguageOfEachChannel() throws {
        #expect(
            try source("captions: {source: {CC1: en, CC3: PT-br}}") == [
                .cc1: LanguageTag("en"), .cc3: LanguageTag("pt-BR"),
            ])
        #expect(try source("captions: {source: off}") == [:])
        #expect(try source("captions: {languages: [ja]}") == nil)
        #expect(try source("captions: {languages: [ja], source: {CC1: en}}") == [.cc1: LanguageTag("en")])
    }

    @Test(arguments: [
        ("captions: {source: on}", "captions.source: expected off, or the language of each channel"),
        ("captions: {source: {}}", "captions.source: expected off, or the language of each channel"),
        ("captions: {source: {CC5: en}}", "captions.source.CC5: unknown key; did you mean"),
        ("captions: {source: {CC1: [en]}}", "captions.source.CC1: expected a language tag"),
        ("captions: {source: {CC1: english}}", "captions.source.CC1: "),
    ])
    func refusesAndSaysWhere(yaml: String, complaint: String) {
        let error = #expect(throws: PresetError.self) { _ = try source(yaml) }
        #expect(error?.description.contains(complaint) == true, "\(String(describing: error))")
    }
}
