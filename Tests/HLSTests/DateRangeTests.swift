import HLSTesting
import MediaModel
import Testing

@testable import HLS

@Suite struct DateRangeTests {
    private static let start = ProgramDateTime(millisecondsSince1970: 1_795_348_800_000)

    private static func read(_ line: String) throws -> DateRange? {
        try MediaPlaylist(parsing: "#EXTM3U\n#EXT-X-TARGETDURATION:2\n\(line)\n#EXTINF:1,\na\n").dateRanges.first
    }

    @Test func writesAProduct() throws {
        let range = DateRange(
            .product, eventID: "e-17", start: Self.start,
            [
                .id("cup-01"), .name("真空タンブラー"), .of("PRICE", .number(DecimalNumber(3_980))),
                .of("ORIGINAL-PRICE", .number(DecimalNumber(5_980))), .of("CURRENCY", .text("JPY")),
                .of("URL", .text("https://shop.example/cup-01?a=1,2")), .of("STOCK", .number(DecimalNumber(12))),
            ])
        #expect(
            range.line == """
                #EXT-X-DATERANGE:ID="e-17",CLASS="com.tatecast.product",START-DATE="2026-11-22T12:00:00.000Z",\
                END-ON-NEXT=YES,X-COM-TATECAST-ID="cup-01",X-COM-TATECAST-NAME="真空タンブラー",\
                X-COM-TATECAST-PRICE=3980,X-COM-TATECAST-ORIGINAL-PRICE=5980,X-COM-TATECAST-CURRENCY="JPY",\
                X-COM-TATECAST-URL="https://shop.example/cup-01?a=1,2",X-COM-TATECAST-STOCK=12
                """)
        #expect(try Self.read(range.line) == range)
    }

    @Test func writesACouponThatLasts() throws {
        let range = DateRange(
            .coupon, eventID: "e-1", start: Self.start, lasting: .milliseconds(90_500),
            [
                .of("CODE", .text("LIVE20")), .of("LIMIT", .bytes([0, 171, 255])),
                .of("PRICE", .number(DecimalNumber(3_980, decimals: 2))),
            ])
        #expect(
            range.line == """
                #EXT-X-DATERANGE:ID="e-1",CLASS="com.tatecast.coupon",START-DATE="2026-11-22T12:00:00.000Z",\
                DURATION=90.500000,X-COM-TATECAST-CODE="LIVE20",X-COM-TATECAST-LIMIT=0x00ABFF,X-COM-TATECAST-PRICE=39.80
                """)
        #expect(try Self.read(range.line) == range)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a \"b\" c", "a ”b” c"), ("two\nlines", "two lines"), ("two\r\n\tlines", "two lines"),
        ("nul\u{0}del\u{7f}c1\u{85}ls\u{2028}", "nul del c1 ls "), ("", ""), ("👩‍👩‍👧 🇯🇵", "👩‍👩‍👧 🇯🇵"),
    ])
    func aTextLosesWhatQuotesCannotHold(text: String, expected: String) throws {
        #expect(DateRange.quotable(text) == expected)
        let range = DateRange(.poll, eventID: "e", start: Self.start, [.name(text)])
        #expect(try Self.read(range.line) == range)
    }

    @Test func cutsLongTextBetweenCharacters() {
        #expect(DateRange.quotable("縦縦縦", limit: 7) == "縦縦")
        #expect(DateRange.quotable("a👩‍👩‍👧", limit: 10) == "a")
        #expect(DateRange.quotable(String(repeating: "a", count: 5_000)).utf8.count == DateRange.textLimit)
    }

    @Test(arguments: [
        "ID=\"\",START-DATE=\"2026-11-22T12:00:00Z\"", "ID=\"a\",START-DATE=\"today\"",
        "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",END-ON-NEXT=YES",
        "ID=\"a\",CLASS=\"b\",START-DATE=\"2026-11-22T12:00:00Z\",END-ON-NEXT=NO",
        "ID=\"a\",CLASS=\"b\",START-DATE=\"2026-11-22T12:00:00Z\",END-ON-NEXT=YES,DURATION=1",
        "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",END-DATE=\"2026-11-22T11:59:59Z\"",
        "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",DURATION=2,END-DATE=\"2026-11-22T12:00:01Z\"",
        "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",DURATION=-2",
        "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",X-A=word", "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",X-A=-1",
        "ID=\"a\",START-DATE=\"2026-11-22T12:00:00Z\",X-A=0xGG",
    ])
    func refusesWhatBreaksItsRules(attributes: String) {
        #expect(throws: PlaylistError.self) { try Self.read("#EXT-X-DATERANGE:\(attributes)") }
    }

    @Test func readsWhatOthersWrite() throws {
        let line =
            "#EXT-X-DATERANGE:ID=\"s\",START-DATE=\"2026-11-22T12:00:00Z\",DURATION=2,END-DATE=\"2026-11-22T12:00:02Z\""
            + ",SCTE35-OUT=0xFC00,X-ODD=0x1,CUE=\"PRE\""
        let range = try Self.read(line)
        #expect(range?.end == .at(Self.start.advanced(by: .seconds(2))))
        #expect(range?["X-ODD"] == .bytes([1]))
        #expect(range?.attributes.count == 1)
    }

    @Test func aDateAtTheEndOfTimeDoesNotTrap() throws {
        let range = try Self.read("#EXT-X-DATERANGE:ID=\"s\",START-DATE=\"9999-12-31T23:59:59.9Z\",DURATION=86400")
        #expect(DateRange.ends(of: [try #require(range)]).first??.description == "9999-12-31T23:59:59.999Z")
    }

    @Test func theNextOfAClassEndsTheOneBefore() {
        func product(_ id: String, _ second: Int64) -> DateRange {
            DateRange(.product, eventID: id, start: Self.start.advanced(by: .seconds(second)), [])
        }
        let ranges = [
            product("a", 0), DateRange(.poll, eventID: "b", start: Self.start.advanced(by: .seconds(1)), []),
            product("c", 4),
            DateRange.ending(.product, eventID: "d", start: Self.start.advanced(by: .seconds(9))),
        ]
        let ends = DateRange.ends(of: ranges).map { $0.map { ($0.millisecondsSince1970 - 1_795_348_800_000) / 1_000 } }
        #expect(ends == [4, nil, 9, 9])
    }

    @Test(arguments: [("0", 0, 0), ("12", 12, 0), ("12.50", 1_250, 2), ("0.000000001", 1, 9)])
    func readsDecimalNumbers(text: String, units: Int64, decimals: Int) throws {
        let number = try #require(DecimalNumber(parsing: text))
        #expect(number == DecimalNumber(units, decimals: decimals))
        #expect(number.text == text)
    }

    @Test(arguments: ["", "-1", "1.", ".5", "1e3", "1.0000000000", "9999999999", "1,5"])
    func refusesWhatIsNoDecimalNumber(text: String) { #expect(DecimalNumber(parsing: text) == nil) }
}
