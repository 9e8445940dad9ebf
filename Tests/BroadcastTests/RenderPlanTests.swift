import HLS
import MediaModel
import Show
import Testing

@testable import Broadcast

@Suite struct RenderPlanTests {
    private static func plan(
        _ width: Int, _ height: Int, _ orientation: Orientation = .upright, preset: Preset = Preset(),
        audioOnly: Bool = true
    ) throws(JobError) -> RenderPlan {
        try RenderPlan(
            preset: preset, source: PixelSize(width: width, height: height), sourceOrientation: orientation,
            hasAudioOnlyVariant: audioOnly)
    }

    @Test(arguments: [
        (1920, 1080, "720x1280"), (1280, 720, "720x1280"), (1080, 1920, "1080x1920"), (16, 16, "720x1280"),
        (4096, 2160, "1080x1920"), (480, 1280, "720x1280"), (853, 479, "720x1280"),
    ])
    func theCanvasIsNoLargerThanItsSource(width: Int, height: Int, canvas: String) throws {
        let plan = try Self.plan(width, height)
        #expect(plan.canvas.description == canvas)
        #expect(plan.rungs[0].size == plan.canvas)
        #expect(plan.rungs.count >= 2)
        #expect(zip(plan.rungs, plan.rungs.dropFirst()).allSatisfy { $0.size.area > $1.size.area })
    }

    @Test func aTurnedSourceIsPlannedUpright() throws {
        let turned = try Self.plan(1920, 1080, .rotated(clockwise: 90))
        #expect(turned.canvas == PixelSize(width: 1080, height: 1920))
        var preset = Preset()
        preset.reframe.rotation = 270
        let back = try Self.plan(1920, 1080, .rotated(clockwise: 90), preset: preset)
        #expect(back.orientation == .upright)
        #expect(back.canvas == PixelSize(width: 720, height: 1280))
    }

    @Test func namesTheTracksFromTheTopRungDown() throws {
        let plan = try Self.plan(1280, 720)
        #expect(plan.tracks.map(\.id) == ["v720x1280", "v540x960", "v360x640", "audio", "audio-64"])
        let quiet = try Self.plan(1280, 720, audioOnly: false)
        #expect(quiet.tracks.map(\.id).last == "audio")
    }

    @Test(arguments: [(0, 0), (1, 1), (1, 1080), (1920, 1)])
    func refusesPicturesThatAreTooSmall(width: Int, height: Int) {
        let error = #expect(throws: JobError.self) { _ = try Self.plan(width, height) }
        #expect(error?.code == .inputUnusable)
    }

    @Test func refusesALadderThatDoesNotFitItsCanvas() {
        var preset = Preset()
        preset.ladder = .rungs([Rung(size: PixelSize(width: 360, height: 640), bitRate: 700_000)])
        #expect(throws: Never.self) { try Self.plan(1280, 720, preset: preset) }
        preset.canvas.size = PixelSize(width: 720, height: 1280)
        #expect(throws: JobError.self) { try Self.plan(1280, 720, preset: preset) }
        preset.ladder = .rungs([])
        #expect(throws: JobError.self) { try Self.plan(1280, 720, preset: preset) }
    }

    @Test func takesTheRowOfTheLatency() throws {
        var preset = Preset()
        #expect(try Self.plan(1280, 720, preset: preset).latency == .normal)
        preset.latency = .ultra
        let plan = try Self.plan(1280, 720, preset: preset)
        #expect(plan.latency == .ultra)
        #expect(plan.grid.framesPerPart == 8)
    }
}
