import CPango

extension Typesetter {
    /// Allows no line to break within a phrase of Japanese: a word with the endings and particles after it.
    ///
    /// Unicode's rules break Japanese between any two letters; readers stumble over タンブ|ラー and 色違|い. A phrase
    /// begins where kanji or katakana follow hiragana, or each other; お and ご belong to the word after them.
    func keepPhrasesWhole(_ text: String, in attributes: OpaquePointer?) {
        var (offset, start, count) = (0, 0, 0)
        var last: JapaneseScript?
        func close(at end: Int) {
            guard (2...Self.longestWhole).contains(count), let attribute = pango_attr_allow_breaks_new(0) else {
                return
            }
            attribute.pointee.start_index = UInt32(start)
            attribute.pointee.end_index = UInt32(end)
            pango_attr_list_insert(attributes, attribute)
        }
        var lastScalar: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            let script = JapaneseScript(scalar)
            let isHonorific = count == 1 && (lastScalar == "お" || lastScalar == "ご")
            let goesOn = script != nil && last != nil && (script == .hiragana || script == last || isHonorific)
            if !goesOn {
                close(at: offset)
                (start, count) = (offset, 0)
            }
            if script != nil { count += 1 }
            (last, lastScalar) = (script, scalar)
            offset += scalar.utf8.count
        }
        close(at: offset)
    }

    /// The longest phrase that is kept in one piece, in letters.
    private static let longestWhole = 12
}

/// The scripts that Japanese words are told apart by.
private enum JapaneseScript {
    case hiragana, katakana, kanji

    /// `nil` for all else: Latin has words of its own, punctuation is kinsoku's.
    init?(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x3041...0x3096, 0x309D...0x309E: self = .hiragana
        // With the mark that makes a vowel long, without the dot between words.
        case 0x30A1...0x30FA, 0x30FC...0x30FE: self = .katakana
        case 0x3005, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2FFFF: self = .kanji
        default: return nil
        }
    }
}
