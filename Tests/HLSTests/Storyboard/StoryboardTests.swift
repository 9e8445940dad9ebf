import MediaModel
import Testing

@testable import HLS

@Suite struct StoryboardTests {
    private static let grid = TileGrid(canvas: PixelSize(width: 720, height: 1280))

    private static func sheet(_ number: Int, at seconds: Int64, tiles: Int, run: String = "8x1") -> Storyboard.Sheet {
        .init(
            name: Storyboard.sheetName(run: run, number: number), start: .seconds(seconds), tileCount: tiles,
            byteCount: 1_000)
    }

    private static func storyboard(_ sheets: Storyboard.Sheet...) -> Storyboard {
        var storyboard = Storyboard(grid: grid)
        for sheet in sheets { storyboard.add(sheet) }
        return storyboard
    }

    @Test func tilesLieInRowsOnSheetsThatSmallDevicesTake() {
        let grid = Self.grid
        #expect(grid.tile == PixelSize(width: 108, height: 192) && grid.capacity == 18)
        #expect(grid.sheetSize == PixelSize(width: 648, height: 576))
        #expect(grid.area(of: 0) == PixelArea(x: 0, y: 0, width: 108, height: 192))
        #expect(grid.area(of: 5) == PixelArea(x: 540, y: 0, width: 108, height: 192))
        #expect(grid.area(of: 6) == PixelArea(x: 0, y: 192, width: 108, height: 192))
        #expect(grid.area(of: 17) == PixelArea(x: 540, y: 384, width: 108, height: 192))
    }

    @Test(arguments: [(96, 160), (1080, 1920), (160, 96), (2, 4_000), (1_000, 1_000)])
    func everyCanvasHasAGrid(width: Int, height: Int) {
        let grid = TileGrid(canvas: PixelSize(width: width, height: height))
        #expect(grid.capacity >= 1 && grid.tile.width >= 2 && grid.tile.width % 2 == 0)
        #expect(grid.sheetSize.width <= 720 && grid.sheetSize.height <= 720)
    }

