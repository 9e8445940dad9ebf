import FFmpegKit
import MediaModel

/// Puts one live source's packets on the programme's clock and hands them to the decoders, in the order of their arrival.
///
/// One for each publication: another publisher has other times. Doesn't wait for a decoder: where one can't follow, pictures are left
/// out up to the next key picture, and sound is left out. Belongs to one thread.
struct LiveFeeder: ~Copyable {
    enum TrackKind: Int {
        case video = 0
        case audio = 1
    }

    private let video: BoundedQueue<DecoderInput>
    private let audio: BoundedQueue<DecoderInput>
    private let context: BroadcastContext
    private var mender: TimestampNormaliser?
    private var sourceClock: SourceClock
    private var isFirst = true
    /// Pictures are left out until the next that decoding can start at.
    private var waitsForKey = true
    /// When the first of those came.
    private var keyWait: Int64?
    private var lastPicture: Int64?
    private var held = HeldPictures()
    /// Whether the decoder knows that it must hold back more pictures than one.
    private var isReordered = false
    private let controls: SourceControls
    private let jitterBuffer: Int64
    private let trust: TimeTrust

    /// Some encoders are left at a key picture every 250, or every ten seconds.
    private static let longestKeyInterval: Int64 = 12_000_000_000

    init(
        video: BoundedQueue<DecoderInput>, audio: BoundedQueue<DecoderInput>,
        options: LiveOptions,
        controls: SourceControls, context: BroadcastContext, trust: TimeTrust = .none
    ) {
        self.trust = trust
        (self.video, self.audio, self.context) = (video, audio, context)
        sourceClock = SourceClock(jitterBuffer: options.jitterBuffer)
        self.controls = controls
        jitterBuffer = options.jitterBuffer
    }

    /// Says how the packets that follow are coded.
    mutating func configure(_ kind: TrackKind, _ parameters: consuming CodecParameters, orientation: Orientation) {
        switch kind {
        case .video:
            waitsForKey = true
            // Waits where packets would not: without it, all that follows is worthless.
            _ = video.push(.configuration(parameters, orientation: orientation))
        case .audio:
            _ = audio.push(.configuration(parameters, orientation: orientation))
        }
    }

    /// Hands on a packet that has just arrived.
    ///
    /// - Parameter read: Its times are the source's, in nanoseconds.
    mutating func feed(_ kind: TrackKind, _ read: consuming Packet) {
        let settings = controls.settings
        guard !settings.isCut else {
            // Decoding goes on at a key picture, as after a loss.
            if kind == .video { waitsForKey = true }
            return
        }
        var packet = read
        if !context.clock.hasStarted {
            // The programme begins with a picture: what comes before it is nothing to see.
            guard kind == .video, packet.isKey || !waitsForKey else { return }
            context.clock.start(in: jitterBuffer)
        }
        let arrival = context.clock.now
        guard let time = packet.decodingTime ?? packet.presentationTime else { return }
        let shown = packet.presentationTime ?? time
        if mender == nil {
            mender = TimestampNormaliser(
                starts: [TrackKind.video.rawValue: shown, TrackKind.audio.rawValue: shown], trust: trust)
        }
        let epoch = mender?.offset(track: kind.rawValue, time: time, duration: packet.duration) ?? 0
        let answer = sourceClock.place(track: kind.rawValue, time: time + epoch, arrival: arrival)
        let offset = epoch + answer.offset + delay(of: kind, settings)
        packet.decodingTime = time + offset
        let isPlausible = mender?.isPlausible(presentation: shown, decoding: time) ?? true
        packet.presentationTime = (isPlausible ? shown : time) + offset
        context.status.noteArrival(
            kind, bytes: packet.byteCount, lead: (packet.presentationTime ?? 0) - arrival,
            jumps: sourceClock.jumps + (mender?.jumps ?? 0))
        if answer.isRestart {
            _ = video.tryPush(.restart)
            _ = audio.tryPush(.restart)
        }
        switch kind {
        case .video: feedPicture(packet, shownAt: shown, decodedAt: time, arrival)
        case .audio:
            if !audio.tryPush(.packet(packet)) { context.status.count(\.skippedPackets) }
        }
    }

    /// Hands on what isn't to be seen or heard, but what that which comes after it is made from. Waits for room.
    ///
    /// - Parameter read: Of pictures, from a key picture on.
    mutating func prepare(_ kind: TrackKind, _ read: consuming Packet) {
        guard !controls.settings.isCut else { return }
        if kind == .audio {
            var packet = read
            packet.hide()
            _ = audio.tryPush(.packet(packet))
            return
        }
        if read.isKey { waitsForKey = false }
        guard !waitsForKey else { return }
        var packet = read
        packet.hide()
        _ = video.push(.packet(packet))
    }

    /// Sound can't be heard before it has come: where it is to be earlier, the pictures come later.
    private func delay(of kind: TrackKind, _ settings: SourceControls.Settings) -> Int64 {
        switch kind {
        case .video: max(0, -settings.audioDelay)
        case .audio: max(0, settings.audioDelay)
        }
    }

    /// Says that nothing follows: the decoder hands out the pictures that it still holds back.
    ///
    /// - Returns: When the last of all is to be shown, on the programme's clock; `nil` if there was none.
    func finish() -> Int64? {
        _ = video.push(.end)
        return lastPicture
    }

    /// Says it in words where a source's pictures never can be decoded.
    private mutating func wait(forKeySince arrival: Int64) {
        let begin = keyWait ?? arrival
        keyWait = begin
        guard arrival - begin >= Self.longestKeyInterval else { return }
        context.diagnostics.warnOnce(
            "no key picture",
            "the source has sent pictures for \(Self.longestKeyInterval / 1_000_000_000) s, and none that decoding can start at: "
                + "set its encoder to a key frame every 2 s")
    }

    /// - Parameters:
    ///   - shown: As the source has it, like `decoded`: what is added to them may change from one packet to the next.
    private mutating func feedPicture(
        _ packet: consuming Packet, shownAt shown: Int64, decodedAt decoded: Int64, _ arrival: Int64
    ) {
        if waitsForKey {
            guard packet.isKey else { return wait(forKeySince: arrival) }
            (waitsForKey, keyWait) = (false, nil)
        }
        if isFirst {
            isFirst = false
            context.status.beginSource(at: arrival)
        }
        let isNext = held.note(presentationTime: shown, decodingTime: decoded, isKey: packet.isKey)
        if !isNext, !isReordered { isReordered = video.tryPush(.reordered) }
        if let time = packet.presentationTime {
            context.status.latency.noteArrival(ofPictureAt: time, at: arrival)
            lastPicture = max(lastPicture ?? time, time)
        }
        if !video.tryPush(.packet(packet)) {
            waitsForKey = true
            context.status.count(\.skippedPackets)
            context.diagnostics.warnOnce(
                "slow decoder", "the pictures come faster than they can be decoded; some are left out")
        }
    }
}
