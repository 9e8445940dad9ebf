public import Follow
public import FFmpegKit
import HLS
public import Logging
import MediaModel
public import Show

/// Follows a clip's subjects as a render would, without rendering it: the windows are the same.
public struct FollowJob: Sendable {
    public struct Options: Sendable {
        /// A media file's path.
        public var input: String
        public var preset: Preset
        public var follow: FollowPreset
        /// What is found, if that is known already.
        public var subjects: SubjectTrack?
        /// The film to write; `nil` for none.
        public var film: String?

        public init(
            input: String, preset: Preset, follow: FollowPreset, subjects: SubjectTrack? = nil, film: String? = nil
        ) {
            (self.input, self.preset, self.follow) = (input, preset, follow)
            (self.subjects, self.film) = (subjects, film)
        }
    }

    /// What holds for all of a clip's ticks.
    struct Rules: Sendable {
        let follow: FollowPreset
        let reframe: ReframePreset
        let canvas: PixelSize
        let frameRate: FrameRate
        /// In nanoseconds.
        let lookAhead: Int64
        /// What events say of where to look, by their ticks.
        var hints: [(tick: Int, command: FollowCommand)] = []

        /// A render knows so many seconds ahead where its subject goes, unless the preset says otherwise.
        private static let usualLookAhead = 0.5

        init(_ follow: FollowPreset, _ reframe: ReframePreset, canvas: PixelSize, frameRate: FrameRate) {
            (self.follow, self.reframe, self.canvas, self.frameRate) = (follow, reframe, canvas, frameRate)
            lookAhead = Int64((follow.lookAhead ?? Self.usualLookAhead) * 1e9)
        }

        var frameDuration: Int64 { time(ofTick: 1) }

        func time(ofTick tick: Int) -> Int64 {
            frameRate.time(ofTick: tick).ticks(timescale: 1_000_000_000, rounding: .nearest)
        }

        func settings(_ room: FollowRoom) -> FollowCamera.Settings {
            FollowCamera.Settings(
                preset: follow, anchor: room.anchor, window: room.window, axis: room.axis, lookAhead: lookAhead,
                frameDuration: frameDuration)
        }
    }

    private let options: Options
    private let makeDetector: @Sendable () throws -> any SubjectDetector
    private let logger: Logger
    /// Looked at from anywhere while the job runs.
    public let progress = RenderProgress()

    /// - Parameter makeDetector: Makes what looks at pictures, on the thread that it belongs to; not called where subjects are known.
    public init(
        _ options: Options, logger: Logger, makeDetector: @escaping @Sendable () throws -> any SubjectDetector
    ) {
        (self.options, self.logger, self.makeDetector) = (options, logger, makeDetector)
    }

    /// Follows until the clip ends or `stop` is requested.
    ///
    /// - Throws: ``JobError`` in words for whoever asked; ``FollowError`` if nobody can look; ``FFmpegError`` where that says it best.
    public func run(stop: Interrupt) async throws -> FollowReport {
        let pipeline = try await runOnThread(named: "setup") {
            try FollowPipeline(options, progress: progress, stop: Interrupt(following: stop), logger: logger)
        }
        return try await pipeline.run(makeDetector)
    }
}
