import Foundation
import MediaModel
import Show
import Testing

@Suite struct EventDecoderTests {
    private func decode(_ json: String) throws(EventError) -> ShowEvent { try EventDecoder().decode(json.utf8) }

    private func sentence(for json: String) -> String? {
        do throws(EventError) {
            _ = try decode(json)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func readsEveryKeyOfAPrice() throws {
        let json = """
            {"at": 0.5, "id": "e-1", "type": "price", "product": {"id": "cup-01", "name": "真空タンブラー", "price": 3980,
            "originalPrice": 5980, "currency": "JPY", "stock": 12, "image": "pictures/cup.png",
            "url": "https://shop.example/cup-01?a=1"}}
            """
        var product = Product(
            id: "cup-01", name: "真空タンブラー", price: 3980, originalPrice: 5980, currency: "JPY", stock: 12,
            image: "pictures/cup.png")
        product.url = "https://shop.example/cup-01?a=1"
        #expect(try decode(json) == ShowEvent(at: .milliseconds(500), id: "e-1", action: .price(.show(product))))
    }

    @Test(arguments: [
        (#"{"type":"hearts","count":37}"#, ShowEvent(action: .hearts(count: 37))),
        (#" {"count":1e3,"type":"hearts","at":null,"id":null} "#, ShowEvent(action: .hearts(count: 1_000))),
        (#"{"type":"hearts","count":1000000000}"#, ShowEvent(action: .hearts(count: 1_000_000_000))),
        (#"{"type":"price","action":"hide","at":2}"#, ShowEvent(at: .seconds(2), action: .price(.hide))),
        (
            #"{"type":"price","action":"show","product":{"id":"a","name":"b","price":0,"currency":"USD"}}"#,
            ShowEvent(action: .price(.show(Product(id: "a", name: "b", price: 0, currency: "USD"))))
        ),
    ])
    func reads(json: String, event: ShowEvent) throws {
        #expect(try decode(json) == event)
    }

    @Test(arguments: [
        ("3980", "3980"), ("39.80", "39.8"), ("0.1", "0.1"), ("0.3", "0.3"), ("999999999999.99", "999999999999.99"),
        ("1E2", "100"),
    ])
    func readsAmountsAsTheDecimalsTheyAre(written: String, read: String) throws {
        let json = #"{"type":"price","product":{"id":"a","name":"b","currency":"EUR","price":\#(written)}}"#
        guard case .price(.show(let products, _)) = try decode(json).action, let product = products.first else {
            throw EventError("no price")
        }
        #expect(product.price.description == read)
    }

    @Test(arguments: [
        ("0", Int64(0)), ("0.5", 500_000), ("0.1", 100_000), ("0.30000000000000004", 300_000), ("0.0666667", 66_667),
        ("86399.999999", 86_399_999_999), ("86400", 86_400_000_000), ("0.0000004", 0),
    ])
    func readsTimesToTheNearestMicrosecond(written: String, microseconds: Int64) throws {
        let event = try decode(#"{"type":"hearts","count":1,"at":\#(written)}"#)
        #expect(event.mediaTime == .microseconds(microseconds))
    }

    @Test(arguments: [
        ("", "expected a JSON object, found nothing"),
        ("# a comment", "expected a JSON object, found \"# a comment\""),
        ("[1]", "expected a JSON object, found \"[1]\""),
        (#"{"type":"hearts","count":}"#, "not valid JSON: invalid value around character 25"),
        (#"{"type":"hearts","count":1} x"#, "not valid JSON: invalid value around character 28"),
        (#"{"type":"hearts","count":1"#, "not valid JSON: unexpected end of file during JSON parse"),
        (#"{"type":"hearts","count":1,}"#, "not valid JSON: a comma before a closing bracket"),
        ("{\0\"type\":1}", "not valid JSON: a control character that isn't escaped"),
        (#"{"count":1}"#, "type: missing"),
        (#"{"type":7}"#, "type: expected text of 1 to 64 characters, found 7"),
        (#"{"type":"hart","count":1}"#, "type: unknown type \"hart\"; did you mean \"hearts\"?"),
        (
            #"{"type":"banner"}"#,
            """
            type: unknown type "banner"; expected one of price, hearts, comment, poll, countdown, coupon, auction, nameplate, \
            recap, stamp, caption, focus, bed, layer, slate, clear, undo
            """
        ),
        (#"{"type":"hearts"}"#, "count: missing"),
        (#"{"type":"hearts","cuont":1}"#, "cuont: unknown key; did you mean \"count\"?"),
        (#"{"type":"hearts","count":1,"size":3}"#, "size: unknown key; expected one of type, at, id, count, icon"),
        (#"{"type":"hearts","count":0}"#, "count: expected a whole number from 1 to 1000000000, found 0"),
        (#"{"type":"hearts","count":-3}"#, "count: expected a whole number from 1 to 1000000000, found -3"),
        (#"{"type":"hearts","count":1.5}"#, "count: expected a whole number from 1 to 1000000000, found 1.5"),
        (
            #"{"type":"hearts","count":1e9999}"#,
            "count: expected a whole number from 1 to 1000000000, found a value that can't be read"
        ),
        (#"{"type":"hearts","count":"37"}"#, "count: expected a whole number from 1 to 1000000000, found \"37\""),
        (#"{"type":"hearts","count":true}"#, "count: expected a whole number from 1 to 1000000000, found true"),
        (#"{"type":"hearts","count":[1]}"#, "count: expected a whole number from 1 to 1000000000, found a list"),
        (#"{"type":"hearts","count":1,"count":2}"#, "count: this key is given twice"),
        (#"{"type":"hearts","count":1,"coun\u0074":2}"#, "this key is given twice"),
        (#"{"type":"hearts","count":1,"at":-0.1}"#, "at: expected a number from 0 to 86400, found -0.1"),
        (#"{"type":"hearts","count":1,"at":86401}"#, "at: expected a number from 0 to 86400, found 86401"),
        (#"{"type":"hearts","count":1,"id":""}"#, "id: expected text of 1 to 128 characters, found \"\""),
        (#"{"type":"price"}"#, "product: missing"),
        (#"{"type":"price","product":"cup"}"#, "product: expected an object, found \"cup\""),
        (#"{"type":"price","action":"hid"}"#, "action: unknown action \"hid\"; did you mean \"hide\"?"),
        (#"{"type":"price","action":"hide","product":{}}"#, "product: not expected where action is \"hide\""),
        (#"{"type":"price","product":{}}"#, "product.id: missing"),
    ])
    func refusesInOneSentence(json: String, expected: String) {
        #expect(sentence(for: json) == expected)
    }

    @Test(arguments: [
        (#""price":"3980""#, #"product.price: expected a number from 0 to 1000000000000, found "3980""#),
        (#""price":-1"#, "product.price: expected a number from 0 to 1000000000000, found -1"),
        (#""price":1000000000001"#, "product.price: expected a number from 0 to 1000000000000, found 1000000000001"),
        (#""price":1,"original_price":2"#, #"product.original_price: unknown key; did you mean "originalPrice"?"#),
        (#""price":1,"price":2"#, "price: this key is given twice"),
        (#""price":1,"stock":-1"#, "product.stock: expected a whole number from 0 to 1000000000, found -1"),
        (
            #""price":1,"image":"../secret.png""#,
            #"product.image: expected a file name inside the show's folder, found "../secret.png""#
        ),
        (
            #""price":1,"image":"/etc/passwd""#,
            #"product.image: expected a file name inside the show's folder, found "/etc/passwd""#
        ),
        (
            #""price":1,"url":"javascript:alert(1)""#,
            #"product.url: expected an address that starts with https://, found "javascript:alert(1)""#
        ),
        (
            #""price":1,"url":"https://a b""#,
            #"product.url: expected an address that starts with https://, found "https://a b""#
        ),
        (
            #""price":1,"url":"https://""#,
            #"product.url: expected an address that starts with https://, found "https://""#
        ),
    ])
    func refusesInAProduct(members: String, expected: String) {
        let json = #"{"type":"price","product":{"id":"a","name":"b","currency":"JPY",\#(members)}}"#
        #expect(sentence(for: json) == expected)
    }

    @Test(arguments: [
        ("jpy", #"product.currency: expected an ISO 4217 code of three capitals, found "jpy"; did you mean "JPY"?"#),
        ("円", #"product.currency: expected an ISO 4217 code of three capitals, found "円""#),
        ("ABC", #"product.currency: expected an ISO 4217 code of three capitals, found "ABC""#),
    ])
    func refusesCurrenciesThatNobodyKnows(code: String, expected: String) {
        let json = #"{"type":"price","product":{"id":"a","name":"b","price":1,"currency":"\#(code)"}}"#
        #expect(sentence(for: json) == expected)
    }

    @Test func refusesWhatIsTooLargeOrTooDeep() {
        #expect(sentence(for: "{" + String(repeating: " ", count: 65_536) + "}") == "an event of more than 65536 bytes")
        let deep = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)
        #expect(sentence(for: #"{"type":\#(deep)}"#) == "nested deeper than 16 levels")
        #expect(sentence(for: #"{"type":"hearts","count":1,"id":"[[[[[[[[[[[[[[[[[[[["}"#) == nil)
    }

    @Test(arguments: [
        #"{"type":"hearts","count":%}"#, #"{"type":"poll","action":"vote","option":1,"count":%}"#,
        #"{"type":"price","action":"stock","stock":%}"#,
        #"{"type":"price","product":{"id":"a","name":"b","currency":"JPY","price":1,"stock":%}}"#,
    ])
    func boundsCounts(json: String) {
        for count in ["-1", "1000000001", "9223372036854775808", "1e18", "-1e18", "0.5", "1e-3"] {
            let sentence = sentence(for: json.replacing("%", with: count))
            #expect(sentence?.contains("expected a whole number from ") == true, "\(count): \(sentence ?? "accepted")")
        }
        #expect(sentence(for: json.replacing("%", with: "1000000000")) == nil)
    }

    @Test func refusesTextOf100000CharactersAndTextThatHidesItsNeighbours() {
        func comment(_ text: String) -> String? { sentence(for: #"{"type":"comment","text":"\#(text)"}"#) }
        #expect(comment(String(repeating: "a", count: 100_000)) == "an event of more than 65536 bytes")
        #expect(comment(String(repeating: "あ", count: 501)) == "text: expected text of 1 to 500 characters, found more")
        #expect(comment(String(repeating: "あ", count: 500)) == nil)
        #expect(comment("a\\u0007b") == "text: a character that text may not have: U+0007")
        #expect(comment("\\u202e0893¥") == "text: a character that text may not have: U+202E")
        #expect(comment("Z" + String(repeating: "\u{351}", count: 40)) == "text: a character with too many marks on it")
    }

    @Test func refusesBytesThatAreNoText() {
        #expect(throws: EventError("not valid UTF-8")) { try EventDecoder().decode([0x7B, 0xFF, 0x7D]) }
    }
}
