import HLS
import MediaModel
import Testing

@testable import Broadcast

@Suite struct PictureArchiverTests {
    private let grid = TileGrid(canvas: PixelSize(width: 720, height: 1280))

    private func archiver(_ store: MemoryStore, run: String = "a", after kept: KeptPictures = KeptPictures())
        -> PictureArchiver
    {
        PictureArchiver(store, run: run, records: true, storyboard: kept.storyboard(grid))
    }

    private func sheet(_ number: Int, tiles: Int = 18) -> ShowPicture {
        .sheet(.init(number: number, tileCount: tiles, bytes: [UInt8](repeating: 1, count: 9_000)))
    }

    private func text(_ name: String, in store: MemoryStore) -> String {
        String(decoding: store.files[name] ?? [], as: UTF8.self)
    }

    @Test func nothingIsNamedThatIsNotThere() throws {
        let store = MemoryStore(fails: { $0 == "storyboard/a-1.jpg" })
        var pictures = archiver(store)
        try pictures.take(.poster([1]))
        try pictures.take(sheet(0))
        #expect(throws: JobError.self) { try pictures.take(sheet(1)) }
        try pictures.take(sheet(2, tiles: 3))
        #expect(
            text("storyboard.vtt", in: store).contains("00:01:16.000 --> 00:01:18.000\nstoryboard/a-2.jpg#xywh=216,0"))
        let variant = try pictures.finish(along: .init(end: .seconds(78)))
        #expect(variant?.uri == "storyboard/playlist.m3u8")
        let playlist = try MediaPlaylist(parsing: text("storyboard/playlist.m3u8", in: store))
        #expect(playlist.segments.map(\.isGap) == [false, true, false] && playlist.duration == .seconds(78))
        for segment in playlist.segments where !segment.isGap {
            #expect(store.files["storyboard/\(segment.uri)"] != nil)
        }
        #expect(!text("storyboard.vtt", in: store).contains("a-1.jpg"))
        #expect(store.files["poster.jpg"] == [1])
    }

    @Test func aNewStartOfTheProcessGoesOnWithTheStoryboard() throws {
        let store = MemoryStore()
        var first = archiver(store)
        try first.take(sheet(0))
        var kept = KeptPictures()
        kept.list = text("storyboard.vtt", in: store)
        kept.sheetSizes = ["a-0.jpg": 9_000]
        var second = archiver(store, run: "b", after: kept)
        second.begin(at: .milliseconds(48_000))
        try second.take(sheet(0, tiles: 1))
        let timeline = Storyboard.Timeline(end: .seconds(50), discontinuities: [.seconds(48)])
        _ = try second.finish(along: timeline)
        let playlist = try MediaPlaylist(parsing: text("storyboard/playlist.m3u8", in: store))
        #expect(playlist.segments.map(\.uri) == ["a-0.jpg", "missing.jpg", "b-0.jpg"])
        #expect(playlist.segments.map(\.isDiscontinuous) == [false, false, true])
        #expect(text("storyboard.vtt", in: store).contains("00:00:48.000 --> 00:00:50.000\nstoryboard/b-0.jpg"))
    }

    @Test func withoutARecordingThereIsAPosterAlone() throws {
        let store = MemoryStore()
        var pictures = PictureArchiver(store, run: "a", records: false, storyboard: Storyboard(grid: grid))
        try pictures.take(.poster([7]))
        try pictures.take(sheet(0))
        let variant = try pictures.finish(along: nil)
        #expect(variant == nil && store.files.keys.sorted() == ["poster.jpg"])
    }
}
