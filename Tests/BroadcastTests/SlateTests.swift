import HLS
import MediaModel
import Overlay
import Show
import Testing

@testable import Broadcast

/// The slate of a programme that begins with its source, whose first picture may still be in the decoder on the first ticks.
@Suite(.timeLimit(.minutes(1))) struct SlateTests {
    /// Whether the slate is up after the show has once looked at its source, so many nanoseconds after the programme's start.
    private func isSlateUp(_ source: LiveStatus.SourceState, at time: Int64) async throws -> Bool {
        let (clock, status, inbox, scenes) = (VirtualClock(), LiveStatus(), ShowInbox(), SceneMailbox())
        let preset = Preset(name: "test", layers: [.slate(SlateLayer())])
        let builder = try SceneBuilder(
            preset: preset, canvas: PixelSize(width: 90, height: 160), folder: ".", cacheLimit: 1 << 20)
        var show = LiveShow(
            builder: builder, timeline: [], startsWithSource: true, inbox: inbox,
            controls: SourceControls(reframe: ReframePreset(), audioDelay: 0, isMuted: false),
            output: LiveShow.Output(scenes: scenes, ranges: DateRangeQueue(), log: nil),
            context: .test(clock: clock, status: status))
        var scene = try show.prepareFirst()
        _ = scenes.exchange(&scene, atTick: Int(time * 30 / 1_000_000_000))
        clock.wait(until: time)
        inbox.set(source: source)
        // Answered when the show has seen to all else.
        let event = LiveEvent(try EventDecoder().decode(#"{"type":"hearts","count":1}"#.utf8), json: "")
        _ = inbox.offer(ShowCommand(work: .events(.init(events: [event], time: time, answer: { _ in inbox.finish() }))))
        let running = TransferBox(show)
        try await runOnThread(named: "show") { running.take().run() }
        #expect(status.snapshot.hearts == 1)
        return status.show.slate.current != nil
    }

    @Test func isNotPutUpBeforeTheFirstPictureIsDecoded() async throws {
        #expect(try await !isSlateUp(.waiting, at: 100_000_000))
        #expect(try await !isSlateUp(.live, at: 100_000_000))
    }

    /// Neither for ever: pictures that can't be decoded are none.
    @Test func isPutUpWhereNoPictureComes() async throws {
        #expect(try await isSlateUp(.waiting, at: 2_100_000_000))
        #expect(try await isSlateUp(.slate, at: 100_000_000))
    }
}
