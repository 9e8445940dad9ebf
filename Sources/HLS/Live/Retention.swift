public import MediaModel

/// What a timeline keeps of a broadcast, and for how long.
public struct Retention: Hashable, Sendable {
    /// How much a live playlist lists; at least three target durations and six segments whatever is asked.
    public var window: MediaTime
    /// How far from the end media stays in memory; what is older is answered with ``MediaLookup/stored``. `nil` if there is no disk to
    /// find it on: then all that may be asked for stays.
    public var memory: MediaTime?
    /// Whether ``LiveTimeline/recording(of:)`` will list the whole broadcast. Its text then stays in memory: 2.5 MB a rendition in
    /// ten hours, and 8 MB of date ranges at most.
    public var isRecording: Bool

    public init(window: MediaTime = .seconds(60), memory: MediaTime? = nil, isRecording: Bool = false) {
        (self.window, self.memory, self.isRecording) = (window, memory, isRecording)
    }

    /// The same, within what a broadcast may never go below.
    func allowed(by constants: BroadcastConstants) -> Retention {
        Retention(
            window: max(window, constants.shortestWindow),
            // Media may leave memory only after its parts' tags have, and the time that they can be had after that.
            memory: memory.map { max($0, constants.partLifetime + constants.partLifetime) }, isRecording: isRecording)
    }
}
