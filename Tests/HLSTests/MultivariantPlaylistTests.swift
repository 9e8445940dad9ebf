import HLS
import MediaModel
import Testing

@Suite struct MultivariantPlaylistTests {
    private typealias Variant = MultivariantPlaylist.Variant

    private static func variant(_ average: Int, video: Bool = true) -> Variant {
        Variant(
            stream: .init(
                bandwidth: average * 3 / 2, averageBandwidth: average,
                codecs: video ? ["avc1.64001f", "mp4a.40.2"] : ["mp4a.40.2"],
                resolution: video ? PixelSize(width: 720, height: 1280) : nil, videoRange: video ? .standard : nil),
            frameRateInThousandths: video ? 30_000 : nil, audioGroupID: "audio", uri: "v\(average)/playlist.m3u8")
    }

    static let text = """
        #EXTM3U
        #EXT-X-VERSION:6
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="日本語",LANGUAGE="ja",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/playlist.m3u8"
        #EXT-X-STREAM-INF:BANDWIDTH=3000000,AVERAGE-BANDWIDTH=2000000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=720x1280,VIDEO-RANGE=SDR,FRAME-RATE=30.000,AUDIO="audio",CLOSED-CAPTIONS=NONE
        v2000000/playlist.m3u8
        #EXT-X-STREAM-INF:BANDWIDTH=96000,AVERAGE-BANDWIDTH=64000,CODECS="mp4a.40.2",AUDIO="audio",CLOSED-CAPTIONS=NONE
        v64000/playlist.m3u8
        #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=300000,AVERAGE-BANDWIDTH=200000,CODECS="avc1.64001f",RESOLUTION=720x1280,VIDEO-RANGE=SDR,URI="v/iframes.m3u8"

        """

    @Test func writesAShow() {
        let playlist = MultivariantPlaylist(
            variants: [Self.variant(2_000_000), Self.variant(64_000, video: false)],
            audioRenditions: [.init(groupID: "audio", name: "日本語", language: "ja", uri: "audio/playlist.m3u8")],
            iFrameVariants: [
                .init(
                    stream: .init(
                        bandwidth: 300_000, averageBandwidth: 200_000, codecs: ["avc1.64001f"],
                        resolution: PixelSize(width: 720, height: 1280), videoRange: .standard), uri: "v/iframes.m3u8")
            ])
        #expect(playlist.text == Self.text)
    }

