import Captions
import Show

/// A language of captions as viewers are offered it.
struct CaptionChoice: Hashable, Sendable {
    let language: LanguageTag
    /// Whether players show it unasked.
    let isShown: Bool
    /// Whether it tells those who don't hear all that is heard.
    let describesSound: Bool
}

extension CaptionsPreset {
    /// In their order.
    var choices: [CaptionChoice] {
        languages.map {
            CaptionChoice(language: $0, isShown: $0 == shown, describesSound: describesSound)
        }
    }
}
