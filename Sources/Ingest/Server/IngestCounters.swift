/// What a ``PublishServer`` did since it started.
public struct IngestCounters: Hashable, Sendable {
    /// Open now.
    public var connections = 0
    /// Since the start, refused ones too.
    public var connectionsAccepted = 0
    /// Since the start.
    public var refusals: [RefusalReason: Int] = [:]
    /// Received from all connections.
    public var bytes = 0
    /// RTMP messages received from all connections.
    public var messages = 0
    public var publications = 0
    /// Publications that ended because another began.
    public var takeovers = 0
    /// How often a publisher wasn't read for a while because the consumer was late.
    public var consumerPauses = 0
    /// How often a publisher wasn't read for a while because it sent more than ``IngestLimits/bytesPerSecond``.
    public var ratePauses = 0
    /// Messages that couldn't be used, and were left out.
    public var dropped: [DropReason: Int] = [:]
    /// Messages of other tracks than the first, which is the only one taken.
    public var otherTracks = 0
    public var current: CurrentPublisher?

    public init() {}

    /// The publisher on air.
    public struct CurrentPublisher: Hashable, Sendable {
        public var publication: Publication
        public var since: ContinuousClock.Instant
        public var video: VideoCodec?
        public var audio: AudioCodec?
        public var metadata: StreamMetadata?
        public var pictures = 0
        /// Frames of sound.
        public var sounds = 0
        /// Of coded pictures and sounds.
        public var mediaBytes = 0
        /// From a ping to its answer, the last one.
        public var roundTrip: Duration?

        public init(publication: Publication, since: ContinuousClock.Instant) {
            (self.publication, self.since) = (publication, since)
        }
    }
}

extension IngestCounters.CurrentPublisher {
    mutating func count(_ event: IngestEvent) {
        switch event {
        case .metadata(let metadata): self.metadata = metadata
        case .videoConfiguration(let configuration): video = configuration.codec
        case .audioConfiguration(let configuration): audio = configuration.codec
        case .video(let unit):
            pictures += 1
            mediaBytes += unit.bytes.count
        case .audio(let unit):
            sounds += 1
            mediaBytes += unit.bytes.count
        case .published, .videoColors, .ended: break
        }
    }
}
