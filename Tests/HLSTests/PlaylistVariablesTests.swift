import Testing

@testable import HLS

/// RFC 8216bis 4.3 and 4.4.2.3.
@Suite struct PlaylistVariablesTests {
    private static func media(_ defines: String, uri: String = "{$path}/a.m4s", version: Int = 8) -> String {
        """
        #EXTM3U
        #EXT-X-VERSION:\(version)
        #EXT-X-TARGETDURATION:2
        \(defines)
        #EXT-X-MAP:URI="{$path}/init.mp4"
        #EXTINF:2.000000,{$path}
        \(uri)
        """
    }

    private func playlist(
        _ defines: String, uri: String = "{$path}/a.m4s", from context: PlaylistContext = PlaylistContext()
    ) throws -> MediaPlaylist {
        try MediaPlaylist(parsing: Self.media(defines, uri: uri), from: context)
    }

    @Test func putsAValueInItsPlace() throws {
        let playlist = try playlist(#"#EXT-X-DEFINE:NAME="path",VALUE="https://cdn.example/x""#)
        #expect(playlist.segments.map(\.uri) == ["https://cdn.example/x/a.m4s"])
        #expect(playlist.segments[0].map?.uri == "https://cdn.example/x/init.mp4")
        #expect(playlist.versionOfVariables == 8)
    }

    @Test func severalInALineAndInEachOther() throws {
        let defines = """
            #EXT-X-DEFINE:NAME="a",VALUE="x"
            #EXT-X-DEFINE:NAME="a-B_9",VALUE="{$a}y"
            #EXT-X-DEFINE:NAME="path",VALUE=""
            """
        let playlist = try playlist(defines, uri: "{$a}/{$a-B_9}/{$path}/{$}/{$ä}/{a}/$a/{$a")
        // Only what has the form of a reference is one.
        #expect(playlist.segments[0].uri == "x/xy//{$}/{$ä}/{a}/$a/{$a")
    }

    @Test func isImportedFromTheMultivariantPlaylist() throws {
        let multivariant = try MultivariantPlaylist(
            parsing: """
                #EXTM3U
                #EXT-X-VERSION:11
                #EXT-X-DEFINE:NAME="path",VALUE="p"
                #EXT-X-DEFINE:QUERYPARAM="token"
                #EXT-X-STREAM-INF:BANDWIDTH=1000,CODECS="{$token}"
                {$path}/v.m3u8?token={$token}
                """, from: PlaylistContext(address: "https://h.example/m.m3u8?x=1&token=a%2Bb%E3%81%82#f"))
        #expect(
            multivariant.variants[0].uri == "p/v.m3u8?token=a+bあ" && multivariant.variants[0].stream.codecs == ["a+bあ"])
        #expect(multivariant.variables == ["path": "p", "token": "a+bあ"] && multivariant.versionOfVariables == 11)
        let playlist = try playlist(
            #"#EXT-X-DEFINE:IMPORT="path""#, from: PlaylistContext(imports: multivariant.variables))
        #expect(playlist.segments[0].uri == "p/a.m4s")
    }

    @Test func hexadecimalSequencesTakeOneAndNumbersDoNot() throws {
        let text = Self.media(
            """
            #EXT-X-DEFINE:NAME="path",VALUE="f0"
            #EXT-X-DATERANGE:ID="{$path}",START-DATE="2026-11-22T12:00:00Z",SCTE35-OUT=0x{$path}00
            """)
        // SCTE35-OUT isn't kept, so it is enough that nothing stumbles over it.
        #expect(try MediaPlaylist(parsing: text).dateRanges.map(\.id) == ["f0"])
        #expect(throws: PlaylistError.self) {
            try MediaPlaylist(
                parsing: "#EXTM3U\n#EXT-X-DEFINE:NAME=\"n\",VALUE=\"2\"\n#EXT-X-TARGETDURATION:{$n}\n#EXTINF:1,\na.ts\n"
            )
        }
    }

    @Test(arguments: [
        ("", "{$path} isn't defined"),
        (#"#EXT-X-DEFINE:NAME="Path",VALUE="x""#, "{$path} isn't defined"),
        (#"#EXT-X-DEFINE:NAME="path""#, "no VALUE"), (#"#EXT-X-DEFINE:VALUE="x""#, "found none"),
        (#"#EXT-X-DEFINE:NAME=path,VALUE="x""#, "needs quotes"),
        (#"#EXT-X-DEFINE:NAME="pa th",VALUE="x""#, "is no name"), (#"#EXT-X-DEFINE:NAME="",VALUE="x""#, "is no name"),
        (#"#EXT-X-DEFINE:NAME="path",VALUE="x",IMPORT="path""#, "NAME and IMPORT"),
        ("#EXT-X-DEFINE:NAME=\"path\",VALUE=\"x\"\n#EXT-X-DEFINE:NAME=\"path\",VALUE=\"x\"", "defined twice"),
        (#"#EXT-X-DEFINE:IMPORT="path""#, "wasn't loaded by a multivariant"),
        (#"#EXT-X-DEFINE:QUERYPARAM="path""#, "no query parameter"),
    ])
    func refusesWhatMustBeRefused(defines: String, sentence: String) {
        let error = #expect(throws: PlaylistError.self) { try playlist(defines) }
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
    }

    @Test func refusesWhatTheContextDoesNotHave() {
        for context in [
            PlaylistContext(address: "https://h.example/p.m3u8?path=", imports: [:]),
            PlaylistContext(address: "https://h.example/p.m3u8?Path=x&apath=y#?path=z", imports: ["Path": "x"]),
            PlaylistContext(address: "https://h.example/p.m3u8?path=a%22b", imports: [:]),
        ] {
            for kind in ["IMPORT", "QUERYPARAM"] {
                #expect(throws: PlaylistError.self) {
                    try playlist("#EXT-X-DEFINE:\(kind)=\"path\"", from: context)
                }
            }
        }
        // 4.4.2.3: IMPORT is for media playlists.
        #expect(throws: PlaylistError.self) {
            try MultivariantPlaylist(
                parsing: "#EXTM3U\n#EXT-X-DEFINE:IMPORT=\"a\"\n", from: PlaylistContext(imports: ["a": "b"]))
        }
    }

    @Test func staysBoundedWhateverIsReferredTo() {
        let value = String(repeating: "x", count: 10_000)
        #expect(throws: PlaylistError.self) {
            try playlist("#EXT-X-DEFINE:NAME=\"path\",VALUE=\"\(value)\"", uri: "{$path}{$path}")
        }
        let lines = String(repeating: "#EXT-X-OTHER:A=\"{$path}\"\n", count: 2_000)
        #expect(throws: PlaylistError.self) {
            try playlist("#EXT-X-DEFINE:NAME=\"path\",VALUE=\"\(value)\"\n\(lines)")
        }
    }

    @Test func saysThatAByteOrderMarkIsOne() {
        let error = #expect(throws: PlaylistError.self) { try MediaPlaylist(parsing: "\u{FEFF}#EXTM3U\n") }
        #expect(error?.message.contains("byte order mark") == true)
    }
}
