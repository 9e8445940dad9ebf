import FFmpegKit
import Foundation
import Loudness
import MediaModel
import MediaTesting
import Show
import Synchronization
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct BedSupplyTests {
    private static let preset = SoundPreset(loudness: -14, bed: BedPreset(files: ["a.ogg"], under: -20))

    private static let music: BedMusic? = {
        var maker = BedPieceMaker()
        let samples = (0..<96_000).map { Float(0.1 * sin(Double($0) / 16)) }
        maker.append(samples.span, samples.span)
        guard case .piece(let piece) = maker.finish() else { return nil }
        return BedMusic([piece])
    }()

    @Test func levelsAreAgainstTheProgramme() throws {
        let order = try #require(Self.preset.order(BedState(), nil))
        #expect(order.levels == (-24, -34) && order.threshold == -36 && order.isPlaying)
        let untouched = SoundPreset(loudness: nil, bed: BedPreset(files: ["a.ogg"]))
        #expect(untouched.order(BedState(), nil)?.levels.under == -34)
        #expect(untouched.setting == .init(.fixed(0), ceiling: -2) && !untouched.isUntouched)
        #expect(SoundPreset().order(BedState(), nil) == nil)
    }

    /// Each change counts from its tick on, whenever the sound comes to it.
    @Test func aRenderTakesItsTimelineTickByTick() throws {
        let timeline = try EventTimeline(
            ndjson: Data(
                """
                {"at": 1, "type": "bed", "action": "stop", "id": "s"}
                {"at": 2, "type": "bed", "action": "next"}
                {"at": 3, "type": "undo", "id": "s"}
                {"at": 4, "type": "countdown", "seconds": 1, "onZero": [{"type": "bed", "action": "stop"}]}
                """.utf8))
        var bed = RenderedBed(
            Self.preset, try #require(Self.music), timeline: timeline,
            reducer: ShowReducer(frameRate: .fps30, layers: []))
        func state(at step: Int) -> [Int] {
            guard let order = bed.order(atStep: step) else { return [] }
            return [order.isPlaying ? 1 : 0, order.first, order.begin]
        }
        #expect(state(at: 99) == [1, 0, 0])
        #expect(state(at: 100) == [0, 0, 0])
        #expect(state(at: 250) == [1, 1, 200])
        #expect(state(at: 499) == [1, 1, 200])
        #expect(state(at: 500) == [0, 1, 200])
    }

    @Test func aBroadcastTakesWhatTheShowCommits() {
        let bed = LiveBed(nil, frameRate: .fps30, diagnostics: .silent)
        var state = BedState()
        bed.put(state, atTick: 3)
        state.isPlaying = false
        bed.put(state, atTick: 30)
        bed.put(state, atTick: 40)
        #expect(bed.order(Self.preset, atStep: 99)?.isPlaying == true)
        #expect(bed.order(Self.preset, atStep: 100)?.isPlaying == false)
        #expect(bed.order(nil, atStep: 101) == nil)
        // However far behind the sound is, the last word counts.
        for tick in 0..<500 {
            state.isPlaying.toggle()
            bed.put(state, atTick: 50 + tick)
        }
        #expect(bed.order(Self.preset, atStep: 10_000)?.isPlaying == state.isPlaying)
    }

    @Test func aBroadcastLoadsWhatItsPresetSays() async throws {
        let folder = try TemporaryFolder()
        let first = try folder.makeMedia("first.wav", "-f lavfi -i sine=440 -t 2")
        let second = try folder.makeMedia("second.wav", "-f lavfi -i sine=880 -t 2")
        let diagnostics = Diagnostics.silent
        let bed = LiveBed(BedPreset(files: [first]), frameRate: .fps30, diagnostics: diagnostics)
        let running = Task { try await bed.run() }
        func music() -> BedMusic? { bed.order(Self.preset, atStep: 0)?.music }
        try await waitUntil("the first is loaded") { music() != nil }
        let before = music()
        bed.play(BedPreset(files: [second]))
        try await waitUntil("another is loaded") { music() !== before }
        bed.play(BedPreset(files: ["\(folder.path)/gone.wav"]))
        try await waitUntil("nothing is left") { music() == nil }
        #expect(diagnostics.warnings.count == 1)
        bed.close()
        try await running.value
    }
}
