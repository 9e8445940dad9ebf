import Foundation
import Show
import Testing

/// The decoder and the schema agree about events, document by document.
@Suite struct EventSchemaTests {
    /// Read once: a test runs for each document.
    private static let schema = Result {
        try JSONSchema(file: repository.appending(path: "schemas/event.schema.json"))
    }
    private let decoder = EventDecoder()

    private func bySchema(_ json: String) throws -> Bool {
        try Self.schema.get().accepts(try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)))
    }

    private func byDecoder(_ json: String) -> Bool { (try? decoder.decode(json.utf8)) != nil }

    private static let cup = #"{"id":"cup","name":"Cup","price":39.8,"currency":"USD"}"#

    private static let accepted = [
        #"{"type":"price","product":\#(cup)}"#,
        #"{"type":"price","action":"show","product":{"id":"a","name":"b","price":0,"originalPrice":1e12,"currency":"JPY","stock":0,"soldOut":true,"image":"a/b.png","url":"https://shop.example/a"}}"#,
        #"{"at":0.5,"id":"e","type":"price","products":[\#(cup)],"interval":2}"#,
        #"{"type":"price","product":{"id":"a","name":{"ja":"b","zh-Hant-TW":"c"},"price":1,"currency":"JPY"}}"#,
        #"{"type":"poll","question":{"en":"?"},"options":[{"text":{"en":"a","es-419":"b"}},"b"]}"#,
        #"{"type":"recap","lines":["a",{"ja":"b"}]}"#,
        #"{"type":"price","action":"hide"}"#,
        #"{"type":"price","action":"stock","stock":3}"#,
        #"{"type":"price","action":"stock","stock":3,"productId":"cup"}"#,
        #"{"type":"price","action":"soldOut"}"#,
        #"{"type":"price","action":"soldOut","productId":"cup"}"#,
        #"{"type":"hearts","count":1}"#,
        #"{"type":"hearts","count":1000000000,"icon":"bear"}"#,
        #"{"type":"comment","text":"かわいい😍"}"#,
        #"{"type":"comment","id":"c-91","author":"みき","text":"a","pin":true,"action":"show"}"#,
        #"{"type":"comment","id":"c-91","action":"pin"}"#,
        #"{"type":"comment","action":"unpin"}"#,
        #"{"type":"comment","id":"c-91","action":"remove","at":4}"#,
        #"{"type":"poll","id":"p","question":"?","options":["a","b"]}"#,
        #"{"type":"poll","question":"?","options":["a",{"text":"b","product":\#(cup),"events":[{"type":"recap"}]},"c","d"],"duration":3,"onEnd":[{"type":"layer","name":"coupon","action":"show"}]}"#,
        #"{"type":"poll","action":"vote","option":4,"count":7,"poll":"p"}"#,
        #"{"type":"poll","action":"close"}"#,
        #"{"type":"countdown","to":"2026-11-22T20:00:00+09:00","label":"sale"}"#,
        #"{"type":"countdown","seconds":86400,"onZero":[{"type":"price","product":\#(cup)},{"type":"poll","question":"?","options":["a","b"]}]}"#,
        #"{"type":"countdown","rounds":8,"work":20,"rest":10}"#,
        #"{"type":"countdown","rounds":1,"work":1.5,"action":"start"}"#,
        #"{"type":"countdown","action":"stop"}"#,
        #"{"type":"coupon","code":"SAVE10","condition":"from ¥5,000","expires":"2026-11-22T11:00:00.5Z","url":"http://a.example"}"#,
        #"{"type":"coupon","action":"hide"}"#,
        #"{"type":"nameplate","name":"Mika","title":"Stylist"}"#,
        #"{"type":"nameplate","action":"hide"}"#,
        #"{"type":"recap","lines":["a","b","c"],"every":300,"duration":8}"#,
        #"{"type":"recap"}"#, #"{"type":"recap","action":"show"}"#, #"{"type":"recap","action":"hide"}"#,
        #"{"type":"stamp","image":"bear.webp"}"#,
        #"{"type":"stamp","image":"a/bear.png","position":[0,100],"width":5,"duration":600}"#,
        #"{"type":"caption","id":"c1","language":"ja","text":"本日限り","from":12.2,"to":14}"#,
        #"{"type":"caption","id":"c1","language":"zh-Hant","text":"a","action":"show","at":3}"#,
        #"{"type":"caption","id":"c1","language":"ja","action":"remove"}"#,
        #"{"type":"layer","name":"recap","action":"hide"}"#,
        #"{"type":"slate","kind":"starting-soon","text":"x","until":30}"#,
        #"{"type":"slate","kind":"thank-you","until":"2026-11-22T20:00:00+09:00"}"#,
        #"{"type":"slate","action":"hide"}"#,
        #"{"type":"auction","item":"Plate","startingBid":1000,"currency":"JPY","ends":30}"#,
        #"{"type":"auction","id":"a","action":"start","item":"Plate","startingBid":9.5,"currency":"EUR","url":"https://a.example/b","ends":"2026-11-22T20:00:00+09:00"}"#,
        #"{"type":"auction","action":"bid","amount":1200,"currency":"JPY","bidder":"M***a","auction":"a"}"#,
        #"{"type":"auction","action":"extend","ends":30}"#, #"{"type":"auction","action":"sold"}"#,
        #"{"type":"auction","action":"hide"}"#,
        #"{"type":"clear","layer":"price"}"#,
        #"{"type":"undo","id":"e-17"}"#,
        #"{"type":"hearts","count":2,"at":"2026-11-22T20:00:00+09:00"}"#,
        #"{"type":"hearts","count":2,"at":86400}"#,
    ]

    private static let refused = [
        "[]", "1", "{}", #"{"type":"heart","count":1}"#, #"{"type":1}"#, #"{"count":1}"#,
        #"{"type":"hearts"}"#, #"{"type":"hearts","count":0}"#, #"{"type":"hearts","count":-1}"#,
        #"{"type":"hearts","count":1000000001}"#, #"{"type":"hearts","count":1.5}"#, #"{"type":"hearts","count":"1"}"#,
        #"{"type":"hearts","count":1,"size":2}"#, #"{"type":"hearts","count":1,"icon":""}"#,
        #"{"type":"hearts","count":1,"at":-1}"#, #"{"type":"hearts","count":1,"at":86401}"#,
        #"{"type":"hearts","count":1,"at":"tomorrow"}"#, #"{"type":"hearts","count":1,"id":7}"#,
        #"{"type":"price"}"#, #"{"type":"price","product":7}"#, #"{"type":"price","product":{"id":"a"}}"#,
        #"{"type":"price","product":\#(cup),"interval":3}"#, #"{"type":"price","products":[]}"#,
        #"{"type":"price","products":[\#(cup)],"interval":1}"#, #"{"type":"price","products":[7]}"#,
        #"{"type":"price","product":\#(cup),"products":[\#(cup)]}"#,
        #"{"type":"price","action":"hide","product":\#(cup)}"#, #"{"type":"price","action":"stock"}"#,
        #"{"type":"price","action":"stock","stock":-1}"#, #"{"type":"price","action":"soldOut","stock":0}"#,
        #"{"type":"price","action":"sell"}"#, #"{"type":"price","product":\#(cup),"productId":"a"}"#,
        #"{"type":"comment"}"#, #"{"type":"comment","text":""}"#, #"{"type":"comment","text":7}"#,
        #"{"type":"comment","action":"pin"}"#, #"{"type":"comment","action":"remove"}"#,
        #"{"type":"comment","id":"c","action":"remove","text":"a"}"#, #"{"type":"comment","text":"a","pin":"yes"}"#,
        #"{"type":"poll","question":"?"}"#, #"{"type":"poll","question":"?","options":["a"]}"#,
        #"{"type":"poll","question":"?","options":["a","b","c","d","e"]}"#,
        #"{"type":"poll","question":"?","options":["a",7]}"#,
        #"{"type":"poll","question":{},"options":["a","b"]}"#,
        #"{"type":"poll","question":{"en":3},"options":["a","b"]}"#,
        #"{"type":"poll","question":{"e":"?"},"options":["a","b"]}"#, #"{"type":"recap","lines":[{"ja":""}]}"#,
        #"{"type":"poll","question":"?","options":["a",{"words":"b"}]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"duration":2}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":[]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":[{"type":"hearts","count":1}]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":[{"type":"recap","at":1}]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":[{"type":"countdown","seconds":1,"onZero":[{"type":"recap"}]}]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":[\#(Array(repeating: #"{"type":"recap"}"#, count: 17).joined(separator: ","))]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":["recap"]}"#,
        #"{"type":"poll","question":"?","options":["a","b"],"onEnd":[{"type":"poll","action":"close"}]}"#,
        #"{"type":"poll","action":"vote"}"#, #"{"type":"poll","action":"vote","option":0}"#,
        #"{"type":"poll","action":"vote","option":5}"#, #"{"type":"poll","action":"vote","option":1,"count":0}"#,
        #"{"type":"poll","action":"close","option":1}"#,
        #"{"type":"countdown"}"#, #"{"type":"countdown","to":"20:00"}"#, #"{"type":"countdown","seconds":0}"#,
        #"{"type":"countdown","seconds":5,"to":"2026-11-22T20:00:00+09:00"}"#, #"{"type":"countdown","rounds":3}"#,
        #"{"type":"countdown","seconds":5,"work":3}"#, #"{"type":"countdown","rounds":100,"work":3}"#,
        #"{"type":"countdown","action":"stop","label":"a"}"#,
        #"{"type":"coupon"}"#, #"{"type":"coupon","code":""}"#, #"{"type":"coupon","code":"a","url":"javascript:1"}"#,
        #"{"type":"coupon","code":"a","expires":60}"#, #"{"type":"coupon","action":"hide","code":"a"}"#,
        #"{"type":"nameplate"}"#, #"{"type":"nameplate","title":"a"}"#,
        #"{"type":"nameplate","action":"hide","name":"a"}"#,
        #"{"type":"recap","lines":[]}"#, #"{"type":"recap","lines":["a","b","c","d"]}"#,
        #"{"type":"recap","lines":[1]}"#,
        #"{"type":"recap","lines":["a"],"every":9}"#, #"{"type":"recap","every":60}"#,
        #"{"type":"recap","action":"hide","lines":["a"]}"#,
        #"{"type":"auction"}"#, #"{"type":"auction","item":"Plate","startingBid":1}"#,
        #"{"type":"auction","action":"bid"}"#, #"{"type":"auction","action":"bid","amount":-1}"#,
        #"{"type":"auction","action":"extend"}"#, #"{"type":"auction","action":"sold","amount":1}"#,
        #"{"type":"auction","action":"hide","item":"Plate"}"#, #"{"type":"auction","action":"start","amount":1}"#,
        #"{"type":"caption","language":"ja","text":"a"}"#, #"{"type":"caption","id":"c1","text":"a"}"#,
        #"{"type":"caption","id":"c1","language":"Japanese","text":"a"}"#,
        #"{"type":"caption","id":"c1","language":"ja","text":""}"#,
        #"{"type":"caption","id":"c1","language":"ja","text":"a","from":-1}"#,
        #"{"type":"caption","id":"c1","language":"ja","action":"remove","text":"a"}"#,
        #"{"type":"stamp"}"#, #"{"type":"stamp","image":"../a.png"}"#, #"{"type":"stamp","image":"/a.png"}"#,
        #"{"type":"stamp","image":"a//b.png"}"#, #"{"type":"stamp","image":"a.png","position":[50]}"#,
        #"{"type":"stamp","image":"a.png","position":[50,101]}"#, #"{"type":"stamp","image":"a.png","duration":0}"#,
        #"{"type":"layer","name":"recap"}"#, #"{"type":"layer","action":"show"}"#,
        #"{"type":"layer","name":"recap","action":"blink"}"#,
        #"{"type":"slate"}"#, #"{"type":"slate","kind":"lunch"}"#, #"{"type":"slate","kind":"back-soon","until":0}"#,
        #"{"type":"slate","kind":"back-soon","until":"soon"}"#, #"{"type":"slate","action":"hide","kind":"back-soon"}"#,
        #"{"type":"clear"}"#, #"{"type":"clear","layer":7}"#, #"{"type":"undo"}"#, #"{"type":"undo","id":""}"#,
    ]

    /// What takes more than a schema: currencies, sums of keys, and what readers would call one character.
    private static let refusedByTheDecoder = [
        #"{"type":"price","product":{"id":"a","name":"b","price":1,"currency":"YEN"}}"#,
        #"{"type":"price","products":[\#(cup),\#(cup)]}"#,
        #"{"type":"recap","lines":["a"],"every":10,"duration":11}"#,
        #"{"type":"comment","text":"   "}"#, #"{"type":"comment","text":"a\u0007"}"#,
        #"{"type":"comment","text":"\u202Ea"}"#,
        #"{"type":"comment","text":"a\#(String(repeating: "\u{301}", count: 40))"}"#,
        #"{"type":"countdown","to":"2026-02-30T20:00:00Z"}"#,
        #"{"type":"hearts","count":1,"count":2}"#,
    ]

    @Test(arguments: accepted) func bothAccept(json: String) throws {
        #expect(throws: Never.self) { try decoder.decode(json.utf8) }
        #expect(try bySchema(json))
    }

    @Test(arguments: refused) func bothRefuse(json: String) throws {
        #expect(!byDecoder(json))
        #expect(try !bySchema(json))
    }

    @Test(arguments: refusedByTheDecoder) func onlyTheDecoderRefuses(json: String) throws {
        #expect(!byDecoder(json))
        #expect(try bySchema(json))
    }

    @Test func bothAcceptTheSamples() throws {
        let folder = repository.appending(path: "samples")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(".events.ndjson") }
        #expect(files.count >= 4)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for line in text.split(separator: "\n") {
                #expect(byDecoder(String(line)), "\(file.lastPathComponent): \(line)")
                #expect(try bySchema(String(line)), "\(file.lastPathComponent): \(line)")
            }
        }
    }
}

let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
