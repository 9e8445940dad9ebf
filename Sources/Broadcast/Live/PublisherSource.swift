import FFmpegKit
import Ingest
import MediaModel

/// Takes what publishers send, on a thread of its own: one after the other, for as long as the programme lasts.
struct PublisherSource: ~Copyable {
    private let eventQueue: IngestEventQueue
    private let video: BoundedQueue<DecoderInput>
    private let audio: BoundedQueue<DecoderInput>
    private let options: LiveOptions
    private let controls: SourceControls
    private let programme: ProgrammeEnd
    private let context: BroadcastContext
    private let recorder: SourceRecorder?
    private var feeder: LiveFeeder?
    private var publication: Publication?
    private var codecs: (video: String, audio: String) = ("", "")

    /// RTMP's.
    private static let timeBase = TrackDescription.TimeBase(numerator: 1, denominator: 1_000)

    /// No publisher counts so far: thirty years in milliseconds. What lies beyond is a fault or an attack, and dropped.
    private static let latestTime: Int64 = 1_000_000_000_000

    init(
        eventQueue: IngestEventQueue, video: BoundedQueue<DecoderInput>, audio: BoundedQueue<DecoderInput>,
        options: LiveOptions, controls: SourceControls, programme: ProgrammeEnd, context: BroadcastContext,
        recorder: SourceRecorder?
    ) {
        self.recorder = recorder
        self.eventQueue = eventQueue
        self.video = video
        self.audio = audio
        self.options = options
        self.controls = controls
        self.programme = programme
        self.context = context
    }

    /// Runs until the programme is over.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    consuming func run() throws {
        defer {
            video.close()
            audio.close()
        }
        while !programme.isOver {
            switch eventQueue.next(within: .milliseconds(100)) {
            case .event(let event): try take(event)
            case .nothing: continue
            case .closed: return
            }
        }
    }

    private mutating func take(_ event: IngestEvent) throws {
        switch event {
        case .published(let publication):
            self.publication = publication
            context.status.count(\.sources)
            // Another publisher has other times; what is left of the one before would only be in the way.
            _ = video.push(.restart)
            _ = audio.push(.restart)
            let (eventQueue, id) = (eventQueue, publication.id)
            _ = video.push(.sender { eventQueue.refuse(id, because: $0) })
            feeder = LiveFeeder(
                video: video, audio: audio, options: options, controls: controls,
                context: context)
            codecs = ("", "")
            recorder?.begin()
        case .metadata:
            break
        case .videoConfiguration(let configuration):
            codecs.video = configuration.codec.rawValue
            name()
            try configure(.video, CodecParameters(configuration.codec.format, configuration: configuration.record.span))
        case .audioConfiguration(let configuration):
            codecs.audio = configuration.codec.rawValue
            name()
            try configure(.audio, CodecParameters(configuration.codec.format, configuration: configuration.record.span))
        case .videoColors(let colors):
            _ = video.push(
                .colors(colors.map { .init(primaries: $0.primaries, transfer: $0.transfer, matrix: $0.matrix) }))
        case .video(let unit):
            try feed(.video, unit)
        case .audio(let unit):
            try feed(.audio, unit)
        case .ended(let reason):
            if case .replaced(let peer) = reason { context.tell(.takeover(by: peer)) }
            let last = feeder?.finish() ?? nil
            feeder = nil
            publication = nil
            if options.endsWithSource { programme.endSoon(after: last) }
        }
    }

    private mutating func configure(_ kind: LiveFeeder.TrackKind, _ parameters: consuming CodecParameters) throws {
        if let recorder { recorder.configure(kind, try parameters.makeCopy(), timeBase: Self.timeBase) }
        feeder?.configure(kind, parameters, orientation: .upright)
    }

    private mutating func feed(_ kind: LiveFeeder.TrackKind, _ unit: EncodedSample) throws {
        guard feeder != nil, unit.decodeTime.magnitude < Self.latestTime.magnitude,
            unit.presentationTime.magnitude < Self.latestTime.magnitude
        else { return }
        let packet = try Packet(
            copying: unit.bytes.span, presentationTime: unit.presentationTime * 1_000_000,
            decodingTime: unit.decodeTime * 1_000_000, isKey: unit.isKeyFrame)
        try recorder?.keep(kind, packet)
        feeder?.feed(kind, packet)
    }

    private func name() {
        let names = [codecs.video, codecs.audio].filter { !$0.isEmpty }.joined(separator: " + ")
        context.status.set(\.sourceName, "\(publication?.peer ?? "") \(names)")
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
