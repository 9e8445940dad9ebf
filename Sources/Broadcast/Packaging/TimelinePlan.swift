public import HLS
public import MediaModel

/// A broadcast's timeline before it is known when it begins: viewers and the disk have one each, which number alike.
public struct TimelinePlan: Sendable {
    let constants: BroadcastConstants
    let renditions: [Rendition]
    /// Of this start of the process.
    let run: String
    /// How much a live playlist lists.
    public let window: MediaTime
    let continuation: BroadcastContinuation?

    init(
        tracks: [Track], constants: BroadcastConstants, run: String = Self.makeRun(), window: MediaTime,
        continuation: BroadcastContinuation?
    ) {
        self.constants = constants
        self.window = window
        self.continuation = continuation
        self.run = run
        renditions = tracks.map(\.rendition)
    }

    private static func makeRun() -> String { String(UInt32.random(in: .min ... .max), radix: 36) }

    /// The wall-clock time of the first part: later than that of the clock if an earlier run lasted longer.
    func start(atLeast start: ProgramDateTime) -> ProgramDateTime {
        max(start, continuation?.earliestStart ?? start)
    }

    /// Of this run's first segment.
    var firstSequence: Int { continuation?.firstSequence ?? 0 }

    /// What an earlier run told viewers last and hasn't ended.
    var openSubjects: [String] {
        ShownRange.subjects.filter { subject in
            continuation?.dateRanges.last { $0.category == ShownRange.category(of: subject) }?.end == .onNext
        }
    }

    /// - Parameters:
    ///   - start: The wall-clock time of the first part.
    ///   - memoryWindow: How far from the end media stays in memory; `nil` for as long as anyone may ask for it.
    public func timeline<Payload>(
        _ payload: Payload.Type, start: ProgramDateTime, memoryWindow: MediaTime?, isRecording: Bool
    ) -> LiveTimeline<Payload> {
        LiveTimeline(
            constants: constants, renditions: renditions, run: run, start: start,
            retention: Retention(window: window, memory: memoryWindow, isRecording: isRecording),
            continuing: continuation)
    }
}
