import FFmpegKit
import Foundation
import MediaModel
import Show
import Synchronization
import Testing

@testable import Broadcast
@testable import Ingest

/// What becomes of publishers' events, in process and by a clock of its own.
@Suite(.timeLimit(.minutes(1))) struct PublisherSourceTests {
    private let queue = IngestEventQueue(capacity: 1_000_000)

    private func publication(_ id: UInt64) -> Publication {
        Publication(id: id, peer: "192.0.2.\(id):1935", keyName: "main", isSecure: false, program: "")
    }

    private func sample(at time: Int64, isKey: Bool = true, offset: Int64 = 0) -> EncodedSample {
        EncodedSample(
            decodeTime: time, compositionOffset: offset, isKeyFrame: isKey, bytes: [1, 2, 3], arrival: .now)
    }

    private static let video = IngestEvent.videoConfiguration(
        VideoConfiguration(codec: .h264, record: [1, 0x64, 0, 31, 0xFF, 0xE0, 0]))
    private static let audio = IngestEvent.audioConfiguration(AudioConfiguration(codec: .aac, record: [0x11, 0x90]))

    private func publish(_ id: UInt64, _ events: [IngestEvent]) {
        _ = queue.begin(publication(id))
        for event in events { queue.add(event, of: id) }
    }

    /// What the decoder has got, in words: packets by when they are to be shown, in milliseconds.
    private func inputs(_ inputs: BoundedQueue<DecoderInput>) -> [String] {
        var words: [String] = []
        while let input = inputs.tryPop() {
            switch consume input {
            case .configuration: words.append("configuration")
            case .sender: words.append("sender")
            case .colors(let codes): words.append("colors \(codes.map { "\($0.transfer)" } ?? "-")")
            case .packet(let packet): words.append("\((packet.presentationTime ?? -1) / 1_000_000)")
            case .reordered: words.append("reordered")
            case .speaker: words.append("speaker")
            case .end: words.append("end")
            case .restart: words.append("restart")
            }
        }
        return words
    }

    @Test func handsOnWhatAPublisherSends() throws {
        let clock = VirtualClock()
        let status = LiveStatus()
        let chain = SourceChain.test(.publishers(queue), context: .test(clock: clock, status: status))
        publish(
            1,
            [
                Self.video, Self.audio, .videoColors(VideoColors(primaries: 9, transfer: 18, matrix: 9)),
                .video(sample(at: 5_000)), .audio(sample(at: 5_000)), .video(sample(at: 5_033, isKey: false)),
                .metadata(StreamMetadata()),
            ])
        queue.end(1, .unpublished)
        queue.close()
        try chain.readInput()
        // All came at once, at 0, and is due a jitter buffer later, whatever the publisher's clock says.
        #expect(
            inputs(chain.video) == ["restart", "sender", "configuration", "colors 18", "100", "133", "end"])
        #expect(inputs(chain.audio) == ["restart", "configuration", "100"])
        #expect(status.snapshot.sources == 1)
        #expect(status.snapshot.sourceName == "192.0.2.1:1935 H.264 + AAC")
        let isTaken = chain.video.push(.end)
        #expect(!isTaken, "nothing follows")
    }

    /// Its times are another clock's, and it is due as the one before was: a jitter buffer after it came.
    @Test func anotherPublisherBeginsAnew() throws {
        let clock = VirtualClock()
        let chain = SourceChain.test(.publishers(queue), context: .test(clock: clock))
        publish(1, [Self.video, .video(sample(at: 90_000_000))])
        publish(2, [Self.video, .video(sample(at: 0, isKey: false)), .video(sample(at: 40))])
        queue.close()
        clock.wait(until: 7_000_000_000)
        try chain.readInput()
        // Decoding can't start at the second's first picture.
        #expect(
            inputs(chain.video) == [
                "restart", "sender", "configuration", "7100", "end", "restart", "sender", "configuration", "7100",
            ])
    }

    /// Whoever comes back from where they were is the same; their sound goes on with what was learnt of it.
    @Test func tellsTheSoundWhenSomebodyElseSpeaks() throws {
        let chain = SourceChain.test(.publishers(queue))
        publish(1, [])
        queue.end(1, .disconnected)
        _ = queue.begin(
            Publication(id: 2, peer: "192.0.2.1:2000", keyName: "main", isSecure: false, program: ""))
        queue.end(2, .disconnected)
        publish(3, [])
        queue.close()
        try chain.readInput()
        #expect(inputs(chain.audio) == ["restart", "restart", "restart", "speaker"])
    }

    @Test func leavesOutTimesThatNoPublisherHas() throws {
        let chain = SourceChain.test(.publishers(queue))
        publish(1, [Self.video, .video(sample(at: .max / 2)), .video(sample(at: 10, offset: .max / 2))])
        queue.close()
        try chain.readInput()
        #expect(inputs(chain.video) == ["restart", "sender", "configuration"])
    }

    @Test(arguments: [false, true]) func endsTheProgrammeWithItsPublisherIfThatIsWanted(isWanted: Bool) throws {
        var options = LiveOptions(preset: Preset(name: "test", layers: []), output: "")
        options.endsWithSource = isWanted
        let chain = SourceChain.test(.publishers(queue), options: options)
        publish(1, [Self.video, .video(sample(at: 0))])
        queue.end(1, .disconnected)
        queue.close()
        try chain.readInput()
        // Its picture is due at 100 ms, and stays for 34: up to the fifth tick.
        #expect(chain.programme.length.end == (isWanted ? 5 : nil))
    }

    @Test func tellsThePublisherWhatCantBeShown() throws {
        let chain = SourceChain.test(.publishers(queue))
        let refused = Mutex<[String]>([])
        _ = queue.begin(publication(3), refuse: { error in refused.withLock { $0.append(error.message) } })
        queue.close()
        try chain.readInput()
        while let input = chain.video.tryPop() {
            if case .sender(let tell) = consume input { tell?("its colours can't be read") }
        }
        #expect(refused.withLock { $0 } == ["Its colours can't be read."])
    }

    /// It waits for a publisher without end, and for nothing once the programme is over.
    @Test func endsWithTheProgramme() async throws {
        let chain = SourceChain.test(.publishers(queue))
        let ended = Task { try await runOnThread(named: "source") { try chain.readInput() } }
        chain.stop()
        try await ended.value
        #expect(chain.video.depth == 0)
        _ = queue.begin(publication(1))
        #expect(queue.waitingBytes > 0, "what comes later is nobody's")
    }
}
