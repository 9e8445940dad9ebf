import FFmpegKit
import MediaModel

/// Puts the packets of one publication, or of one opening of a stream or file, on the programme's clock and hands them to the
/// decoders and the recorder, in the order of their arrival.
///
/// Another publisher has other times, and so another feeder. Doesn't wait for a decoder: where one can't follow, pictures are left
/// out up to the next key picture, and sound is left out. Belongs to one thread.
struct SourceFeeder: ~Copyable {
    /// The source's in a word, e.g. its address.
    private let name: String
    private let chain: SourceChain
    private var normaliser: TimestampNormaliser?
    private var sourceClock: SourceClock
    private var codecs: (video: String?, audio: String?)
    private var isFirst = true
    /// Pictures are left out until the next that decoding can start at.
    private var waitsForKey = true
    /// When the first of those came.
    private var keyWait: Int64?
    private var lastPicture: Int64?
    private var held = HeldPictures()
    /// Whether the decoder knows that it must hold back more pictures than one.
    private var isReordered = false
    private let trust: TimeTrust

    /// Some encoders are left at a key picture every 250, or every ten seconds.
    private static let longestKeyInterval: Int64 = 12_000_000_000

    /// Begins a part of the recording as well.
    ///
    /// - Parameter trust: How far the packets' times are believed.
    init(_ name: String, _ chain: SourceChain, trust: TimeTrust = .none) {
        (self.name, self.chain, self.trust) = (name, chain, trust)
        sourceClock = SourceClock(jitterBuffer: chain.options.jitterBuffer)
        chain.recorder?.begin()
    }

    private var context: BroadcastContext { chain.context }

    /// Says how the packets that follow are coded.
    ///
    /// - Parameters:
    ///   - timeBase: What the source counts their times in, for the recording.
    ///   - orientation: How the source wants its pictures to be turned.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func configure(
        _ kind: TrackKind, _ parameters: consuming CodecParameters, timeBase: TrackDescription.TimeBase,
        orientation: Orientation = .upright
    ) throws(FFmpegError) {
        if let recorder = chain.recorder {
            recorder.configure(kind, try parameters.makeCopy(), timeBase: timeBase)
        }
        switch kind {
        case .video:
            waitsForKey = true
            // Waits where packets would not: without it, all that follows is worthless.
            _ = chain.video.push(.configuration(parameters, orientation: orientation))
        case .audio:
            _ = chain.audio.push(.configuration(parameters, orientation: orientation))
        }
    }

    /// Says, for whoever looks at the broadcast, what a track is coded with.
    mutating func name(_ kind: TrackKind, _ codec: String) {
        switch kind {
        case .video: codecs.video = codec
        case .audio: codecs.audio = codec
        }
        tellName()
    }

    /// Says it as far as it is known.
    func tellName() {
        let known = [codecs.video, codecs.audio].compactMap(\.self).joined(separator: " + ")
        context.status.set(\.sourceName, "\(name) \(known)")
    }

    /// What is known of the codecs, for logs.
    var codecWords: String { "\(codecs.video ?? "no pictures yet"), \(codecs.audio ?? "no sound")" }

    /// Hands on a packet that has just arrived.
    ///
    /// - Parameter read: Its times are the source's, in nanoseconds.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func feed(_ kind: TrackKind, _ read: consuming Packet) throws(FFmpegError) {
        var packet = read
        let place = place(kind, packet)
        try chain.recorder?.keep(kind, packet, offset: place?.offset)
        guard let place else { return }
        let isPlausible = normaliser?.isPlausible(presentation: place.shown, decoding: place.decoded) ?? true
        packet.decodingTime = place.decoded + place.offset
        packet.presentationTime = (isPlausible ? place.shown : place.decoded) + place.offset
        context.status.noteArrival(
            kind, bytes: packet.byteCount, lead: (packet.presentationTime ?? 0) - place.arrival,
            jumps: sourceClock.jumps + (normaliser?.jumps ?? 0))
        if place.isRestart {
            _ = chain.video.tryPush(.restart)
            _ = chain.audio.tryPush(.restart)
        }
        switch kind {
        case .video: feedPicture(packet, place)
        case .audio:
            if !chain.audio.tryPush(.packet(packet)) { context.status.count(\.skippedPackets) }
        }
    }

    /// Where a packet lies on the programme's clock.
    private struct Place {
        /// By the source, in nanoseconds.
        let shown, decoded: Int64
        /// What is added to them to have them on the programme's clock; it may change from one packet to the next.
        let offset: Int64
        /// On the programme's clock.
        let arrival: Int64
        /// Whether what has been placed before lies too far ahead, and should be forgotten.
        let isRestart: Bool
    }

    /// - Returns: `nil` for what isn't to be seen or heard.
    private mutating func place(_ kind: TrackKind, _ packet: borrowing Packet) -> Place? {
        let settings = chain.controls.settings
        guard !settings.isCut else {
            // Decoding goes on at a key picture, as after a loss.
            if kind == .video { waitsForKey = true }
            return nil
        }
        if !context.clock.hasStarted {
            // The programme begins with a picture: what comes before it is nothing to see.
            guard kind == .video, packet.isKey || !waitsForKey else { return nil }
            context.clock.start(in: chain.options.jitterBuffer)
        }
        let arrival = context.clock.now
        guard let time = packet.decodingTime ?? packet.presentationTime else { return nil }
        let shown = packet.presentationTime ?? time
        if normaliser == nil {
            normaliser = TimestampNormaliser(
                starts: [TrackKind.video.rawValue: shown, TrackKind.audio.rawValue: shown], trust: trust)
        }
        let epoch = normaliser?.offset(track: kind.rawValue, time: time, duration: packet.duration) ?? 0
        let answer = sourceClock.place(track: kind.rawValue, time: time + epoch, arrival: arrival)
        return Place(
            shown: shown, decoded: time, offset: epoch + answer.offset + delay(of: kind, settings), arrival: arrival,
            isRestart: answer.isRestart)
    }

    /// Hands on what isn't to be seen or heard, but what that which comes after it is made from. Waits for room.
    ///
    /// - Parameter read: Of pictures, from a key picture on.
    mutating func prepare(_ kind: TrackKind, _ read: consuming Packet) {
        guard !chain.controls.settings.isCut else { return }
        if kind == .audio {
            var packet = read
            packet.hide()
            _ = chain.audio.tryPush(.packet(packet))
            return
        }
        if read.isKey { waitsForKey = false }
        guard !waitsForKey else { return }
        var packet = read
        packet.hide()
        _ = chain.video.push(.packet(packet))
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
        _ = chain.video.push(.end)
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

    private mutating func feedPicture(_ packet: consuming Packet, _ place: Place) {
        let arrival = place.arrival
        if waitsForKey {
            guard packet.isKey else { return wait(forKeySince: arrival) }
            (waitsForKey, keyWait) = (false, nil)
        }
        if isFirst {
            isFirst = false
            context.status.beginSource(at: arrival)
        }
        let isNext = held.note(
            presentationTime: place.shown, decodingTime: place.decoded, isKey: packet.isKey)
        if !isNext, !isReordered { isReordered = chain.video.tryPush(.reordered) }
        if let time = packet.presentationTime {
            context.status.latency.noteArrival(ofPictureAt: time, at: arrival)
            lastPicture = max(lastPicture ?? time, time)
        }
        if !chain.video.tryPush(.packet(packet)) {
            waitsForKey = true
            context.status.count(\.skippedPackets)
            context.diagnostics.warnOnce(
                "slow decoder", "the pictures come faster than they can be decoded; some are left out")
        }
    }
}
