import MediaModel
import Testing

@testable import Captions

@Suite struct CaptionFileTests {
    private func read(_ text: String) throws -> CaptionFile {
        try CaptionFile(Array(text.utf8), language: LanguageTag("ja"))
    }

    private func said(_ file: CaptionFile) -> [String] { file.problems.map { "\($0.line): \($0.message)" } }

    @Test func readsWebVTT() throws {
        let file = try read(
            """
            \u{FEFF}WEBVTT - a title
            Kind: captions

            NOTE
            nobody reads this

            intro
            00:01.000 --> 00:02.500
            一行目
            二行目

            01:00:00.000 --> 01:00:01.000
            <v Mika>later
            """)
        #expect(file.captions.map(\.text.plain) == ["一行目\n二行目", "later"])
        #expect(file.captions.map(\.from) == [.seconds(1), .seconds(3_600)])
        #expect(file.captions.first?.to == .milliseconds(2_500))
        #expect(file.problems.isEmpty)
    }

    @Test func readsSubRip() throws {
        let file = try read(
            "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>one</i>\r\n\r\n2\r\n00:00:03,5 --> 00:00:04,000 X1:40\r\ntwo\r\n")
        #expect(file.captions.map(\.text.plain) == ["one", "two"])
        #expect(file.captions.last?.from == .milliseconds(3_500))
        #expect(file.problems.isEmpty)
    }

    @Test func saysWhatItLeavesOut() throws {
        let file = try read(
            """
            WEBVTT
            X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

            STYLE
            ::cue { color: red }

            STYLE
            ::cue { color: blue }

            REGION
            id:a

            00:05.000 --> 00:04.000
            backwards

            00:01.000 --> 00:02.000 line:0 position:20%
            one

            00:01.500 --> 00:03.000 line:0
            over it

            00:1.500 -> 00:03.000
            no arrow

            12:99.000 --> 00:03.000
            no time

            00:06.000 --> 00:07.000
            \(String(repeating: "長", count: 10_000))
            """)
        #expect(file.captions.map(\.text.plain) == ["one", "over it"])
        #expect(
            said(file) == [
                "2: X-TIMESTAMP-MAP is left out: times are the programme's",
                "4: STYLE is left out: players, and the captions layer, have their own look",
                "10: REGION is left out: players, and the captions layer, have their own look",
                "13: the caption ends at 00:00:04.000, before it begins: it is left out",
                "16: settings behind the times are left out: captions stand where players put them",
                "22: expected a caption's times, such as 00:01.000 --> 00:02.500",
                "25: these times can't be read: expected such as 00:00:01.000 --> 00:00:02.500",
                "28: a caption of 10000 characters: expected 500 at most; it is left out",
                "19: captions overlap, first at 00:00:01.500: they are shown together",
            ])
    }

    @Test func forgivesWrongNumbers() throws {
        let file = try read(
            """
            7
            00:00:03,000 --> 00:00:04,000
            second
            8
            00:00:05,000 --> 00:00:06,000
            third, without an empty line before it

            00:00:01,000 --> 00:00:02,000
            first, without a number
            """)
        #expect(file.captions.map { $0.text.plain.prefix(6) } == ["first,", "second", "third,"])
        #expect(said(file) == ["1: captions aren't numbered 1, 2, 3…: they go by their times"])
    }

    @Test func boundsWhatItSays() throws {
        let file = try read("WEBVTT\n\n" + String(repeating: "00:05.000 --> 00:04.000\na\n\n", count: 300))
        #expect(file.problems.count == CaptionFile.maximumProblemCount && file.problemCount == 300)
    }

    @Test func refusesWhatHasNoCaption() throws {
        #expect(throws: CaptionFileError.unknownFormat) { try read("Hello\n\nworld") }
        #expect(throws: CaptionFileError.unknownFormat) { try read("") }
        #expect(throws: CaptionFileError.encoding(nil)) {
            try CaptionFile([0x93, 0xFA, 0x96, 0x7B], language: LanguageTag("ja"))
        }
        #expect(throws: CaptionFileError.encoding("UTF-16")) {
            try CaptionFile([0xFF, 0xFE, 0x31, 0], language: LanguageTag("ja"))
        }
        #expect(throws: CaptionFileError.tooLarge) {
            try CaptionFile(
                [UInt8](repeating: 10, count: CaptionFile.maximumByteCount + 1), language: LanguageTag("ja"))
        }
        #expect(throws: CaptionFileError.self) { try read("1\n00:00:05,000 --> 00:00:04,000\na") }
        #expect(try read("WEBVTT").captions.isEmpty)
    }
}
