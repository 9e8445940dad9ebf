import FFmpegKit
import HLS
import MediaModel
import Synchronization

/// The encoders of a programme: one thread for each rung, with a queue of canvases before it, and one for the sound.
final class ProgrammeEncoders: Sendable {
    /// What a broadcast adds.
    struct Broadcasting: Sendable {
        /// What is done for want of CPU.
        let overload: OverloadControl
        let diagnostics: Diagnostics
        /// Where others take packets from; `nil` where nobody can.
        var outlets: ProgrammeOutlets?
    }

    private let plan: RenderPlan
    private let output: BoundedQueue<TrackOutput>
    private let movie: MovieWriter?
    private let broadcasting: Broadcasting?
    private let meters: [DurationMeter]
    /// What waits for each rung, in the order of the plan.
    let canvases: [CanvasQueue]

    /// - Parameters:
    ///   - depth: How many canvases may wait for each rung.
    ///   - output: Where segments go, or parts in a broadcast.
    ///   - movie: Gets the top rung and its sound as well.
    ///   - broadcasting: `nil` in a render, where the composer waits for the encoders.
    init(
        _ plan: RenderPlan, depth: Int, output: BoundedQueue<TrackOutput>, movie: MovieWriter? = nil,
        broadcasting: Broadcasting? = nil
    ) {
        (self.plan, self.output, self.movie, self.broadcasting) = (plan, output, movie, broadcasting)
        meters = plan.rungs.map { _ in DurationMeter() }
        canvases = plan.rungs.enumerated().map { track, rung in
            let onLoss = broadcasting.map { broadcasting in
                { @Sendable (loss: CanvasQueue.Loss) in
                    let seconds = depth / plan.grid.frameRate.framesPerSecond
                    let reason =
                        switch loss {
                        case .hangs: "has taken no picture for \(seconds) s"
                        case .isTooSlow: "is \(seconds) s behind and doesn't catch up"
                        }
                    broadcasting.diagnostics.warn(
                        "the encoder of the rung \(rung.size) \(reason); the broadcast goes on without that rung")
                    // There is room, as the packager never waits.
                    _ = output.tryPush(.lost(track: track))
                }
            }
            return CanvasQueue(capacity: depth, onLoss: onLoss)
        }
    }

    /// Adds a task for each rung, which lasts as long as its thread.
    func addRungs(to group: inout ThrowingTaskGroup<Void, any Error>) {
        for (track, rung) in plan.rungs.enumerated() {
            group.addTask { [self] in
                let name = "rung \(rung.size)"
                guard broadcasting != nil else {
                    return try await runOnThread(named: name) { try self.encode(rung, track: track) }
                }
                // An encoder that hangs is left to itself.
                let grace = Grace(.zero, after: self.canvases[track].drop)
                _ = try await runOnThread(named: name, leavingAfter: [grace]) { try self.encode(rung, track: track) }
            }
        }
    }

    private func encode(_ rung: Rung, track: Int) throws {
        let movie = track == 0 ? movie : nil
        let sinks: [(any PacketSink)?] = [
            movie.map { MovieWriter.TrackSink($0, .video, timescale: plan.grid.frameRate.framesPerSecond) },
            broadcasting?.outlets?.rungs[track].outlet,
            segmenter(.video(plan.grid), track: track),
        ]
        let relief = broadcasting.map { broadcasting in
            // Of one rung alone, viewers would have nothing but a photo.
            let isLowest = plan.rungs.count > 1 && track == plan.rungs.count - 1
            return RungEncoder.Relief(control: broadcasting.overload, isLowest: isLowest, meter: meters[track])
        }
        try RungEncoder(
            plan.encoding(of: rung), grid: plan.grid, canvases: canvases[track], sinks: sinks.compactMap(\.self),
            relief: relief
        ).run()
    }

    /// Makes the sound's encoders: the programme's, and the one for whoever only listens. They belong to the calling thread.
    ///
    /// - Parameter loudness: What the tracks say of it; `nil`: nothing.
    func withSound<Result>(
        declaring loudness: LoudnessBox? = nil,
        _ body: (consuming SoundTrackEncoder?, consuming SoundTrackEncoder?) throws -> Result
    ) throws -> Result {
        var programme: SoundTrackEncoder?
        var audioOnly: SoundTrackEncoder?
        for (index, track) in plan.tracks.enumerated() {
            guard case .audio(let bitRate, let isGroup) = track.kind else { continue }
            let movie = isGroup ? movie : nil
            let sinks: [(any PacketSink)?] = [
                movie.map { MovieWriter.TrackSink($0, .audio, timescale: AudioEncoder.sampleRate) },
                isGroup ? broadcasting?.outlets?.sound : nil,
                segmenter(.audio(plan.grid), track: index, loudness),
            ]
            let encoder = try SoundTrackEncoder(bitRate: bitRate, sinks: sinks.compactMap(\.self))
            if isGroup { programme = encoder } else { audioOnly = encoder }
        }
        return try body(programme, audioOnly)
    }

    private func segmenter(_ cuts: Segmenter.Cuts, track: Int, _ loudness: LoudnessBox? = nil) -> Segmenter {
        Segmenter(
            track: track, cuts: cuts, output: output, emitsParts: broadcasting != nil, declaredLoudness: loudness)
    }

    /// What can be measured of the rungs.
    var gauges: [MetricSource] {
        let lost = MetricSource(.counter, "lost_rungs", "Rungs whose encoder hung, and that were dropped") {
            [canvases] in Double(canvases.count(where: \.isDropped))
        }
        return [lost]
            + plan.rungs.indices.flatMap { index in
                let (rung, queue, meter) = ("\(plan.rungs[index].size)", canvases[index], meters[index])
                return [
                    MetricSource.depth(of: "canvas \(rung)") { queue.depth },
                    MetricSource(.counter, "encoded_pictures", "Pictures encoded", [("rung", rung)]) {
                        Double(meter.count.load(ordering: .relaxed))
                    },
                    MetricSource(
                        .counter, "encode_seconds", "Time that scaling, encoding and packing took",
                        [("rung", rung)]
                    ) { Double(meter.nanoseconds.load(ordering: .relaxed)) / 1e9 },
                ]
            }
    }

    /// Lets every rung go that waits for a canvas, and whoever waits for a rung.
    func abandon() {
        for queue in canvases { queue.abandon() }
    }
}

extension MetricSource {
    /// How many elements wait in a queue.
    static func depth(of queue: String, _ value: @escaping @Sendable () -> Int) -> MetricSource {
        MetricSource(.gauge, "queue_depth", "What waits in a queue", [("queue", queue)]) { Double(value()) }
    }
}
