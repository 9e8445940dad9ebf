import FFmpegKit
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
@testable import Show
import Synchronization
import Testing

@testable import Broadcast

/// A snapshot is what a render composes, to the byte.
@Suite(.timeLimit(.minutes(3)), .serialized) struct SnapshotJobTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let canvas = PixelSize(width: 180, height: 320)
    private static let start = ProgramDateTime(millisecondsSince1970: 1_795_000_000_000)

    private static func preset(_ reframe: ReframePreset = ReframePreset()) -> Preset {
        Preset(
            canvas: CanvasPreset(size: canvas), reframe: reframe,
            layers: [.hearts(HeartsLayer()), .clock(ClockLayer(format: .seconds)), .price(PriceLayer())])
    }

    /// A price that slides in, another that takes its place, and hearts in between.
    private static func timeline() throws -> EventTimeline {
        try EventTimeline(
            ndjson: Data(
                """
                {"at": 0.2, "type": "price", "product": {"id": "a", "name": "湯のみ", "price": 1200, "currency": "JPY"}}
                {"at": 0.31, "type": "hearts", "count": 12}
                {"at": 0.9, "type": "price", "product": {"id": "b", "name": "急須", "price": 3400, "currency": "JPY"}}
                """.utf8))
    }

    private static func snapshots(_ options: SnapshotOptions) async throws -> (
        pictures: [(tick: Int, bytes: [UInt8])], summary: SnapshotSummary
    ) {
        let made = Mutex<[(tick: Int, bytes: [UInt8])]>([])
        let summary = try await SnapshotJob(options, logger: logger).run { snapshot in
            let bytes = snapshot.canvas.frame.withPlanes { luma, blue, red, layout in
                rows(luma, layout.size, layout.lumaStride) + rows(blue, layout.chromaSize, layout.chromaStride)
                    + rows(red, layout.chromaSize, layout.chromaStride)
            }
            made.withLock { $0.append((snapshot.tick, bytes)) }
        }
        return (made.withLock { $0 }, summary)
    }

    private static func rows(_ plane: Span<UInt8>, _ size: PixelSize, _ stride: Int) -> [UInt8] {
        (0..<size.height).flatMap { y in (0..<size.width).map { x in plane[y * stride + x] } }
    }

    private static func options(_ path: String, _ preset: Preset, ticks: [Int]) throws -> SnapshotOptions {
        SnapshotOptions(
            backdrop: .file(path), preset: preset, timeline: try timeline(),
            instants: ticks.map { MediaTime(Int64($0), timescale: 30) }, start: start)
    }

    struct Source: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let recipe: String
        let reframe: ReframePreset
    }

    /// Sources that repeat pictures, drop them, and begin later than their sound.
    @Test(arguments: [
        Source(
            testDescription: "10 a second, fitted", recipe: "testsrc2=s=320x240:r=10:d=1.6",
            reframe: ReframePreset(mode: .fit)),
        Source(testDescription: "60 a second", recipe: "testsrc2=s=320x240:r=60:d=1.6", reframe: ReframePreset()),
        Source(
            testDescription: "of an odd rate, turned", recipe: "testsrc2=s=320x240:r=26777/1000:d=1.6",
            reframe: ReframePreset(rotation: 90)),
    ])
    func hasTheBytesOfARender(source: Source) async throws {
        let folder = try TemporaryFolder()
        let clip = try folder.makeMedia(
            "clip.mkv", "-itsoffset 0.15 -f lavfi -i \(source.recipe) -f lavfi -i sine=duration=1.6",
            "-c:v libx264 -preset ultrafast -c:a pcm_s16le")
        let preset = Self.preset(source.reframe)
        let recording = "\(folder.path)/canvas.y4m"
        var options = RenderOptions(
            input: clip, preset: preset, timeline: try Self.timeline(), output: "\(folder.path)/show",
            start: Self.start)
        options.rawCanvas = recording
        let render = RenderJob(options, logger: Self.logger)
        let frames = try #require(try await render.run(stop: Interrupt())).frames
        #expect(frames > 40)
        let recorded = try folder.read("canvas.y4m")
        let area = Self.canvas.area * 3 / 2
        let header = recorded.count - frames * (area + 6)

        // Out of order, twice, side by side, and the last.
        let ticks = [28, 0, 7, 9, 10, 11, 28, frames - 1]
        let (pictures, summary) = try await Self.snapshots(Self.options(clip, preset, ticks: ticks))
        #expect(pictures.map(\.tick) == Set(ticks).sorted())
        #expect(summary.canvas == Self.canvas)
        for picture in pictures {
            let begin = header + picture.tick * (area + 6) + 6
            #expect(picture.bytes == Array(recorded[begin..<begin + area]), "tick \(picture.tick)")
        }
    }

    @Test func keepsTheLastPictureAfterTheEnd() async throws {
        let folder = try TemporaryFolder()
        let clip = try folder.makeMedia(
            "clip.mkv", "-f lavfi -i testsrc2=s=320x240:r=30:d=0.5 -c:v libx264 -preset ultrafast")
        let (early, earlySummary) = try await Self.snapshots(
            Self.options(clip, Preset(canvas: .init(size: Self.canvas)), ticks: [14]))
        #expect(earlySummary.sourceEnd == nil || earlySummary.sourceEnd == 15)
        let (late, lateSummary) = try await Self.snapshots(
            Self.options(clip, Preset(canvas: .init(size: Self.canvas)), ticks: [14, 15, 3000]))
        #expect(lateSummary.sourceEnd == 15)
        #expect(late.map(\.bytes) == Array(repeating: early[0].bytes, count: 3))
    }

    @Test func liesOverAColour() async throws {
        let options = SnapshotOptions(
            backdrop: .color(Color(red: 255, green: 0, blue: 0)), preset: Preset(canvas: .init(size: Self.canvas)),
            instants: [.seconds(3)], start: Self.start)
        let (pictures, summary) = try await Self.snapshots(options)
        #expect(summary.sourceEnd == nil)
        let picture = try #require(pictures.first)
        #expect(picture.tick == 90)
        #expect(Set(picture.bytes[..<Self.canvas.area]) == [63])
        #expect(Set(picture.bytes[Self.canvas.area..<Self.canvas.area * 5 / 4]) == [102])
        #expect(Set(picture.bytes[(Self.canvas.area * 5 / 4)...]) == [240])
    }

    /// Neither cut nor turned: it is the same everywhere.
    @Test func takesTheCanvasOfAPhoneWhereNothingSaysItsSize() async throws {
        let options = SnapshotOptions(
            backdrop: .color(.white), preset: Preset(reframe: ReframePreset(mode: .fit, rotation: 90)),
            instants: [.zero], start: Self.start)
        #expect(try await Self.snapshots(options).summary.canvas == PixelSize(width: 720, height: 1280))
    }

    @Test func stopsAtTheFirstFailure() async throws {
        struct Full: Error {}
        let folder = try TemporaryFolder()
        let clip = try folder.makeMedia(
            "clip.mkv", "-f lavfi -i testsrc2=s=320x240:r=30:d=3 -c:v libx264 -preset ultrafast")
        let job = SnapshotJob(try Self.options(clip, Self.preset(), ticks: Array(0..<60)), logger: Self.logger)
        await #expect(throws: Full.self) { _ = try await job.run { _ in throw Full() } }
    }

    @Test func saysWhatIsWrongWithTheInput() async throws {
        let job = SnapshotJob(try Self.options("/nowhere/clip.mp4", Self.preset(), ticks: [0]), logger: Self.logger)
        let error = await #expect(throws: JobError.self) { _ = try await job.run { _ in } }
        #expect(error?.code == .inputNotFound)
    }
}