    @Test func aTileLiesAtItsTime() {
        let storyboard = Self.storyboard(Self.sheet(0, at: 0, tiles: 18), Self.sheet(1, at: 36, tiles: 2))
        let lines = storyboard.webVTT().split(separator: "\n")
        #expect(lines.first == "WEBVTT" && lines.count == 1 + 2 * 20)
        #expect(lines[1] == "00:00:00.000 --> 00:00:02.000" && lines[2] == "storyboard/8x1-0.jpg#xywh=0,0,108,192")
        #expect(
            lines[15] == "00:00:14.000 --> 00:00:16.000" && lines[16] == "storyboard/8x1-0.jpg#xywh=108,192,108,192")
        #expect(lines[39] == "00:00:38.000 --> 00:00:40.000" && lines[40] == "storyboard/8x1-1.jpg#xywh=108,0,108,192")
        // The last one's time ends with the show; what is later isn't listed.
        let ended = storyboard.webVTT(until: .milliseconds(37_500)).split(separator: "\n")
        #expect(ended.count == 1 + 2 * 19 && ended[37] == "00:00:36.000 --> 00:00:37.500")
    }

    @Test func theListOfAnEarlierRunIsTakenUp() {
        let earlier = Self.storyboard(Self.sheet(0, at: 0, tiles: 18), Self.sheet(1, at: 36, tiles: 3))
        var next = Storyboard(grid: Self.grid)
        next.takeUp(earlier.webVTT()) { _ in 1_000 }
        #expect(next == earlier)
        // What isn't there any more is left out.
        var less = Storyboard(grid: Self.grid)
        less.takeUp(earlier.webVTT()) { $0 == "8x1-1.jpg" ? 1_000 : nil }
        #expect(less.sheets == [Self.sheet(1, at: 36, tiles: 3)])
        // And what is before the last isn't added.
        next.add(Self.sheet(0, at: 40, tiles: 1, run: "9"))
        #expect(next.sheets.count == 2)
        next.add(Self.sheet(0, at: 50, tiles: 1, run: "9"))
        #expect(next.sheets.count == 3)
    }

    @Test(arguments: [
        "", "WEBVTT\n\nsoon --> later\nstoryboard/a-0.jpg#xywh=0,0,108,192\n",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nx",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard/../a-0.jpg#xywh=0,0,108,192\n",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard/a-0.jpg#xywh=0,0,99999999999,192\n",
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard/a-0.jpg#xywh=0,0,90,160\n",
    ])
    func whatIsNoListOfOursHasNoSheet(_ text: String) {
        var storyboard = Storyboard(grid: Self.grid)
        storyboard.takeUp(text) { _ in 1 }
        #expect(storyboard.isEmpty)
    }

    @Test func onlyNamesOfOursAreSheets() {
        for name in ["8x1-0.jpg", "a-12.jpg"] { #expect(Storyboard.isSheetName(name), "\(name)") }
        for name in [
            "8x1.jpg", "8x1-.jpg", "8x1-01.jpg", "../x-1.jpg", "a-1.jpg.tmp", "a-1.png", "a b-1.jpg", "-1.jpg", "",
        ] {
            #expect(!Storyboard.isSheetName(name), "\(name)")
        }
    }

    @Test func playersForTVHaveThePlaylistOfImages() throws {
        let storyboard = Self.storyboard(Self.sheet(0, at: 0, tiles: 18), Self.sheet(1, at: 36, tiles: 2))
        let timeline = Storyboard.Timeline(end: .milliseconds(39_200))
        let playlist = storyboard.playlist(along: timeline)
        #expect(
            playlist.text == """
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-TARGETDURATION:36
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-IMAGES-ONLY
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXTINF:36.000000,
                #EXT-X-TILES:RESOLUTION=108x192,LAYOUT=6x3,DURATION=2.000000
                8x1-0.jpg
                #EXTINF:3.200000,
                #EXT-X-TILES:RESOLUTION=108x192,LAYOUT=6x3,DURATION=2.000000
                8x1-1.jpg
                #EXT-X-ENDLIST

                """)
        #expect(try MediaPlaylist(parsing: playlist.text) == playlist)
        let variant = try #require(storyboard.variant(along: timeline))
        var multivariant = MultivariantPlaylist(variants: [])
        multivariant.imageVariants = [variant]
        #expect(multivariant.text.contains("RESOLUTION=108x192,URI=\"storyboard/playlist.m3u8\""))
        #expect(multivariant.text.contains("CODECS=\"jpeg\""))
        #expect(try MultivariantPlaylist(parsing: multivariant.text).imageVariants == [variant])
    }

    /// A process that was killed after 45 s had a sheet of 36 s; the next began at 52.8 s.
    @Test func whatARestartCostIsAGapBeforeTheDiscontinuity() {
        var storyboard = Self.storyboard(Self.sheet(0, at: 0, tiles: 18))
        storyboard.add(
            .init(name: "9-0.jpg", start: .milliseconds(52_800), tileCount: 2, byteCount: 1_000))
        let timeline = Storyboard.Timeline(end: .seconds(56), discontinuities: [.milliseconds(52_800)])
        let segments = storyboard.playlist(along: timeline).segments
        #expect(segments.map(\.isGap) == [false, true, false])
        #expect(segments.map(\.isDiscontinuous) == [false, false, true])
        #expect(segments.map(\.duration) == [.seconds(36), .milliseconds(16_800), .milliseconds(3_200)])
        // A run of less than a sheet has left none: its place is a gap, with its discontinuity.
        let two = Storyboard.Timeline(end: .seconds(56), discontinuities: [.seconds(40), .milliseconds(52_800)])
        #expect(
            storyboard.playlist(along: two).segments.map(\.isDiscontinuous) == [false, false, true, true])
    }

    @Test func theTimelineIsThatOfThePlaylists() {
        var playlist = MediaPlaylist(header: .init(targetDuration: 2, kind: .videoOnDemand))
        playlist.segments = [
            .init(uri: "a", duration: .seconds(2)), .init(uri: "b", duration: .seconds(1), isGap: true),
            .init(uri: "c", duration: .seconds(2), isDiscontinuous: true),
        ]
        #expect(Storyboard.Timeline(playlist) == .init(end: .seconds(5), discontinuities: [.seconds(3)]))
        // An earlier run died before its first segment.
        playlist.segments[0] = .init(uri: "a", duration: .seconds(2), isDiscontinuous: true)
        let timeline = Storyboard.Timeline(playlist)
        #expect(timeline == .init(end: .seconds(5), discontinuities: [.zero, .seconds(3)]))
        let segments = Self.storyboard(Self.sheet(0, at: 0, tiles: 1)).playlist(along: timeline).segments
        #expect(segments.map(\.isDiscontinuous) == [true, false, true])
    }

    @Test(arguments: [
        "RESOLUTION=108x192,LAYOUT=6x3", "RESOLUTION=108x192,LAYOUT=0x3,DURATION=2", "LAYOUT=6x3,DURATION=2",
        "RESOLUTION=108x192,LAYOUT=6x3,DURATION=0", "RESOLUTION=9999x9999,LAYOUT=9999x9999,DURATION=2",
        "RESOLUTION=108x192,LAYOUT=six,DURATION=2",
    ])
    func tilesThatCannotBeAreRefused(_ attributes: String) {
        let text =
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-IMAGES-ONLY\n#EXTINF:2,\n#EXT-X-TILES:\(attributes)\na.jpg\n"
        let error = #expect(throws: PlaylistError.self) { try MediaPlaylist(parsing: text) }
        #expect(error?.line == 5)
    }
}
