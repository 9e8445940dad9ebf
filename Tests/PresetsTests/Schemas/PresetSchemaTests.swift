import Foundation
import Presets
import Testing

/// The reader and the schema agree about presets, document by document. The documents are JSON, which YAML contains.
@Suite struct PresetSchemaTests {
    /// Read once: a test runs for each document.
    private static let schema = Result {
        try JSONSchema(file: repository.appending(path: "schemas/preset.schema.json"))
    }

    private func bySchema(_ json: String) throws -> Bool {
        try Self.schema.get().accepts(try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)))
    }

    private func decode(_ json: String) throws(PresetError) {
        // The folder with the pictures that the documents name.
        _ = try PresetFile.decode(yaml: json, file: repository.appending(path: "presets/x.yaml").path())
    }

    private static func layer(_ members: String, of type: String = "price") -> String {
        #"{"layers":[{"\#(type)":{\#(members)}}]}"#
    }

    private static func style(_ members: String) -> String { layer(#""style":{\#(members)}"#) }

    private static let accepted = [
        "{}",
        #"{"name":"x","canvas":"auto","ladder":"auto","latency":"ultra","locale":"zh-Hant-TW","layers":[]}"#,
        #"{"canvas":{"width":720,"height":1280,"frameRate":50}}"#,
        #"{"reframe":{"mode":"fit","anchor":[0.25,"top"],"rotate":270,"flip":"vertical"}}"#,
        #"{"reframe":{"anchor":"bottom"}}"#, #"{"reframe":{"anchor":1}}"#,
        #"{"ladder":[{"width":720,"height":1280,"bitRate":"3M"},{"width":360,"height":640,"bitRate":730000}]}"#,
        #"{"words":{"stockLeft":"{n} pcs","validUntil":"to {time}","work":"GO"},"maskedWords":["bad","悪い"]}"#,
        #"{"safeArea":{"top":"12%","right":"14%","bottom":"20%","left":"0%"}}"#,
        #"{"layers":[{"price":null},{"hearts":{}},{"comment":{}},{"poll":{}},{"countdown":{}},{"coupon":{}}]}"#,
        #"{"layers":[{"nameplate":{}},{"recap":{}},{"stamp":{}},{"text":{"text":"a"}},{"clock":{}},{"slate":{}}]}"#,
        layer(#""name":"p","anchor":"top-left","inset":["0%","50%"],"within":"canvas","width":"10%","height":"2%""#),
        layer(
            #""hidden":true,"enter":{"animation":"slide-up","duration":"0.4s","easing":"back"},"change":{"easing":"linear"}"#
        ),
        layer(#""photo":false,"stockBelow":0,"lines":3,"slot":"tag""#),
        layer(#""slot":"card""#, of: "comment"), layer(#""slot":"card""#, of: "clock"),
        #"{"timeZone":"UTC","words":{"recap":"so far"}}"#, style(#""radius":"3%","corners":"ticket""#),
        style(##""font":"BIZ UDPGothic","weight":"bold","textSize":"2.2%","letterSpacing":"-10%","color":"#fff""##),
        style(
            ##""plate":"#0000","gradient":{"to":"#12345678","direction":"diagonal"},"accent":"#ABCDEF","accentText":"#123""##
        ),
        style(##""radius":"20%","shadow":1,"outline":{"color":"#000"},"border":{"color":"#000","width":"0.05%"}"##),
        layer(
            ##""icons":["star"],"stamps":[{"name":"bear","image":"images/bear.png"}],"colors":["#fff"],"smallest":"1%","largest":"30%""##,
            of: "hearts"),
        layer(#""rise":"5%","sway":"0%","lifetime":"500ms","maximum":500,"counter":false"#, of: "hearts"),
        layer(#""pinned":false,"lines":4,"recent":10,"recentFor":"0s""#, of: "comment"),
        layer(#""figures":"votes","resultFor":"0s""#, of: "poll"),
        layer(#""layout":"row","urgentBelow":"1m","zeroFor":"5s""#, of: "countdown"),
        layer(#""lines":3,"urgentBelow":"30s","resultFor":"1m""#, of: "auction"),
        layer(#""qr":"0%""#, of: "coupon"),
        layer(#""qr":"12.5%""#, of: "coupon"), layer(#""person":{"name":"Mika","title":"Stylist"}"#, of: "nameplate"),
        layer(#""lines":["a","b"],"every":"5m","duration":"8s""#, of: "recap"), layer(#""maximum":8"#, of: "stamp"),
        layer(#""image":"images/logo.png","opacity":0.5"#, of: "image"),
        layer(#""language":"zh-Hant","lines":3"#, of: "captions"),
        layer(#""text":"a","align":"leading","lines":6"#, of: "text"),
        layer(#""text":{"ja":"a","en":"b"}"#, of: "text"), layer(#""person":{"name":{"ja":"Mika"}}"#, of: "nameplate"),
        layer(#""lines":[{"ja":"a","en":"b"},"c"]"#, of: "recap"),
        layer(#""format":"seconds","timeZone":"America/Argentina/Buenos_Aires""#, of: "clock"),
        layer(#""image":"images/logo.png","initial":{"kind":"starting-soon","text":"a","until":"10m"}"#, of: "slate"),
        layer(#""initial":{"kind":"back-soon","until":"2026-11-22T20:00:00+09:00"}"#, of: "slate"),
        #"{"extends":"minimal.yaml"}"#,
    ]

    private static let refused = [
        "[]", "7", #"{"nmae":"x"}"#, #"{"name":["x"]}"#, #"{"name":""}"#, #"{"extends":"../minimal.yaml"}"#,
        #"{"extends":"minimal"}"#, #"{"canvas":"big"}"#, #"{"canvas":{"width":720}}"#,
        #"{"canvas":{"width":721,"height":1280}}"#, #"{"canvas":{"frameRate":29.97}}"#, #"{"reframe":{"mode":"zoom"}}"#,
        #"{"reframe":{"anchor":["top",0]}}"#, #"{"reframe":{"anchor":1.5}}"#, #"{"reframe":{"anchor":[0,0,0]}}"#,
        #"{"reframe":{"rotate":45}}"#, #"{"latency":"lowest"}"#, #"{"ladder":[]}"#,
        #"{"ladder":[{"width":720,"height":1280}]}"#, #"{"locale":"japanese"}"#, #"{"words":{"stockLeft":"few"}}"#,
        #"{"words":{"hello":"a"}}"#, #"{"maskedWords":"bad"}"#, #"{"safeArea":{"top":"46%"}}"#,
        #"{"safeArea":{"top":12}}"#, #"{"safeArea":"tiktok"}"#, #"{"layers":{"price":{}}}"#, #"{"layers":["price"]}"#,
        #"{"layers":[{"banner":{}}]}"#, #"{"layers":[{"price":{},"hearts":{}}]}"#, layer(#""anchor":"middle""#),
        layer(#""inset":["4%"]"#), layer(#""inset":["4%","51%"]"#), layer(#""within":"phone""#),
        layer(#""width":"9%""#),
        layer(#""width":58"#), layer(#""hidden":"maybe""#), layer(#""enter":"fade""#),
        layer(#""enter":{"animation":"spin"}"#), layer(#""exit":{"duration":"4"}"#),
        layer(#""exit":{"easing":"bounce"}"#),
        layer(#""slot":"card""#, of: "hearts"), layer(#""slot":"card""#, of: "stamp"),
        layer(#""slot":"card""#, of: "slate"), layer(#""slot":"""#), layer(#""lines":4"#),
        layer(#""lines":0"#, of: "comment"), layer(#""layout":"column""#, of: "countdown"),
        style(#""corners":"square""#), #"{"timeZone":"Tokyo"}"#,
        layer(#""photo":"big""#), layer(#""stockBelow":-1"#), style(#""font":"""#), style(#""weight":"heavy""#),
        style(#""textSize":"2.1%""#), style(#""letterSpacing":"51%""#), style(#""color":"red""#),
        style(##""gradient":"#fff""##), style(#""gradient":{"direction":"vertical"}"#), style(#""radius":"21%""#),
        style(#""shadow":1.1"#), style(#""outline":{"width":"1%"}"#),
        style(##""border":{"color":"#000","width":"0.04%"}"##),
        layer(#""width":"50%""#, of: "hearts"), layer(#""icons":[]"#, of: "hearts"),
        layer(#""icons":["cat"]"#, of: "hearts"), layer(#""stamps":[{"name":"bear"}]"#, of: "hearts"),
        layer(#""maximum":501"#, of: "hearts"), layer(#""recent":11"#, of: "comment"),
        layer(#""figures":"bars""#, of: "poll"),
        layer(#""zeroFor":3"#, of: "countdown"), layer(#""qr":"11%""#, of: "coupon"),
        layer(#""lines":4"#, of: "auction"),
        layer(#""person":{"title":"a"}"#, of: "nameplate"), layer(#""lines":[]"#, of: "recap"),
        layer(#""lines":["a","b","c","d"]"#, of: "recap"), layer(#""text":{}"#, of: "text"),
        layer(#""language":"j""#, of: "captions"), layer(#""lines":4"#, of: "captions"),
        layer(#""text":{"j":"a"}"#, of: "text"), layer(#""lines":[{"ja":""}]"#, of: "recap"),
        layer(#""maximum":9"#, of: "stamp"),
        layer(#""style":{}"#, of: "stamp"), layer("", of: "image"), layer(#""image":"../a.png""#, of: "image"),
        layer(#""image":"images/logo.png","opacity":2"#, of: "image"), layer("", of: "text"),
        layer(#""text":"a","align":"left""#, of: "text"), layer(#""timeZone":"Tokyo""#, of: "clock"),
        layer(#""initial":{"text":"a"}"#, of: "slate"), layer(#""initial":{"kind":"lunch"}"#, of: "slate"),
    ]

    /// What takes more than a schema: other keys' values, other files, and numbers with units.
    private static let refusedByTheReader = [
        layer(#""enter":{"duration":"11s"}"#), layer(#""smallest":"9%","largest":"5%""#, of: "hearts"),
        #"{"layers":[{"price":{}},{"price":{}}]}"#, layer(#""image":"images/none.png""#, of: "image"),
        layer(#""lines":["a"],"every":"10s","duration":"11s""#, of: "recap"),
        #"{"ladder":[{"width":360,"height":640,"bitRate":"1M"},{"width":720,"height":1280,"bitRate":"3M"}]}"#,
        #"{"extends":"none.yaml"}"#, #"{"locale":"xx-JP"}"#, layer(#""timeZone":"Asia/Nowhere""#, of: "clock"),
        #"{"timeZone":"Asia/Nowhere"}"#,
        layer(#""stamps":[{"name":"heart","image":"images/bear.png"}]"#, of: "hearts"), #"{"canvas":{},"canvas":{}}"#,
    ]

    @Test(arguments: accepted) func bothAccept(json: String) throws {
        #expect(throws: Never.self) { try decode(json) }
        #expect(try bySchema(json))
    }

    @Test(arguments: refused) func bothRefuse(json: String) throws {
        #expect(throws: PresetError.self) { try decode(json) }
        #expect(try !bySchema(json))
    }

    @Test(arguments: refusedByTheReader) func onlyTheReaderRefuses(json: String) throws {
        #expect(throws: PresetError.self) { try decode(json) }
        #expect(try bySchema(json))
    }
}
