import Testing

@testable import Service

@Suite struct PublicAddressTests {
    @Test(arguments: [
        ("https://shop.example/live/42", "https://shop.example/live/42", "/live/42"),
        ("https://shop.example", "https://shop.example", ""), ("https://shop.example/", "https://shop.example", ""),
        ("HTTP://Shop.Example:8080/a//", "http://Shop.Example:8080/a", "/a"),
        ("https://[2001:db8::1]:444/x/", "https://[2001:db8::1]:444/x", "/x"),
        ("https://[::1]", "https://[::1]", ""), ("https://shop.example/a%20b", "https://shop.example/a%20b", "/a%20b"),
    ])
    func readsAnAddress(text: String, url: String, prefix: String) throws {
        let address = try #require(PublicAddress(text))
        #expect(address.url == url && address.prefix == prefix)
        #expect(address.playURL == "\(url)/master.m3u8")
    }

    @Test(arguments: [
        "", "shop.example", "shop.example/live", "ftp://shop.example", "https://", "https:///live", "https://a b",
        "https://me@shop.example", "https://me:pw@shop.example", "https://shop.example/?a=b", "https://shop.example/#x",
        "https://shop.example/live/master.m3u8", "https://shop.example/a//b", "https://shop.example/../x",
        "https://shop.example/a/./b", "https://shop.example/<x>", "https://shop.example/ライブ",
        "https://shop.example:70000", "https://shop.example/" + String(repeating: "a", count: 2_000),
    ])
    func refusesWhatIsNone(text: String) { #expect(PublicAddress(text) == nil) }

    private func page(_ host: String?, listening: String = "0.0.0.0", publicURL: String? = nil) -> PlayerPage {
        var configuration = OriginServer.Configuration(host: listening, port: 8080)
        configuration.publicAddress = publicURL.flatMap { PublicAddress($0) }
        return PlayerPage(asked: host, of: configuration, own: "http://192.0.2.7:8080")
    }

    @Test func thePageNamesThePublicAddressElseWhatWasAsked() {
        #expect(page("a.example").playURL == "http://a.example/master.m3u8")
        #expect(page("a.example:81").playURL == "http://a.example:81/master.m3u8")
        #expect(page("[2001:db8::1]:81").playURL == "http://[2001:db8::1]:81/master.m3u8")
        // On the machine itself, others' name for it is of more use; and what is no name isn't repeated.
        for host in [
            "localhost:8080", "127.0.0.1", "[::1]:8080", "0.0.0.0:8080", nil, "", "a/b", "a@b", "<script>", "a b",
            "a?x", "a:b:c", String(repeating: "a", count: 400),
        ] { #expect(page(host).playURL == "http://192.0.2.7:8080/master.m3u8", "\(host ?? "nil")") }
        for host in ["a.example", "localhost", nil] {
            let page = page(host, publicURL: "https://shop.example/live/42/")
            #expect(page.playURL == "https://shop.example/live/42/master.m3u8" && page.isFixed)
            #expect(page.html.contains(">https://shop.example/live/42/master.m3u8</code>"))
        }
    }

    @Test func drawsQRCodesOfPlaylistsAlone() {
        #expect(PlayerPage.code(of: "https://shop.example/live/master.m3u8")?.hasPrefix("<svg ") == true)
        for address in [
            "", "https://shop.example", "javascript:alert(1)/master.m3u8", "https://shop.example/x.m3u8",
            "https://a.example/" + String(repeating: "a", count: 600) + "/master.m3u8",
        ] { #expect(PlayerPage.code(of: address) == nil, "\(address)") }
    }
}

/// Behind a proxy that hands the whole path on, and one that doesn't.
@Suite(.timeLimit(.minutes(1))) struct PathPrefixTests {
    @Test func everythingIsBelowThePrefixToo() async throws {
        try await TestOrigin.with(publicURL: "https://shop.example/live/42") { test in
            test.addParts(5)
            #expect(test.server.playURL == "https://shop.example/live/42/master.m3u8")
            for prefix in ["", "/live/42"] {
                #expect(try await test.request(prefix + "/master.m3u8").status == 200)
                #expect(try await test.request(prefix + "/v360x640/playlist.m3u8?_HLS_msn=0&_HLS_part=1").status == 200)
                #expect(try await test.request(prefix + "/v360x640/run-0.m4s").status == 200)
                #expect(try await test.text(prefix + "/healthz") == "alive\n")
                let page = try await test.text(prefix + "/")
                #expect(page.contains("https://shop.example/live/42/master.m3u8") && !page.contains("127.0.0.1"))
            }
            #expect(try await test.text("/live/42").contains("<video"))
            #expect(try await test.request("/live/43/master.m3u8").status == 404)
            #expect(
                try await test.text("/qr.svg?address=https%3A%2F%2Fa.example%2Fmaster.m3u8").hasPrefix("<svg "))
            #expect(try await test.request("/qr.svg?address=x").status == 400)
        }
    }
}