    @Test func writesAndReadsWhatIsToldOfThePresentation() throws {
        var playlist = MultivariantPlaylist(variants: [Self.variant(2_000_000)])
        var title = MultivariantPlaylist.SessionData(id: "com.example.title", .value("Cups"))
        title.language = "en"
        playlist.sessionData = [.chapters("chapters.json"), title]
        #expect(
            playlist.text.hasSuffix(
                """
                #EXT-X-SESSION-DATA:DATA-ID="com.apple.hls.chapters",URI="chapters.json"
                #EXT-X-SESSION-DATA:DATA-ID="com.example.title",VALUE="Cups",LANGUAGE="en"

                """))
        #expect(try MultivariantPlaylist(parsing: playlist.text) == playlist)
        for wrong in ["VALUE=\"a\"", "DATA-ID=\"a\"", "DATA-ID=\"a\",VALUE=\"b\",URI=\"c\""] {
            #expect(throws: PlaylistError.self) {
                try MultivariantPlaylist(parsing: "#EXTM3U\n#EXT-X-SESSION-DATA:\(wrong)\n")
            }
        }
    }

    @Test func writesAndReadsCaptions() throws {
        var variant = Self.variant(2_000_000)
        (variant.subtitleGroupID, variant.closedCaptionGroupID) = ("captions", "cc")
        variant.declaresNoClosedCaptions = false
        var playlist = MultivariantPlaylist(variants: [variant])
        var words = MultivariantPlaylist.SubtitleRendition(
            groupID: "captions", name: "日本語", language: "ja", uri: "captions-ja/playlist.m3u8")
        words.isDefault = true
        words.characteristics = MultivariantPlaylist.SubtitleRendition.describesSound
        playlist.subtitleRenditions = [words]
        playlist.closedCaptionRenditions = [.init(groupID: "cc", name: "English", language: "en", instreamID: "CC1")]
        let lines = playlist.text.split(separator: "\n")
        #expect(
            lines.contains(
                "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"captions\",NAME=\"日本語\",LANGUAGE=\"ja\",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,CHARACTERISTICS=\"public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound\",URI=\"captions-ja/playlist.m3u8\""
            ))
        #expect(
            lines.contains(
                "#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=NO,AUTOSELECT=YES,INSTREAM-ID=\"CC1\""
            ))
        #expect(playlist.text.contains(",SUBTITLES=\"captions\",CLOSED-CAPTIONS=\"cc\"\n"))
        #expect(try MultivariantPlaylist(parsing: playlist.text) == playlist)
    }

    @Test func readsWhatItWrites() throws {
        let playlist = try MultivariantPlaylist(parsing: Self.text)
        #expect(playlist.text == Self.text)
        #expect(playlist.variants.map(\.hasVideo) == [true, false])
        #expect(playlist.variants[0].frameRateInThousandths == 30_000)
        #expect(playlist.audioRenditions[0].channelCount == 2)
        #expect(playlist.iFrameVariants[0].stream.resolution == PixelSize(width: 720, height: 1280))
        #expect(try MultivariantPlaylist(parsing: playlist.text) == playlist)
    }

    @Test func tellsOfClosedCaptions() throws {
        var (video, sound) = (Self.variant(2_000_000), Self.variant(64_000, video: false))
        (video.closedCaptionGroupID, video.declaresNoClosedCaptions) = ("cc", false)
        sound.declaresNoClosedCaptions = false
        var playlist = MultivariantPlaylist(variants: [video, sound])
        playlist.closedCaptionRenditions = [
            .init(groupID: "cc", name: "English \"CC\"", language: "en", instreamID: "CC1"),
            .init(groupID: "cc", name: "español", language: "es", isDefault: true, instreamID: "CC3"),
        ]
        let lines = playlist.text.split(separator: "\n")
        #expect(
            lines.contains(
                #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English 'CC'",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,INSTREAM-ID="CC1""#
            ))
        #expect(lines.filter { $0.hasSuffix(#",CLOSED-CAPTIONS="cc""#) }.count == 1)
        #expect(!playlist.text.contains("NONE"))
        var expected = playlist
        expected.closedCaptionRenditions[0].name = "English 'CC'"
        #expect(try MultivariantPlaylist(parsing: playlist.text) == expected)
    }

    @Test func aClosedCaptionTagNeedsItsChannel() {
        let text = "#EXTM3U\n#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"cc\",NAME=\"a\"\n"
        let error = #expect(throws: PlaylistError.self) { try MultivariantPlaylist(parsing: text) }
        #expect(error?.description.contains("INSTREAM-ID") == true)
    }

    @Test func readsFractionalFrameRatesAndPassesOverOtherRenditions() throws {
        let text =
            "#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"s\",NAME=\"s\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,FRAME-RATE=29.97\na"
        let playlist = try MultivariantPlaylist(parsing: text)
        #expect(playlist.variants[0].frameRateInThousandths == 29_970)
        #expect(playlist.audioRenditions.isEmpty)
        #expect(!playlist.variants[0].declaresNoClosedCaptions)
    }

    @Test func aNameWithQuotesCannotBreakThePlaylist() throws {
        let playlist = MultivariantPlaylist(
            variants: [Self.variant(1)],
            audioRenditions: [.init(groupID: "audio", name: "\"live\",\nURI=\"x\"", language: nil, uri: "a")])
        #expect(try MultivariantPlaylist(parsing: playlist.text).audioRenditions[0].name == "'live',URI='x'")
    }

    @Test func beginsWithTheVariantNearestTo2000AndEndsWithAudioOnly() {
        func order(_ averages: [Int]) -> [Int?] {
            let variants = averages.map { Self.variant($0, video: $0 > 100_000) }
            return Variant.ordered(variants.shuffled()).map(\.stream.averageBandwidth)
        }
        #expect(order([64_000, 858_000, 2_128_000, 3_128_000]) == [2_128_000, 3_128_000, 858_000, 64_000])
        #expect(order([64_000, 858_000, 3_128_000, 6_128_000]) == [3_128_000, 6_128_000, 858_000, 64_000])
        #expect(order([64_000]) == [64_000])
        #expect(order([]) == [])
    }

    @Test(arguments: [
        ("#EXT-X-STREAM-INF:BANDWIDTH=1\n", 2), ("#EXT-X-STREAM-INF:BANDWIDTH=1\n#EXT-X-VERSION:6\na\n", 2),
        ("a.m3u8\n", 2), ("#EXT-X-STREAM-INF:CODECS=\"x\"\na\n", 2), ("#EXT-X-STREAM-INF:BANDWIDTH=\"1\"\na\n", 2),
        ("#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=big\na\n", 2),
        ("#EXT-X-STREAM-INF:BANDWIDTH=1,VIDEO-RANGE=WIDE\na\n", 2),
        ("#EXT-X-STREAM-INF:BANDWIDTH=1,FRAME-RATE=fast\na\n", 2), ("#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1\n", 2),
        ("#EXT-X-MEDIA:TYPE=AUDIO,NAME=\"a\"\n", 2),
        ("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"a\",DEFAULT=MAYBE\n", 2),
        ("#EXT-X-VERSION:x\n", 2), ("#\n#EXTINF:1,\n", 3),
    ])
    func refusesAndNamesTheLine(text: String, line: Int) {
        let error = #expect(throws: PlaylistError.self) { try MultivariantPlaylist(parsing: "#EXTM3U\n" + text) }
        #expect(error?.line == line)
    }
}
