import Captions
import Show

extension Field {
    func captions() -> CaptionsPreset? {
        guard let map = map(["languages", "shown", "describesSound"]) else { return nil }
        var captions = CaptionsPreset()
        for field in map["languages"]?.list(of: 1...CaptionsPreset.maximumLanguageCount, "languages") ?? [] {
            guard let language = field.language() else { continue }
            if captions.languages.contains(language) { field.report("\(language) is in the list twice") }
            captions.languages.append(language)
        }
        if let field = map["shown"], let language = field.language() {
            if !captions.languages.contains(language) { field.report("\(language) isn't among the languages") }
            captions.shown = language
        }
        map.read("describesSound", into: &captions.describesSound) { $0.flag() }
        return captions
    }

    func language() -> LanguageTag? {
        guard let text = scalarText else { return mismatch(expected: "a language tag such as ja or en-US") }
        do throws(LanguageTagFault) {
            return try LanguageTag(text)
        } catch {
            report("\(error); found \(quoted(text))")
            return nil
        }
    }
}
