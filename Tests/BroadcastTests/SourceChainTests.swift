import FFmpegKit
import Ingest
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SourceChainTests {
    private static func clip(_ folder: TemporaryFolder) throws -> LiveInput {
        .file(
            path: try folder.makeMedia(
                "clip.mp4", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=0.4 -f lavfi -i sine=duration=0.4",
                "-c:v libx264 -bf 2 -c:a aac -shortest"),
            loops: false)
    }

    private static func chain(_ input: LiveInput, _ context: BroadcastContext) throws -> SourceChain {
        let interrupt = Interrupt()
        return .test(
            .pull(input, opened: try PullSource.openFirst(input, interrupt: interrupt)), interrupt: interrupt,
            context: context)
    }

    /// When each picture is to be shown, in milliseconds after the first.
    private static func times(_ chain: SourceChain) -> [Int64] {
        var times: [Int64] = []
        while let entry = chain.pictures.pop() { times.append(entry.picture.time) }
        return times.map { ($0 - (times.first ?? 0)) / 1_000_000 }
    }

    @Test func readsAndDecodesToItsEnd() async throws {
        let folder = try TemporaryFolder()
        let status = LiveStatus()
        let chain = try Self.chain(
            try Self.clip(folder),
            .test(clock: StartGatedClock(clock: VirtualClock()), status: status, isStarted: false))
        try await chain.run()
        let times = Self.times(chain)
        // In their order, though they are coded in another; the source's clock still settles.
        #expect(times.count == 10 && times == times.sorted())
        #expect(abs((times.last ?? 0) - 360) <= 20)
        #expect(chain.audio.depth > 10)
        #expect(chain.pulse.time > .min)
        #expect(status.snapshot.sourceName == "\(folder.path)/clip.mp4 h264 + aac")
        #expect(chain.programme.length.end != nil, "a file that is played once ends the programme")
    }

    /// As two cameras of a programme would run: one that waits, or ends, is nothing to the other.
    @Test func knowsNothingOfAnotherChain() async throws {
        let folder = try TemporaryFolder()
        let context = BroadcastContext.test()
        let waiting = SourceChain.test(context: context)
        async let end: Void = waiting.run()
        let other = try Self.chain(try Self.clip(folder), context)
        try await other.run()
        #expect(Self.times(other).count == 10)
        #expect(Self.times(waiting).isEmpty && waiting.programme.length.end == nil)
        #expect(waiting.pulse.time == .min)
        waiting.stop()
        try await end
        let isTaken = waiting.video.push(.end)
        #expect(!isTaken, "nobody takes it any more")
    }

    @Test(arguments: ["gone.mp4", "text.mp4"]) func saysWhyASourceCantBeHad(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = name == "gone.mp4" ? "\(folder.path)/\(name)" : try folder.write("no media\n", to: name)
        // A file that vanished, or was overwritten, after it was looked at.
        let chain = SourceChain.test(.pull(.file(path: path, loops: false), opened: nil))
        do {
            try await chain.run()
            Issue.record("it can't be had")
        } catch let error as JobError {
            #expect(error.message.hasPrefix(path))
        }
        let isTaken = chain.audio.push(.end)
        #expect(!isTaken, "whoever waits for the sound is let go")
    }
}
