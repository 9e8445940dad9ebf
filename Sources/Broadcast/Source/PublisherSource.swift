import FFmpegKit
import Ingest
import MediaModel

/// Takes what publishers send, on a thread of its own: one after the other, for as long as the programme lasts.
struct PublisherSource: ~Copyable {
    private let eventQueue: IngestEventQueue
    private let chain: SourceChain
    /// The publication's that is on air.
    private var feeder: SourceFeeder?
    /// Whom the last publication came from: its address without the port, which differs each time.
    private var publisher: Substring?

    /// RTMP's.
    private static let timeBase = TrackDescription.TimeBase(numerator: 1, denominator: 1_000)

    /// No publisher counts so far: thirty years in milliseconds. What lies beyond is a fault or an attack, and dropped.
    private static let latestTime: Int64 = 1_000_000_000_000

    init(_ eventQueue: IngestEventQueue, _ chain: SourceChain) {
        (self.eventQueue, self.chain) = (eventQueue, chain)
    }

    /// Runs until the programme is over.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    consuming func run() throws {
        while let event = eventQueue.next(while: { [programme = chain.programme] in !programme.isOver }) {
            try receive(event)
        }
    }

    private mutating func receive(_ event: IngestEvent) throws {
        switch event {
        case .published(let publication):
            chain.context.status.count(\.sources)
            // Another publisher has other times; what is left of the one before would only be in the way.
            _ = chain.video.push(.restart)
            _ = chain.audio.push(.restart)
            let publisher = publication.peer.prefix(
                upTo: publication.peer.lastIndex(of: ":") ?? publication.peer.endIndex)
            // Whoever only comes back has the same voice and the same microphone.
            if let before = self.publisher, before != publisher { _ = chain.audio.push(.speaker) }
            self.publisher = publisher
            let (eventQueue, id) = (eventQueue, publication.id)
            _ = chain.video.push(.sender { eventQueue.refuse(id, because: $0) })
            feeder = SourceFeeder(publication.peer, chain)
        case .metadata:
            break
        case .videoConfiguration(let configuration):
            let codec = configuration.codec
            try configure(.video, CodecParameters(codec.format, configuration: configuration.record.span))
            feeder?.name(.video, codec.rawValue)
        case .audioConfiguration(let configuration):
            let codec = configuration.codec
            try configure(.audio, CodecParameters(codec.format, configuration: configuration.record.span))
            feeder?.name(.audio, codec.rawValue)
        case .videoColors(let colors):
            _ = chain.video.push(
                .colors(colors.map { .init(primaries: $0.primaries, transfer: $0.transfer, matrix: $0.matrix) }))
        case .video(let sample):
            try feed(.video, sample)
        case .audio(let sample):
            try feed(.audio, sample)
        case .ended(let reason):
            if case .replaced(let peer) = reason { chain.context.tell(.takeover(by: peer)) }
            let last = feeder?.finish() ?? nil
            feeder = nil
            if chain.options.endsWithSource { chain.programme.endSoon(after: last) }
        }
    }

    private mutating func configure(_ kind: TrackKind, _ parameters: consuming CodecParameters) throws {
        try feeder?.configure(kind, parameters, timeBase: Self.timeBase)
    }

    private mutating func feed(_ kind: TrackKind, _ sample: EncodedSample) throws {
        guard feeder != nil, sample.decodeTime.magnitude < Self.latestTime.magnitude,
            sample.presentationTime.magnitude < Self.latestTime.magnitude
        else { return }
        let packet = try Packet(
            copying: sample.bytes.span, presentationTime: sample.presentationTime * 1_000_000,
            decodingTime: sample.decodeTime * 1_000_000, isKey: sample.isKeyFrame)
        try feeder?.feed(kind, packet)
    }
}

extension VideoCodec {
    fileprivate var format: EncodedFormat {
        switch self {
        case .h264: .h264
        case .hevc: .hevc
        case .av1: .av1
        }
    }
}

extension AudioCodec {
    fileprivate var format: EncodedFormat {
        switch self {
        case .aac: .aac
        case .opus: .opus
        }
    }
}
