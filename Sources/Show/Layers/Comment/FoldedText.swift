import Foundation
import MediaModel

/// A text as it is compared with words that are to be masked: what looks alike to viewers is alike.
///
/// - What can't be seen is left out: zero-width spaces and joiners, soft hyphens, fillers, selectors, marks of direction.
/// - Compatibility forms are made one (NFKD): full and half width, ligatures, ① and 𝐀; letters in circles and boxes too.
/// - Upper and lower case are alike, with ß as ss; so are hiragana and katakana.
/// - Letters of Greek, Cyrillic and phonetic alphabets that have the shape of a Latin one are that one.
/// - Marks on letters of alphabets are left out (fúck, f̶u̶c̶k̶), the points of Arabic and Hebrew with them; `keepsMarks` keeps those
///   that make another letter of theirs (ú). The marks that make カ a ガ, and those that are Thai's and India's vowels, always count.
struct FoldedText {
    private(set) var scalars: [Unicode.Scalar] = []
    /// Which character each scalar comes from; empty for a text that was folded at once.
    private(set) var owners: [Int] = []

    /// Folds a whole text, without owners.
    init(_ text: String, keepsMarks: Bool = false) { append(text, owner: nil, keepsMarks) }

    /// Folds character by character.
    init(_ characters: [Character], keepsMarks: Bool = false) {
        for (index, character) in characters.enumerated() { append(String(character), owner: index, keepsMarks) }
    }

    /// Whether a scalar is one of the marks that are left out.
    static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        // Combining marks for all alphabets, and Cyrillic's.
        case 0x0300...0x036F, 0x0483...0x0489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        // Hebrew's points; Arabic's, and the line that only makes a word longer.
        case 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C7, 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670: true
        default: false
        }
    }

    private mutating func append(_ text: String, owner: Int?, _ keepsMarks: Bool) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 {
                if byte == 0x20, scalars.last == " " { continue }
                add(Unicode.Scalar(0x41...0x5A ~= byte ? byte + 0x20 : byte), owner)
            }
            return
        }
        for scalar in Self.parts(of: text, keepsMarks) {
            // White space stays, as words with a space inside are two; any amount of it is drawn as one.
            if scalar.properties.isWhitespace {
                if scalars.last != " " { add(" ", owner) }
                continue
            }
            if scalar.isInvisible { continue }
            if let shape = Self.shapes[scalar] {
                add(shape, owner)
                continue
            }
            for upper in scalar.properties.uppercaseMapping.unicodeScalars {
                for lower in upper.properties.lowercaseMapping.unicodeScalars {
                    add(Self.shapes[lower] ?? Self.katakana(lower), owner)
                }
            }
        }
    }

    /// The text in compatibility forms, taken apart: with all marks gone, or those alone that make no letter with theirs.
    private static func parts(of text: String, _ keepsMarks: Bool) -> String.UnicodeScalarView {
        var scalars = String.UnicodeScalarView()
        let all =
            keepsMarks ? text.precomposedStringWithCompatibilityMapping : text.decomposedStringWithCompatibilityMapping
        for scalar in all.unicodeScalars where !isMark(scalar) { scalars.append(scalar) }
        return keepsMarks ? String(scalars).decomposedStringWithCompatibilityMapping.unicodeScalars : scalars
    }

    private mutating func add(_ scalar: Unicode.Scalar, _ owner: Int?) {
        scalars.append(scalar)
        if let owner { owners.append(owner) }
    }

    private static func katakana(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard 0x3041...0x3096 ~= scalar.value else { return scalar }
        return Unicode.Scalar(scalar.value + 0x60) ?? scalar
    }

    /// What looks like a Latin letter, in lower case. Not all of Unicode's confusables: those that a reader takes for the letter.
    private static let shapes: [Unicode.Scalar: Unicode.Scalar] = {
        var shapes: [Unicode.Scalar: Unicode.Scalar] = [:]
        // Cyrillic, Greek, Armenian, small capitals and phonetic letters, each with its Latin twin below it.
        let pairs = [
            ("авеіјкмнорԛѕстуԝхһԁӏ", "abeijkmhopqsctywxhdl"),
            ("αβεζηικμνορτυχϳ", "abezhikmnoptuxj"),
            ("օսոհց", "ounhg"),
            ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
            ("ıɑɡɩʋǀⲟⲣ", "iagivlop"),
        ]
        for (others, latin) in pairs {
            for (other, letter) in zip(others.unicodeScalars, latin.unicodeScalars) { shapes[other] = letter }
        }
        // Letters in boxes and circles that have no compatibility form, and those that flags are made of.
        for first: UInt32 in [0x1F150, 0x1F170, 0x1F1E6] {
            for offset: UInt32 in 0..<26 {
                guard let other = Unicode.Scalar(first + offset), let letter = Unicode.Scalar(0x61 + offset) else {
                    continue
                }
                shapes[other] = letter
            }
        }
        return shapes
    }()
}
