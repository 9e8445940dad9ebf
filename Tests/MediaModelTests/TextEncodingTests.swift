import MediaModel
import Testing

@Suite struct TextEncodingTests {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func utf16(_ text: String, isBig: Bool = false, mark: Bool = true) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return isBig ? bytes.reversed() : bytes
        }
    }

    private static func utf32(_ text: String) -> [UInt8] {
        ([0xFEFF] + text.unicodeScalars.map(\.value)).flatMap { value in
            (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
        }
    }

    @Test func passesOverAByteOrderMarkAndNoOther() throws {
        #expect(try TextEncoding.text(Self.mark + Array("name: é".utf8)) == "name: é")
        #expect(try TextEncoding.text(Array("name: é".utf8)) == "name: é")
        #expect(try TextEncoding.text(Self.mark + Self.mark + [0x61]) == "\u{FEFF}a")
        #expect(try TextEncoding.text([0x61] + Self.mark) == "a\u{FEFF}")
        #expect(try TextEncoding.text(Self.mark) == "" && TextEncoding.text([UInt8]()) == "")
        #expect(TextEncoding.withoutMark("\u{FEFF}a\r\n") == "a\r\n" && TextEncoding.withoutMark("a") == "a")
    }

    @Test(arguments: [
        (utf16("name: x"), "UTF-16"), (utf16("name: x", isBig: true), "UTF-16"),
        (utf16("name: x", mark: false), "UTF-16"), (utf16("name: x", isBig: true, mark: false), "UTF-16"),
        (utf16("日本"), "UTF-16"), (utf32("name"), "UTF-32"),
    ])
    func namesWhatItIsInstead(bytes: [UInt8], name: String) {
        let error = #expect(throws: TextEncoding.Failure.self) { try TextEncoding.text(bytes) }
        #expect(error?.description == "it is \(name): save it as UTF-8")
    }

    @Test func saysThatOtherBytesAreNoUTF8() {
        // Shift JIS, Latin-1, a sequence cut off.
        for bytes: [UInt8] in [[0x93, 0xFA, 0x96, 0x7B], [0x63, 0x61, 0x66, 0xE9], [0x61, 0xE3, 0x81]] {
            let error = #expect(throws: TextEncoding.Failure.self) { try TextEncoding.text(bytes) }
            #expect(error?.description == "not valid UTF-8")
        }
    }
}
