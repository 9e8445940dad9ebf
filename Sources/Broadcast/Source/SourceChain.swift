import FFmpegKit
import Ingest
import MediaModel
import Synchronization

/// All that is one source's: from its packets to the pictures and the sound that wait for the programme.
///
///     PublisherSource or PullSource ─► SourceFeeder ─► video ─► LivePictureDecoder ─► pictures ─► (composer)
///                                           │   │            └─► analyst ─► (composer)
///                                           │   └────► audio ─────────────────────────────► (sound)
///                                           └────────► recorder ─► a file
///
/// Whatever stands in this picture may stall, break and come back; what is behind it runs by the programme's clock. A chain knows
/// nothing of the show, of other sources and of viewers. So another camera is another chain, with an id, an input and controls of
/// its own: the programme runs it beside the first, and the composer takes its pictures, and the sound its sound, as those of the
/// first.
///
/// Any thread.
final class SourceChain: Sendable {
    let id: SourceID
    /// What a person has set about the source.
    let controls: SourceControls
    /// Half a minute of sound, some seconds of pictures: more than the decoders may ever lag behind.
    let video = BoundedQueue<DecoderInput>(capacity: 120)
    let audio = BoundedQueue<DecoderInput>(capacity: 1_500)
    /// Decoded, for the composer.
    let pictures: PictureBuffer
    /// Looks at the pictures while a crop follows.
    let analyst: FollowAnalyst
    /// When the source was last seen or heard.
    let pulse = SourcePulse()
    /// Counts up when somebody else is heard.
    let speakers = Atomic(0)
    /// `nil` where the source isn't recorded.
    let recorder: SourceRecorder?
    let options: LiveOptions
    let overload: OverloadControl
    let programme: ProgrammeEnd
    let context: BroadcastContext
    private let input: TransferBox<SourceInput>
    private let publishers: IngestEventQueue?

    /// Nothing runs yet.
    ///
    /// - Parameters:
    ///   - overload: Whether pictures may be left out.
    ///   - programme: Its interrupt ends the source.
    init(
        _ id: SourceID, _ input: consuming sending SourceInput, options: LiveOptions, controls: SourceControls,
        overload: OverloadControl, programme: ProgrammeEnd, context: BroadcastContext
    ) {
        (self.id, self.options, self.controls, self.overload) = (id, options, controls, overload)
        (self.programme, self.context) = (programme, context)
        switch input {
        case .publishers(let queue): publishers = queue
        case .pull: publishers = nil
        }
        self.input = TransferBox(input)
        analyst = FollowAnalyst(options.eyes, overload: overload, context: context)
        recorder = options.sourceRecording.map { _ in SourceRecorder(context: context) }
        // Pictures also wait where the sound is to be heard earlier.
        let longestDelay = Int64(-SourceControls.audioDelays.lowerBound) * 1_000_000
        pictures = PictureBuffer(jitterBuffer: options.jitterBuffer + longestDelay)
    }

    /// Decides, tick by tick, whether the source is there.
    func makeHealth() -> SourceHealth { SourceHealth(longestPicturePause: options.longestPicturePause) }

    // MARK: - Its threads

    /// Reads and decodes until the programme is over, or the source is, if the programme ends with it.
    ///
    /// - Throws: ``JobError`` if the source can't be had at all, ``FFmpegError`` without memory.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.runLeaving("source") { try self.readInput() } }
            group.addTask { try await self.runLeaving("decoder") { try LivePictureDecoder(self).run() } }
            group.addTask {
                // A detector that hangs is left to itself when the programme is over.
                let grace = Grace(.milliseconds(300), after: self.programme.interrupt)
                _ = try await runOnThread(named: "follow", leavingAfter: [grace]) { self.analyst.run() }
            }
            try await group.waitForAll { abandon() }
        }
    }

    /// Writes what is recorded of the source into its file, until the source is over.
    ///
    /// - Parameter graces: When all of them are over, the rest is left out.
    func record(leavingAfter graces: [Grace]) async throws {
        guard let recorder, let file = options.sourceRecording else { return }
        let isKept: Void? = try await runOnThread(named: "recorder", leavingAfter: graces) {
            SourceRecording(file, recorder: recorder, clock: self.context.clock.base, context: self.context).run()
        }
        if isKept == nil {
            context.diagnostics.warn("the disk is too slow: the end of the source's recording is missing")
        }
    }

    /// Ends the source, whatever it waits for: the programme is over.
    func stop() {
        programme.interrupt.request()
        publishers?.wake()
    }

    /// Lets everyone go who waits for the source, or for room in it: the programme has failed.
    func abandon() {
        stop()
        recorder?.finish()
        video.abandon()
        audio.abandon()
        analyst.close()
    }

    /// What the source's thread does.
    func readInput() throws {
        defer {
            recorder?.finish()
            video.close()
            audio.close()
        }
        let input = input.take()
        switch consume input {
        case .publishers(let queue): try PublisherSource(queue, self).run()
        case .pull(let input, let opened): try PullSource(input, opened: opened, self).run()
        }
    }

    /// A thread that hangs in the look-up of a name, or on a disk that is gone, is left to itself when the programme is over: that
    /// goes on without.
    private func runLeaving(_ name: String, _ body: @escaping @Sendable () throws -> Void) async throws {
        let grace = Grace(.milliseconds(300), after: programme.interrupt)
        guard try await runOnThread(named: name, leavingAfter: [grace], body) == nil else { return }
        recorder?.finish()
        for items in [video, audio] { items.close() }
    }
}
