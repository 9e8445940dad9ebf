import Broadcast
import Foundation
import MediaModel
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

/// The description that tools read is that of the routes that there are, and of the answers that they give.
@Suite(.timeLimit(.minutes(2))) struct OpenAPITests {
    private let document: [String: Any]
    private let schema: JSONSchema

    init() throws {
        let data = Data(OpenAPI.document.readableBytesView)
        document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let components = try #require(document["components"] as? [String: Any])
        schema = JSONSchema(schemas: try #require(components["schemas"] as? [String: Any]))
    }

    private func operation(_ method: String, _ path: String) throws -> [String: Any] {
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        return try #require(paths[path]?[method.lowercased()] as? [String: Any], "\(method) \(path)")
    }

    @Test func hasTheRoutesThatThereAre() throws {
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let described = paths.flatMap { path, operations in operations.keys.map { "\($0.uppercased()) \(path)" } }
        #expect(described.sorted() == ControlRoutes.all.map { "\($0.method) \($0.path)" }.sorted())
    }

    @Test func saysWhoMayUseARoute() throws {
        for route in ControlRoutes.all {
            let security = try #require(
                try operation("\(route.method)", route.path)["security"] as? [[String: Any]])
            let names = security.flatMap(\.keys).sorted()
            let expected =
                switch route.audience {
                case .everyone: [String]()
                case .anyToken: ["audience", "control"]
                case .controlToken: ["control"]
                }
            #expect(names == expected, "\(route.path)")
        }
    }

    @Test func isServedAsItIsInTheRepository() async throws {
        try await ControlHarness.run(token: "boss") { api in
            let answer = try await api.get("/v1/openapi.json")
            #expect(answer.status == 200)
            #expect(answer.body == OpenAPI.document)
            // `make schemas` renews it.
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../schemas/openapi.json").standardized
            #expect(try String(contentsOf: file, encoding: .utf8) == OpenAPI.text)
        }
    }

    /// Tools find what an event and a preset may say from the document's own address on.
    @Test func refersToTheSchemasOfEventsAndPresets() async throws {
        let components = try #require(document["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../schemas")
            .standardized
        try await ControlHarness.run(token: "boss") { api in
            for (name, file) in [("Event", "event"), ("Preset", "preset")] {
                let reference = try #require(schemas[name]?["$ref"] as? String)
                let base = try #require(URL(string: api.server.url + "/v1/openapi.json"))
                let target = try #require(URL(string: reference, relativeTo: base))
                let answer = try await api.get(target.path)
                #expect(answer.status == 200 && answer.headers["content-type"] == ["application/schema+json"])
                // The repository's, word for word.
                let expected = try Data(contentsOf: folder.appending(path: "\(file).schema.json"))
                #expect(Data(answer.body.readableBytesView) == expected)
                #expect(try answer.json()["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
            }
        }
        func content(_ method: String, _ path: String, _ type: String) throws -> [String: Any] {
            let body = try #require(try operation(method, path)["requestBody"] as? [String: Any])
            let types = try #require(body["content"] as? [String: [String: Any]])
            return try #require(types[type]?["schema"] as? [String: Any])
        }
        #expect(
            try content("POST", "/v1/events", "application/json")["$ref"] as? String == "#/components/schemas/Event")
        #expect(
            try content("PUT", "/v1/preset", "application/yaml")["$ref"] as? String == "#/components/schemas/Preset")
    }

    @Test func namesItsServerBehindAProxy() async throws {
        let programme = try FakeProgramme()
        let routes = ControlRoutes(
            programme, access: ControlAccess(control: "boss", audience: nil),
            publicAddress: PublicAddress("https://shop.example/live/42"))
        try await ControlHarness.run(programme, routes: routes) { api in
            let answer = try await api.get("/v1/openapi.json")
            let servers = try #require(try answer.json()["servers"] as? [[String: String]])
            #expect(servers == [["url": "https://shop.example/live/42"]])
        }
    }

    /// What a real answer of a route has that the document doesn't say.
    private func complaints(
        about answer: ControlHarness.Answer, of method: String, _ path: String
    ) throws -> [String] {
        let responses = try #require(try operation(method, path)["responses"] as? [String: [String: Any]])
        guard let response = responses[String(answer.status)] else { return ["no response \(answer.status)"] }
        let type = answer.headers["content-type"].first?.split(separator: ";").first.map(String.init) ?? ""
        guard let content = (response["content"] as? [String: [String: Any]])?[type] else { return ["no \(type)"] }
        guard type == "application/json" else { return [] }
        let value = try JSONSerialization.jsonObject(with: Data(answer.body.readableBytesView))
        return schema.complaints(about: value, schema: try #require(content["schema"] as? [String: Any]))
    }

    @Test func describesTheAnswersToEvents() async throws {
        try await ControlHarness.run(token: "boss", audience: "chat") { api in
            let good = #"{"type":"hearts","count":1,"id":"h"}"#
            for (body, token) in [
                (good, "boss"), (good, "boss"), (good + "\n{}", "boss"), ("{}", "boss"), ("", "boss"), (good, "nobody"),
                (#"{"type":"hearts","count":1,"at":99}"#, "boss"), (#"{"type":"price","action":"hide"}"#, "chat"),
                (#"{"type":"layer","name":"x","action":"show"}"#, "boss"),
                (String(repeating: " ", count: 2 << 20), "boss"),
            ] {
                let answer = try await api.events(body, token: token)
                let found = try complaints(about: answer, of: "POST", "/v1/events")
                #expect(found == [], "\(answer.status) \(answer.text.prefix(500))")
            }
            let type = try await api.post("/v1/events", good, type: "text/plain", token: "boss")
            #expect(try complaints(about: type, of: "POST", "/v1/events") == [])
            api.programme.set(isBusy: true)
            let busy = try await api.events(good, token: "boss")
            #expect(try complaints(about: busy, of: "POST", "/v1/events") == [])
        }
    }

    @Test func describesTheState() async throws {
        try await ControlHarness.run(try FakeProgramme(hasBegun: false)) { (api) async throws in
            #expect(try complaints(about: try await api.get("/v1/state"), of: "GET", "/v1/state") == [])
            api.programme.follow(at: 0.5)
            #expect(try complaints(about: try await api.get("/v1/state"), of: "GET", "/v1/state") == [])
        }
        try await ControlHarness.run { api in
            let events =
                """
                {"type":"price","products":[{"id":"a","name":"A","price":1,"currency":"JPY"},{"id":"b","name":"B","price":2.5,"originalPrice":3,"currency":"USD","stock":1,"url":"https://shop.example/b"}],"interval":5}
                {"type":"comment","id":"c","text":"x","pin":true}
                {"type":"poll","id":"p","action":"open","question":"?","options":[{"text":"a"},{"text":"b"}],"duration":9}
                {"type":"countdown","seconds":60,"label":"soon"}
                {"type":"coupon","code":"SAVE","expires":"2027-01-15T09:00:00Z"}
                {"type":"auction","item":"Plate","startingBid":1000,"currency":"JPY","ends":30}
                {"type":"auction","action":"bid","amount":1200,"bidder":"M***a"}
                {"type":"nameplate","name":{"ja":"N","en":"M"},"title":"T"}
                {"type":"recap","lines":["one"]}
                {"type":"slate","kind":"back-soon","text":"wait"}
                """
            var answer = try await api.events(events)
            // On a busy machine it takes more than half a second to prepare them all; then they are asked for again.
            for _ in 0..<3 where answer.status == 503 { answer = try await api.events(events) }
            #expect(answer.status == 200, "\(answer.text)")
            let state = try await api.get("/v1/state")
            #expect(try complaints(about: state, of: "GET", "/v1/state") == [])
            let show = try #require(try state.json()["show"] as? [String: Any])
            for key in ["product", "poll", "countdown", "coupon", "auction", "nameplate", "recap", "slate"] {
                #expect(show[key] != nil && !(show[key] is NSNull), "\(key)")
            }
            // A text is what the event said: one, or one for each language.
            let nameplate = try #require(show["nameplate"] as? [String: Any])
            #expect(nameplate["name"] as? [String: String] == ["ja": "N", "en": "M"])
            #expect(nameplate["title"] as? String == "T")
        }
    }

    @Test func describesTheOtherAnswers() async throws {
        try await ControlHarness.run { api in
            for body in [#"{"mute":true}"#, #"{"slat":1}"#, String(repeating: " ", count: 9_000)] {
                let answer = try await api.post("/v1/source", body)
                #expect(try complaints(about: answer, of: "POST", "/v1/source") == [], "\(answer.text)")
            }
            for yaml in ["name: x\nlayers: []", "layers: 3\nx: y"] {
                for accept in ["application/json", "text/plain"] {
                    let answer = try await api.put(yaml, accept: accept)
                    #expect(try complaints(about: answer, of: "PUT", "/v1/preset") == [], "\(answer.text)")
                }
            }
            api.programme.set(presetAnswer: .refused(.fixed("no")))
            #expect(try complaints(about: try await api.put("layers: []"), of: "PUT", "/v1/preset") == [])
            let finish = try await api.send(.POST, "/v1/finish")
            #expect(try complaints(about: finish, of: "POST", "/v1/finish") == [])
            #expect(
                try complaints(about: try await api.get("/v1/snapshot.png"), of: "GET", "/v1/snapshot.png") == [])
            api.programme.set(picture: nil)
            #expect(
                try complaints(about: try await api.get("/v1/snapshot.png"), of: "GET", "/v1/snapshot.png") == [])
        }
    }

    @Test func describesWhatListenersHear() async throws {
        try await ControlHarness.run { api in
            var isPosted = false
            let heard = try await api.hear { _ in
                guard !isPosted else { return false }
                isPosted = true
                let programme = api.programme
                programme.tell(.source(.frozen))
                programme.tell(.committed(count: 1, ids: [], at: .zero))
                programme.tell(.refused(id: nil, reason: "no"))
                programme.tell(.preset(name: "p"))
                programme.tell(.segment(sequence: 1))
                programme.tell(.clip(.ready(id: "a", file: "clips/a.mp4", from: .zero, to: .seconds(4))))
                programme.tell(.clip(.failed(id: "a", cause: "full")))
                programme.tell(.warning("w"))
                programme.tell(.finished)
                programme.endTelling()
                return false
            }
            for message in heard.components(separatedBy: "\n\n") where message.hasPrefix("event: ") {
                let lines = message.split(separator: "\n", maxSplits: 1)
                let data = try JSONSerialization.jsonObject(with: Data(lines[1].dropFirst("data: ".count).utf8))
                let name = lines[0] == "event: state" ? "State" : "Notice"
                let found = schema.complaints(about: data, schema: ["$ref": "#/components/schemas/\(name)"])
                #expect(found == [], "\(message)")
            }
        }
    }
}
