public import Follow

/// How a live crop follows: for `/v1/state` and metrics.
public struct FollowStatus: Sendable {
    /// What the camera does; `nil` while the crop doesn't follow.
    public var camera: FollowState?
    public var looking: Looking

    /// How the looking goes.
    public struct Looking: Hashable, Sendable {
        /// Pictures that were searched for subjects.
        public var looks = 0
        /// How long that took in all, in nanoseconds.
        public var time: Int64 = 0
        /// Pictures that were left out, as others were looked at meanwhile or for want of CPU.
        public var skippedPictures = 0
        /// Searches that failed.
        public var failedLooks = 0

        /// What a search takes on average, in nanoseconds.
        public var averageTime: Int64 { looks > 0 ? time / Int64(looks) : 0 }
    }
}

extension MetricSource {
    static func following(_ status: LiveStatus) -> [MetricSource] {
        func counter(
            _ name: String, _ help: String, _ value: @escaping @Sendable (FollowStatus) -> Double
        ) -> MetricSource {
            MetricSource(.counter, name, help, []) { status.snapshot.follow.map(value) ?? 0 }
        }
        let motions = FollowState.Motion.allCases.map { motion in
            MetricSource(
                .gauge, "follow_motion", "What the crop does: 1 for the state that is", [("state", motion.rawValue)]
            ) { status.snapshot.follow?.camera?.motion == motion ? 1 : 0 }
        }
        let subjects = Subject.Kind.allCases.map { kind in
            MetricSource(
                .gauge, "follow_subject", "What the crop follows: 1 for the kind that it is", [("kind", kind.rawValue)]
            ) { status.snapshot.follow?.camera?.kind == kind ? 1 : 0 }
        }
        return motions + subjects + [
            MetricSource(.gauge, "follow_window_center", "Where the crop's middle is, in shares of the source", []) {
                status.snapshot.follow?.camera?.center ?? 0.5
            },
            counter("follow_looks", "Pictures searched for subjects") { Double($0.looking.looks) },
            counter("follow_look_seconds", "What the searches took") { Double($0.looking.time) / 1e9 },
            counter("follow_skipped_pictures", "Pictures that nobody looked at, as there was no time") {
                Double($0.looking.skippedPictures)
            },
            counter("follow_failed_looks", "Searches that failed") { Double($0.looking.failedLooks) },
            counter("follow_moves", "How often the crop has begun to move") { Double($0.camera?.moves ?? 0) },
            counter("follow_cuts", "Cuts of the source that the crop has met") { Double($0.camera?.cuts ?? 0) },
        ]
    }
}
