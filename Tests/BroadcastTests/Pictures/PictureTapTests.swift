import FFmpegKit
import MediaModel
import Reframe
import Testing

@testable import Broadcast
@testable import Follow

@Suite struct PictureTapTests {
    private static func shown(_ canvas: SharedFrame?, sight: FollowSight? = nil) -> TickPicture {
        let picture = canvas.map { SourcePicture(frame: $0, sampleAspectRatio: .init(width: 1, height: 1), time: 0) }
        var shown = TickPicture(picture.map { ($0, true, false) }, isShown: canvas != nil)
        shown.sight = sight
        return shown
    }

    /// The samples of so many ticks, with the source's first picture on one of them.
    private static func samples(
        _ count: Int, _ wishes: PictureTap.Wishes, firstPicture: Int
    ) throws -> [(tick: Int, PictureTap.Sample)] {
        let tap = PictureTap(.fps30, wishes, waits: false)
        let canvas = try TestPictures.flat(100)
        var samples: [(Int, PictureTap.Sample)] = []
        for tick in 0..<count {
            tap.offer(canvas, tick: tick, shown(tick >= firstPicture ? canvas : nil))
            if let sample = tap.samples.tryPop() { samples.append((tick, sample)) }
        }
        #expect(tap.droppedCount == 0)
        return samples
    }

    @Test func aTileIsTheCanvasOfEverySecondSecond() throws {
        let samples = try Self.samples(301, .init(poster: false, storyboard: true), firstPicture: 90)
        #expect(samples.map(\.tick) == [0, 60, 120, 180, 240, 300])
        #expect(samples.map(\.1.tile) == [0, 1, 2, 3, 4, 5])
    }

    @Test func postersAreOfTheMinuteThatBeginsWithTheSourcesFirstPicture() throws {
        let samples = try Self.samples(3_000, .init(storyboard: false), firstPicture: 70)
        #expect(samples.first?.tick == 70 && samples.first?.1.posterSecond == 0)
        #expect(samples.last?.tick == 70 + 1_800 && samples.last?.1.posterSecond == 60)
        #expect(samples.count == 121 && samples.allSatisfy { $0.1.tile == nil })
    }

    @Test func aBroadcastLeavesOutWhatFindsNoRoom() throws {
        let tap = PictureTap(.fps30, .init(storyboard: true), waits: false)
        let canvas = try TestPictures.flat(100)
        for tick in 0..<600 where tick % 60 == 0 { tap.offer(canvas, tick: tick, Self.shown(nil)) }
        #expect(tap.samples.depth == 4 && tap.droppedCount == 6)
        tap.close()
        tap.offer(canvas, tick: 660, Self.shown(nil))
        #expect(tap.droppedCount == 6, "nobody wants more")
    }

    private static let still: FollowState = {
        var state = FollowState(center: 0.5)
        (state.kind, state.motion, state.zone) = (.face, .hold, 0.1)
        return state
    }()

    @Test func aFaceCountsWhereTheCropShowsIt() {
        func sight(_ box: SubjectBox, _ kind: Subject.Kind = .face) -> FollowSight {
            FollowSight(
                window: CropWindow(center: 0.5), size: 0.3, axis: .horizontal, state: Self.still,
                found: [Subject(kind, box, score: 1)])
        }
        #expect(sight(SubjectBox(x: 0.45, y: 0.2, width: 0.1, height: 0.2)).showsFace)
        #expect(!sight(SubjectBox(x: 0.05, y: 0.2, width: 0.1, height: 0.2)).showsFace, "beside it")
        #expect(!sight(SubjectBox(x: 0.45, y: 0.2, width: 0.1, height: 0.2), .hands).showsFace)
    }
}
