import FFmpegKit
import HLS
import Ingest
import MediaModel
import Show

@testable import Broadcast

extension SourceChain {
    /// A chain for one of its parts that is tested alone, whose programme goes on until `interrupt` is requested.
    static func test(
        _ input: consuming sending SourceInput = .publishers(IngestEventQueue(capacity: 1_000_000)),
        options: LiveOptions = LiveOptions(preset: Preset(name: "test", layers: []), output: ""),
        overload: OverloadControl = OverloadControl(), interrupt: Interrupt = Interrupt(),
        context: BroadcastContext = .test()
    ) -> SourceChain {
        SourceChain(
            .main, input, options: options,
            controls: SourceControls(
                reframe: ReframePreset(), audioDelay: options.audioDelay, isMuted: options.isMuted),
            overload: overload,
            programme: ProgrammeEnd(
                interrupt: interrupt, length: ProgrammeLength(frameRate: context.grid.frameRate, limit: nil),
                clock: context.clock, jitterBuffer: options.jitterBuffer),
            context: context)
    }
}
