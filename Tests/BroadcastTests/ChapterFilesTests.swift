import Captions
import Foundation
import HLS
import HLSTesting
import MediaModel
import Show
import Testing

@testable import Broadcast

@Suite struct ChapterFilesTests {
    private let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)

    /// So many segments of two seconds each, from an instant.
    private func segments(_ count: Int, from start: ProgramDateTime) -> [MediaPlaylist.Segment] {
        (0..<count).map { number in
            .init(
                uri: "a-\(number).m4s", duration: .seconds(2),
                programDateTime: start.advanced(by: .seconds(Int64(2 * number))), isDiscontinuous: number == 0)
        }
    }

    private func playlist(_ segments: [MediaPlaylist.Segment], _ shown: [(Double, Product?)]) throws -> MediaPlaylist {
        var mapper = DateRangeMapper(frameRate: .fps30, language: "ja-JP")
        var ranges: [ShownRange] = []
        for (seconds, product) in shown {
            var state = ShowState(start: nil)
            state.price.current = product
            ranges += mapper.changes(to: state, atTick: Int(seconds * 30))
        }
        var playlist = MediaPlaylist(
            header: .init(targetDuration: 2, kind: .videoOnDemand), segments: segments, isEnded: true)
        playlist.dateRanges = ranges.map { $0.dateRange(run: "a", start: start, frameRate: .fps30) }
        // As whoever goes on with it reads it.
        return try MediaPlaylist(parsing: playlist.text)
    }

    private func product(_ id: String, _ name: LocalizedText, price: Decimal = 1) -> Product {
        Product(id: id, name: name, price: price, currency: "JPY")
    }

    private func text(_ name: String, of files: ChapterFiles) throws -> String {
        String(decoding: try #require(files.files.first { $0.name == name }).bytes, as: UTF8.self)
    }

    @Test func areThoseOfWhatPlayersAreToldOf() throws {
        let cup: LocalizedText = .languages([try LanguageTag("ja"): "カップ", try LanguageTag("zh-Hant"): "杯子"])
        // A price that changes begins none, and neither does what is there for a moment.
        let shown: [(Double, Product?)] = [
            (15.5, product("cup", cup)), (20, product("cup", cup, price: 2)), (40, nil), (44, product("x", "Flash")),
            (47, product("bag", "Bag \"B\"")),
        ]
        let files = ChapterFiles(try playlist(segments(40, from: start), shown), language: "ja-JP")
        #expect(
            files.files.map(\.name) == ["chapters.vtt", "chapters.ja.vtt", "chapters.zh-Hant.vtt", "chapters.json"])
        #expect(
            try text("chapters.vtt", of: files) == """
                WEBVTT

                1
                00:00:00.000 --> 00:00:15.500
                オープニング

                2
                00:00:15.500 --> 00:00:47.000
                カップ

                3
                00:00:47.000 --> 00:01:20.000
                Bag ”B”

                """)
        #expect(try text("chapters.zh-Hant.vtt", of: files).contains("\n杯子\n"))
        let entries = try #require(
            try JSONSerialization.jsonObject(with: Data(try text("chapters.json", of: files).utf8)) as? [[String: Any]])
        #expect(entries.map { $0["start-time"] as? Double } == [0, 15.5, 47])
        #expect(
            entries[2]["titles"] as? [[String: String]] == [["language": "ja-JP", "title": "Bag ”B”"]])
    }

    /// Between two runs the wall clock goes on and the show doesn't.
    @Test func goByTheShowsOwnTime() throws {
        let second = start.advanced(by: .seconds(100))
        let show = segments(20, from: start) + segments(20, from: second)
        // One is told of while nobody recorded; one a little after the second run began.
        let shown: [(Double, Product?)] = [
            (0, product("cup", "Cup")), (60, product("mug", "Mug")), (112, product("bag", "Bag")),
        ]
        let files = ChapterFiles(try playlist(show, shown), language: "en")
        let list = try text("chapters.vtt", of: files)
        #expect(list.contains("00:00:00.000 --> 00:00:40.000\nCup"))
        #expect(list.contains("00:00:40.000 --> 00:00:52.000\nMug"))
        #expect(list.contains("00:00:52.000 --> 00:01:20.000\nBag"))
    }

    @Test func withoutProductsThereAreNone() throws {
        #expect(ChapterFiles(try playlist(segments(9, from: start), []), language: "en").files.isEmpty)
    }

    @Test(arguments: [
        ("chapters.json", true), ("chapters.vtt", true), ("chapters.en.vtt", true), ("chapters.zh-Hant.vtt", true),
        ("chapters.en.json", false), ("chapters..vtt", false), ("chapters.EN.vtt", false), ("chapters.../a.vtt", false),
        ("chapters.vtt.tmp", false), ("chapters", false), ("Chapters.vtt", false),
    ]) func haveNamesOfTheirOwn(_ name: String, _ isOurs: Bool) {
        #expect(ChapterName.matches(name) == isOurs)
        #expect(PresentationFiles.isForViewers(name) == isOurs)
    }
}
