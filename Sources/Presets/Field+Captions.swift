import Captions
import MediaModel
import Show

extension Field {
    func captions() -> CaptionsPreset? {
        guard let map = map(["languages", "shown", "describesSound", "source"]) else { return nil }
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
        map.read("source", into: &captions.source) { $0.closedCaptions() }
        map.read("describesSound", into: &captions.describesSound) { $0.flag() }
        return captions
    }

    /// The languages of the channels of closed captions; none for `off`.
    private func closedCaptions() -> [ClosedCaptionChannel: LanguageTag]? {
        if scalarText == "off" { return [:] }
        let channels = ClosedCaptionChannel.allCases
        guard !hasNoKeys, let map = map(channels.map(\.rawValue)) else {
            return mismatch(
                expected: "off, or the language of each channel of CC1 to CC4 that the source has: {CC1: en}")
        }
        var languages: [ClosedCaptionChannel: LanguageTag] = [:]
        for channel in channels { languages[channel] = map[channel.rawValue]?.language() }
        return languages
    }

    private var hasNoKeys: Bool {
        if case .map(let pairs) = value.content { pairs.isEmpty } else { true }
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
