import Foundation
import HLS
import Logging
import MediaTesting
import NIOCore
import NIOHTTP1
import Show
import Testing

@testable import Access
@testable import Broadcast
@testable import Origin
@testable import Service

/// The viewer's page: its files, the shop's own, and what it asks.
@Suite(.timeLimit(.minutes(1))) struct PageTests {
    /// A folder with these files.
    private func folder(_ files: [String: String]) throws -> String {
        let path = NSTemporaryDirectory() + "page-\(UUID().uuidString)"
        for (name, text) in files {
            let file = "\(path)/\(name)"
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
        }
        return path
    }

    private func serve(
        _ change: (inout OriginServer.Configuration) throws -> Void = { _ in },
        _ body: (ControlHarness) async throws -> Void
    ) async throws {
        let programme = try FakeProgramme()
        var configuration = OriginServer.Configuration(host: "127.0.0.1", port: 0)
        try change(&configuration)
        let server = try await OriginServer.start(configuration, origin: Origin(), logger: .init(label: "test"))
        do {
            try await body(ControlHarness(programme: programme, server: server))
        } catch {
            await server.close()
            throw error
        }
        await server.close()
    }

    @Test func hasItsFilesAndAPolicy() async throws {
        try await serve { api in
            let page = try await api.get("/")
            let policy = page.headers["content-security-policy"].first ?? ""
            #expect(policy.contains("script-src 'self';") && policy.contains("default-src 'none'"))
            for name in ["player.js", "page/viewer.js", "page/words.js", "page/viewer.css"] {
                let answer = try await api.get("/" + name)
                #expect(answer.status == 200 && answer.body.readableBytes > 500, "\(name)")
                #expect(!answer.text.contains("https://"), "\(name) loads something from elsewhere")
            }
            #expect(page.text.contains("page/viewer.js") && page.text.contains("page/viewer.css"))
            let script = try await api.get("/player.js")
            #expect(script.body.readableBytes < 20_000)
            #expect(script.headers["content-type"] == ["text/javascript; charset=utf-8"])
            let head = try await api.send(.HEAD, "/player.js")
            #expect(head.status == 200 && head.body.readableBytes == 0)
        }
    }

    /// Both languages of the page say the same things.
    @Test func saysAllOfItInBothLanguages() {
        let text = String(decoding: PackageResources.words_js, as: UTF8.self)
        func keys(_ name: String) -> [String] {
            let body = text.components(separatedBy: "const \(name) = {")[1].components(separatedBy: "\n};")[0]
            return body.matches(of: #/([a-zA-Z]+): (?:"|count)/#).map { String($0.1) }.sorted()
        }
        #expect(keys("english") == keys("japanese") && keys("english").count > 40)
    }

    @Test func countsThePagesThatAreOpen() async throws {
        var meter = PresenceMeter()
        for second in 0..<5 { for _ in 0..<20 { meter.note(at: Int64(second)) } }
        #expect(meter.count(at: 4) == 100 && meter.count(at: 6) == 60 && meter.count(at: 9) == 0)
        #expect(meter.count(at: 10_000) == 0)
        meter.note(at: 10_000)
        #expect(meter.count(at: 10_004) == 1 && meter.count(at: 10_005) == 0)
        try await serve { api in
            let state = try await api.get("/page/state")
            #expect(state.headers["set-cookie"].isEmpty && state.headers["cache-control"] == ["no-store"])
            let json = try state.json()
            #expect(json["watching"] as? Int == 1 && json["audience"] is NSNull && json["player"] is NSNull)
            let sent = try await api.post("/page/events", #"{"hearts":1}"#)
            #expect(sent.status == 404 && sent.error.contains("--audience open"))
        }
    }

    /// Browsers load a module from elsewhere, and let a page read an answer, only where that says so.
    @Test func pagesOfOtherSitesMayImportThePlayer() async throws {
        try await serve { api in
            for name in ["/player.js", "/page/state"] {
                let answer = try await api.send(.GET, name, [("Origin", "https://shop.example")])
                #expect(answer.headers["access-control-allow-origin"] == ["*"], "\(name)")
                #expect(answer.headers["access-control-allow-credentials"].isEmpty)
            }
        }
    }

    @Test func noLinkLeadsOutOfTheShopsPage() throws {
        let path = try folder(["index.html": "", "real/logo.svg": "<svg/>"])
        let files = FileManager.default
        try files.createSymbolicLink(atPath: path + "/logo.svg", withDestinationPath: "real/logo.svg")
        #expect(try PageFolder(reading: path).files["/logo.svg"] != nil)
        try files.createSymbolicLink(atPath: path + "/keys.txt", withDestinationPath: "/etc/hostname")
        #expect { try PageFolder(reading: path) } throws: {
            "\($0)".contains("keys.txt is a link that leads out of it")
        }
    }

    @Test func servesTheShopsOwnPage() async throws {
        let path = try folder([
            "index.html": "<h1>Shop</h1>", "img/logo.svg": "<svg/>", ".hidden": "x", "a-b_c.mjs": "export {}",
        ])
        try await serve({ $0.page = PageContent(site: try PageFolder(reading: path)) }) { api in
            #expect(try await api.get("/").text == "<h1>Shop</h1>")
            let logo = try await api.get("/img/logo.svg")
            #expect(logo.status == 200 && logo.headers["content-type"] == ["image/svg+xml"])
            #expect(try await api.get("/a-b_c.mjs").headers["content-type"] == ["text/javascript; charset=utf-8"])
            for name in ["/.hidden", "/img", "/img/", "/img/../index.html", "/none.html", "/index.html"] {
                #expect(try await api.get(name).status == 404, "\(name)")
            }
            #expect(try await api.get("/player.js").status == 200)
            #expect(try await api.get("/healthz").text == "alive\n")
        }
    }

    @Test(arguments: [
        (["a.html": ""], "expected an index.html"), (["index.html": "", "v1/x.js": ""], "the show has its own v1"),
        (["index.html": "", "player.js": ""], "the show has its own player.js"),
        (["index.html": "", "clip.mp4": ""], "clip.mp4 is of no kind"),
        (["index.html": "", "ライブ.html": ""], "expected names of letters"),
    ])
    func refusesWhatItCannotServe(files: [String: String], sentence: String) throws {
        let path = try folder(files)
        #expect { try PageFolder(reading: path) } throws: { "\($0)".contains(sentence) }
    }

    @Test func loadsHlsJsFromWhereTheOperatorSays() async throws {
        let path = try folder(["hls.min.js": "window.Hls = 1"]) + "/hls.min.js"
        try await serve({ $0.page = PageContent(playerScript: try PlayerScript(path)) }) { api in
            #expect(try await api.get("/page/hls.js").text == "window.Hls = 1")
            let player = try await api.get("/page/state").json()["player"] as? [String: Any]
            #expect(player?["script"] as? String == "page/hls.js" && player?["isModule"] as? Bool == false)
        }
        let address = "https://cdn.example:444/hls@1.6/hls.mjs"
        try await serve({ $0.page = PageContent(playerScript: try PlayerScript(address)) }) { api in
            let policy = try await api.get("/").headers["content-security-policy"].first ?? ""
            #expect(policy.contains("script-src 'self' https://cdn.example:444;"))
            let player = try await api.get("/page/state").json()["player"] as? [String: Any]
            #expect(player?["script"] as? String == address && player?["isModule"] as? Bool == true)
            #expect(try await api.get("/page/hls.mjs").status == 404)
        }
        for text in ["ftp://x/hls.js", "https://", "https://a b/c", "https://a.example/x;y", "/nowhere/hls.js"] {
            #expect(throws: JobError.self, "\(text)") { try PlayerScript(text) }
        }
    }

    @Test func showsTheProductsSoFarWithTheirPictures() async throws {
        let picture = [0x89, 0x50, 0x4E, 0x47] + Array("rest".utf8)
        let path = try folder(["x.txt": "no picture"])
        try Data(picture).write(to: URL(filePath: path + "/cup.png"))
        let outside = try folder(["secret.png": "x"])
        try Data(picture).write(to: URL(filePath: outside + "/secret.png"))
        try FileManager.default.createSymbolicLink(
            atPath: path + "/link.png", withDestinationPath: outside + "/secret.png")
        let shelf = ProductShelf(pictures: path)
        for (id, image) in [("cup", "cup.png"), ("text", "x.txt"), ("link", "link.png"), ("gone", "gone.png")] {
            shelf.put([Product(id: id, name: .plain(id), price: 39.8, currency: "USD", image: image)], since: nil)
        }
        shelf.put([Product(id: "cup", name: "Cup", price: 30, currency: "USD", image: "cup.png")], since: nil)
        try await serve({ $0.products = shelf }) { api in
            let products = try await api.get("/page/state").json()["products"] as? [[String: Any]] ?? []
            #expect(products.map { $0["id"] as? String } == ["cup", "text", "link", "gone"])
            #expect(products[0]["name"] as? String == "Cup" && products[0]["price"] as? Int == 30)
            let answer = try await api.get("/page/picture?product=cup")
            #expect(answer.headers["content-type"] == ["image/png"] && Array(answer.body.readableBytesView) == picture)
            for id in ["text", "link", "gone", "none", "../cup.png", ""] {
                #expect(try await api.get("/page/picture?product=\(id)").status == 404, "\(id)")
            }
        }
        for number in 0..<300 {
            shelf.put([Product(id: "\(number)", name: "", price: 1, currency: "JPY")], since: nil)
        }
        #expect(shelf.items.count == ProductShelf.limit && shelf.items.last?.product.id == "299")
    }

    @Test func namesTheOriginOfAPublicAddress() {
        for (text, origin) in [
            ("https://Shop.example/live/42", "https://shop.example"),
            ("https://shop.example:443", "https://shop.example"),
            ("http://shop.example:8080/a", "http://shop.example:8080"), ("https://[::1]:444/", "https://[::1]:444"),
        ] { #expect(PublicAddress(text)?.origin == origin) }
    }
}
