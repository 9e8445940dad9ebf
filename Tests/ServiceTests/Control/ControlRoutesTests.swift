import AsyncHTTPClient
import Broadcast
import Follow
import Foundation
import NIOCore
import NIOHTTP1
import Service
import Show
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct ControlRoutesTests {
    // MARK: - Who may

    @Test(arguments: [
        (HTTPMethod.POST, "/v1/events"), (.GET, "/v1/events"), (.GET, "/v1/state"), (.PUT, "/v1/preset"),
        (.POST, "/v1/source"), (.POST, "/v1/finish"), (.GET, "/v1/snapshot.png"),
        (.GET, "/v1/destinations"), (.POST, "/v1/destinations"), (.DELETE, "/v1/destinations"),
    ])
    func wantsAToken(method: HTTPMethod, path: String) async throws {
        try await ControlHarness.run(token: "boss", audience: "chat") { api in
            let none = try await api.send(method, path)
            #expect(none.status == 401)
            #expect(none.headers["www-authenticate"] == ["Bearer"])
            for text in ["Bearer bos", "Bearer bosss", "Bearer", "Basic boss", "boss", "Bearer boss boss"] {
                let wrong = try await api.send(method, path, [("Authorization", text)])
                #expect(wrong.status == 401, "\(text)")
            }
            guard path != "/v1/events" || method == .GET else { return }
            let audience = try await api.send(method, path, [("Authorization", "Bearer chat")])
            #expect(audience.status == 403)
            #expect(audience.error.contains("control token"))
            #expect(!api.programme.isFinished)
        }
    }

    @Test func knowsTheRightToken() async throws {
        try await ControlHarness.run(token: "boss") { (api) async throws in
            #expect(try await api.get("/v1/state", token: "boss").status == 200)
            // Schemes have no case (RFC 9110, 11.1).
            #expect(try await api.send(.GET, "/v1/state", [("Authorization", "bearer boss")]).status == 200)
        }
    }

    @Test func takesNoOrdersFromWebPagesWithoutAToken() async throws {
        try await ControlHarness.run { (api) async throws in
            #expect(try await api.send(.POST, "/v1/finish", [("Origin", "https://evil.example")]).status == 403)
            #expect(try await api.send(.POST, "/v1/finish", [("Host", "evil.example")]).status == 403)
            #expect(try await api.send(.POST, "/v1/finish", [("Host", "127.evil.example")]).status == 403)
            #expect(!api.programme.isFinished)
            // Its own page may.
            #expect(try await api.send(.POST, "/v1/finish", [("Origin", api.server.url)]).status == 202)
        }
    }

    @Test func tellsABrowserOnlyOfThePageThatMay() async throws {
        try await ControlHarness.run(token: "boss", cors: "https://console.example") { api in
            let preflight = try await api.send(
                .OPTIONS, "/v1/events",
                [("Origin", "https://console.example"), ("Access-Control-Request-Method", "POST")])
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == ["https://console.example"])
            #expect(preflight.headers["access-control-allow-methods"] == ["POST, GET"])
            #expect(preflight.headers["access-control-allow-headers"].first?.contains("authorization") == true)
            let stranger = try await api.send(.OPTIONS, "/v1/events", [("Origin", "https://evil.example")])
            #expect(stranger.headers["access-control-allow-origin"].isEmpty)
            let answer = try await api.send(
                .GET, "/v1/state", [("Origin", "https://console.example"), ("Authorization", "Bearer boss")])
            #expect(answer.headers["access-control-allow-origin"] == ["https://console.example"])
            #expect(answer.headers["vary"] == ["origin"])
            // A page must be able to read why it was refused.
            let refused = try await api.send(.GET, "/v1/state", [("Origin", "https://console.example")])
            #expect(refused.status == 401)
            #expect(refused.headers["access-control-allow-origin"] == ["https://console.example"])
        }
        try await ControlHarness.run { api in
            let answer = try await api.send(.OPTIONS, "/v1/state", [("Origin", "https://console.example")])
            #expect(answer.status == 405)
            #expect(answer.headers["access-control-allow-origin"].isEmpty)
        }
    }

    @Test func namesTheMethodsOfARoute() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.send(.DELETE, "/v1/events")
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == ["POST, GET"])
            #expect(try await api.get("/v1/nothing").status == 404)
            #expect(try await api.get("/healthz").status == 200)
            #expect(try await api.get("/readyz").status == 200)
            // The show is for viewers: it has its own listener here.
            #expect(try await api.get("/master.m3u8").status == 404)
        }
    }

    // MARK: - How often

    @Test func letsATokenAskOnlySoOften() async throws {
        let clock = Mutex(ContinuousClock.now)
        var limits = ControlLimits()
        limits.control = .init(perSecond: 2, burst: 3)
        limits.audience = .init(perSecond: 1, burst: 2)
        limits.audienceEvents = .init(perSecond: 10, burst: 10)
        limits.strangers = .init(perSecond: 1, burst: 2)
        try await ControlHarness.run(
            token: "boss", audience: "chat", limits: limits, now: { clock.withLock { $0 } }
        ) { api in
            for _ in 0..<3 { #expect(try await api.get("/v1/state", token: "boss").status == 200) }
            let refused = try await api.get("/v1/state", token: "boss")
            #expect(refused.status == 429)
            #expect(refused.headers["retry-after"] == ["1"])
            // Others aren't held up by it.
            #expect(try await api.events(#"{"type":"hearts","count":1}"#, token: "chat").status == 200)
            let many = String(repeating: "{\"type\":\"hearts\",\"count\":1}\n", count: 10)
            #expect(try await api.events(many, token: "chat").status == 429)
            for _ in 0..<2 { #expect(try await api.get("/v1/state").status == 401) }
            #expect(try await api.get("/v1/state").status == 429)
            clock.withLock { $0 += .seconds(1) }
            #expect(try await api.get("/v1/state", token: "boss").status == 200)
        }
    }

    // MARK: - What it does

    @Test func tellsTheState() async throws {
        try await ControlHarness.run { api in
            _ = try await api.events(
                """
                {"type":"price","product":{"id":"cup","name":"カップ","price":39.80,"currency":"USD","stock":0}}
                {"type":"comment","id":"c","author":"みき","text":"かわいい😍","pin":true}
                """)
            let answer = try await api.get("/v1/state")
            #expect(answer.status == 200)
            let state = try answer.json()
            #expect(state["state"] as? String == "live")
            let show = try #require(state["show"] as? [String: Any])
            let product = try #require(show["product"] as? [String: Any])
            #expect(product["isSoldOut"] as? Bool == true)
            #expect(answer.text.contains(#""price":39.8,"#))
            let pinned = try #require((show["comments"] as? [String: Any])?["pinned"] as? [String: Any])
            #expect(pinned["text"] as? String == "かわいい😍")
            #expect((show["layers"] as? [[String: Any]])?.first?["isShown"] as? Bool == true)
        }
    }

    @Test func changesTheSource() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.post(
                "/v1/source", #"{"slate":true,"rotate":90,"flip":"horizontal","audioDelay":-120,"mute":true}"#)
            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"slate":true,"rotate":90,"flip":"horizontal","audioDelay":-120,"mute":true,"cut":false}"#)
            #expect(api.programme.settings.audioDelay == -120_000_000)
            // What isn't named stays.
            let next = try await api.post("/v1/source", #"{"slate":false}"#)
            #expect(try next.json()["rotate"] as? Int == 90)
        }
    }

    @Test(arguments: [
        (#"{"slatee":true}"#, #"did you mean "slate"?"#), (#"{"slate":1}"#, "slate: expected true or false"),
        (#"{"rotate":45}"#, "rotate: expected 0, 90"), (#"{"rotate":"90"}"#, "rotate: expected 0, 90"),
        (#"{"flip":"sideways"}"#, "flip: expected none, horizontal"), (#"{"flip":true}"#, "flip: expected none"),
        (#"{"audioDelay":501}"#, "audioDelay: expected"), (#"{"audioDelay":0.5}"#, "audioDelay: expected"),
        (#"{"loudness":16}"#, "loudness: expected LUFS from -30 to -9, or off, found 16"),
        (#"{"loudness":"on"}"#, "loudness: expected LUFS"), (#"{"gain":20.5}"#, "gain: expected dB from -20 to 20"),
        (#"{"gain":"3 dB"}"#, "gain: expected dB"), (#"{"gain":true}"#, "gain: expected dB"),
        (#"{"mute":null}"#, "mute: expected true or false"), ("[]", "expected a JSON object"),
        ("{", "expected a JSON object"), ("", "expected a JSON object"),
        (#"{"follow":{"lock":1.2}}"#, #"follow.lock: expected "here" or a place from 0"#),
        (#"{"follow":{"lock":"there"}}"#, #"found "there""#), (#"{"follow":{"lok":0.5}}"#, #"did you mean "lock"?"#),
        (#"{"follow":{"subject":"dog"}}"#, "follow.subject: expected auto, face, hands, motion, found"),
        (#"{"follow":{"person":1}}"#, "follow.person: expected left, right, next, found 1"),
        (#"{"follow":{"lock":0.5,"person":"left"}}"#, "expected one of lock, subject and person, found several"),
        (#"{"follow":{}}"#, "found none"), (#"{"follow":true}"#, #"follow: expected "auto" or an object"#),
        (#"{"follow":"car"}"#, #"found "car""#),
    ])
    func refusesSettingsThatThereArent(body: String, words: String) async throws {
        try await ControlHarness.run { api in
            let answer = try await api.post("/v1/source", body)
            #expect(answer.status == 400)
            #expect(answer.error.contains(words), "\(answer.error)")
        }
    }

    @Test func setsTheSoundsLoudness() async throws {
        // Who asks for a loudness wants no gain of before, and off is off.
        let changes = [
            (#"{"loudness":-16}"#, #""loudness":-16,"gain":"auto"}"#),
            (#"{"gain":3.5}"#, #""loudness":-16,"gain":3.5}"#),
            (#"{"loudness":"off"}"#, #""loudness":"off","gain":"auto"}"#),
            (#"{"gain":-2,"loudness":-14}"#, #""loudness":-14,"gain":-2}"#),
        ]
        try await ControlHarness.run { api in
            for (change, settings) in changes {
                let answer = try await api.post("/v1/source", change)
                #expect(answer.text.hasSuffix(settings), "\(answer.text)")
            }
            #expect(api.programme.settings.sound == SoundPreset(loudness: -14, gain: .decibels(-2)))
        }
    }

    @Test func tellsACropThatFollowsWhereToGo() async throws {
        let programme = try FakeProgramme(reframe: ReframePreset(mode: .follow))
        try await ControlHarness.run(programme) { api in
            for body in [
                #"{"follow":{"lock":0.62}}"#, #"{"follow":{"lock":1}}"#, #"{"follow":{"lock":"here"}}"#,
                #"{"follow":{"subject":"hands"}}"#, #"{"follow":{"person":"next"}}"#, #"{"follow":"auto"}"#,
            ] {
                let answer = try await api.post("/v1/source", body)
                #expect(answer.status == 200, "\(body)")
            }
            #expect(
                api.programme.followCommands
                    == [.lock(0.62), .lock(1), .lockHere, .subject(.hands), .person(.next), .auto])
            let event = try await api.events(#"{"type":"focus","x":0.7,"for":8}"#)
            #expect(event.status == 200)
            #expect(api.programme.followCommands.last == .focus(x: 0.7, seconds: 8))
        }
    }

    @Test func tellsNothingToACropThatStands() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.post("/v1/source", #"{"mute":true,"follow":"auto"}"#)
            #expect(answer.status == 409)
            #expect(answer.error.contains("reframe.mode is crop"), "\(answer.error)")
            #expect(!api.programme.settings.isMuted)
        }
    }

    @Test func tellsWhatACropThatFollowsDoes() async throws {
        let programme = try FakeProgramme(reframe: ReframePreset(mode: .follow))
        programme.follow(at: 0.61234)
        try await ControlHarness.run(programme) { api in
            let follow = try #require(try await api.get("/v1/state").json()["follow"] as? [String: Any])
            #expect(follow["motion"] as? String == "moving" && follow["subject"] as? String == "face")
            #expect(follow["center"] as? Double == 0.612 && follow["lookTime"] as? Double == 0.005)
        }
    }

    @Test func changesNothingWhereOneSettingIsWrong() async throws {
        try await ControlHarness.run(try FakeProgramme(layers: [.price(PriceLayer())])) { api in
            #expect(try await api.post("/v1/source", #"{"mute":true,"zoom":2}"#).status == 400)
            #expect(!api.programme.settings.isMuted)
            let slate = try await api.post("/v1/source", #"{"mute":true,"slate":true}"#)
            #expect(slate.status == 409)
            #expect(slate.error.contains("slate layer"))
            #expect(!api.programme.settings.isMuted)
            let large = try await api.post("/v1/source", #"{"mute":true"# + String(repeating: " ", count: 5_000) + "}")
            #expect(large.status == 413)
            #expect(try await api.post("/v1/source", "{}", type: "text/plain").status == 415)
        }
    }

    @Test func putsAPreset() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.put("name: second\nlayers:\n  - price: {}\n")
            #expect(answer.status == 200)
            #expect(try answer.json()["preset"] as? String == "second")
            #expect(try answer.json()["programDateTime"] as? String == "2027-01-15T08:00:01.033Z")
            #expect(api.programme.preset.name == "second")

            let wrong = try await api.put("layers:\n  - prise: {}\n  - hearts: {colour: red}\n")
            #expect(wrong.status == 400)
            let problems = try #require(try wrong.json()["problems"] as? [[String: Any]])
            #expect(problems.map { $0["line"] as? Int } == [2, 3])
            #expect(problems.first?["column"] as? Int == 5)
            #expect(problems.first?["file"] is NSNull)

            let text = try await api.put("layers:\n  - prise: {}\n", accept: "text/plain, */*")
            #expect(text.status == 400)
            #expect(text.headers["content-type"] == ["text/plain; charset=utf-8"])
            #expect(text.text.hasPrefix("preset.yaml:2:5: layers[0]: unknown layer type"))
            #expect(api.programme.preset.name == "second")
        }
    }

    @Test func refusesPresetsThatCannotBe() async throws {
        try await ControlHarness.run { api in
            #expect(try await api.put("layers: []", type: "image/png").status == 415)
            #expect(try await api.put(String(repeating: "#", count: 300_000)).status == 413)
            api.programme.set(presetAnswer: .refused(.fixed("canvas: it can't become 1x1")))
            #expect(try await api.put("layers: []").status == 409)
            api.programme.set(presetAnswer: .refused(.undrawable("no such font")))
            #expect(try await api.put("layers: []").status == 422)
            api.programme.set(presetAnswer: .refused(.busy("over")))
            let busy = try await api.put("layers: []")
            #expect(busy.status == 503)
            #expect(busy.headers["retry-after"] == ["1"])
            let bytes = try await api.send(
                .PUT, "/v1/preset", [("Content-Type", "text/yaml")], body: .bytes(ByteBuffer(bytes: [0xFF, 0xFE])))
            #expect(bytes.status == 400)
        }
    }

    @Test func endsTheProgrammeAsOftenAsItIsAsked() async throws {
        try await ControlHarness.run { api in
            for _ in 0..<2 {
                let answer = try await api.send(.POST, "/v1/finish")
                #expect(answer.status == 202)
                #expect(answer.text == #"{"state":"finishing"}"#)
            }
            #expect(api.programme.isFinished)
        }
    }

    @Test func showsThePicture() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.get("/v1/snapshot.png")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == ["image/png"])
            #expect(Array(answer.body.readableBytesView) == [0x89, 0x50, 0x4E, 0x47])
            api.programme.set(picture: nil)
            #expect(try await api.get("/v1/snapshot.png").status == 503)
        }
    }

    @Test func showsTheWholeSource() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.get("/v1/snapshot.png?view=source")
            #expect(answer.status == 200)
            #expect(Array(answer.body.readableBytesView) == [0x89, 0x50, 0x4E, 0x48])
            api.programme.set(sourcePicture: nil)
            #expect(try await api.get("/v1/snapshot.png?view=source").status == 503)
            #expect(try await api.get("/v1/snapshot.png?view=programme").status == 200)
            let refused = try await api.get("/v1/snapshot.png?view=camera")
            #expect(refused.status == 400)
            #expect(String(buffer: refused.body).contains("view: expected programme or source"))
        }
    }

    @Test func makesOnlySoManyPicturesAtATime() async throws {
        var limits = ControlLimits()
        limits.heavyRequests = 1
        try await ControlHarness.run(limits: limits) { api in
            api.programme.waitsForGate.store(true, ordering: .sequentiallyConsistent)
            async let first = api.get("/v1/snapshot.png")
            var waiting: CheckedContinuation<Void, Never>?
            while waiting == nil {
                await Task.yield()
                waiting = api.programme.gate.withLock { $0 }
            }
            api.programme.waitsForGate.store(false, ordering: .sequentiallyConsistent)
            let second = try await api.get("/v1/snapshot.png")
            #expect(second.status == 429)
            #expect(second.headers["retry-after"] == ["1"])
            waiting?.resume()
            #expect(try await first.status == 200)
            #expect(try await api.get("/v1/snapshot.png").status == 200)
        }
    }

    @Test func refusesLargeHeaders() async throws {
        try await ControlHarness.run { api in
            let answer = try await api.send(.GET, "/v1/state", [("X-Large", String(repeating: "x", count: 20_000))])
            #expect(answer.status == 431)
        }
    }
}
