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

    private let video: BoundedQueue<CodedItem>
    private let audio: BoundedQueue<CodedItem>
    private let clock: GatedClock
    private let status: LiveStatus
    private let report: SourceReport
    private var mender: TimestampMender?
    private var sourceClock: SourceClock
    private var isFirst = true
    /// Pictures are left out until the next that decoding can start at.
    private var waitsForKey = true
    private let controls: SourceControls
    private let jitterBuffer: Int64

    init(
        video: BoundedQueue<CodedItem>, audio: BoundedQueue<CodedItem>, clock: GatedClock, options: LiveOptions,
        controls: SourceControls, status: LiveStatus, report: SourceReport
    ) {
        (self.video, self.audio, self.clock, self.status, self.report) = (video, audio, clock, status, report)
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
        if !clock.hasStarted {
            // The programme begins with a picture: what comes before it is nothing to see.
            guard kind == .video, packet.isKey else { return }
            clock.start(in: jitterBuffer)
        }
        let arrival = clock.now
        guard let time = packet.decodingTime ?? packet.presentationTime else { return }
        if mender == nil {
            let start = packet.presentationTime ?? time
            mender = TimestampMender(starts: [TrackKind.video.rawValue: start, TrackKind.audio.rawValue: start])
        }
        let epoch = mender?.offset(track: kind.rawValue, time: time, duration: packet.duration) ?? 0
        let answer = sourceClock.place(track: kind.rawValue, time: time + epoch, arrival: arrival)
        let offset = epoch + answer.offset + (kind == .audio ? settings.audioDelay : 0)
        packet.decodingTime = time + offset
        packet.presentationTime = (packet.presentationTime ?? time) + offset
        if let shown = packet.presentationTime, abs(shown - time - offset) > TimestampMender.longestGap {
            packet.presentationTime = time + offset
        }
        status.noteArrival(
            kind, bytes: packet.byteCount, lead: (packet.presentationTime ?? 0) - arrival,
            jumps: sourceClock.jumps + (mender?.jumps ?? 0))
        if answer.isRestart {
            _ = video.tryPush(.restart)
            _ = audio.tryPush(.restart)
        }
        switch kind {
        case .video: feedPicture(packet, at: arrival)
        case .audio:
            if !audio.tryPush(.packet(packet)) { status.count(\.skippedPackets) }
        }
    }

    /// Hands on a picture that isn't to be seen, but that those after it are made from. Waits for room.
    ///
    /// - Parameter read: From a key picture on.
    mutating func prepare(_ read: consuming Packet) {
        guard !controls.settings.isCut else { return }
        if read.isKey { waitsForKey = false }
        guard !waitsForKey else { return }
        var packet = read
        packet.hide()
        _ = video.push(.packet(packet))
    }

    private mutating func feedPicture(_ packet: consuming Packet, at arrival: Int64) {
        if waitsForKey {
            guard packet.isKey else { return }
            waitsForKey = false
        }
        if isFirst {
            isFirst = false
            status.beginSource(at: arrival)
        }
        if let time = packet.presentationTime { status.latency.noteArrival(ofPictureAt: time, at: arrival) }
        if !video.tryPush(.packet(packet)) {
            waitsForKey = true
            status.count(\.skippedPackets)
            report.warnOnce("slow decoder", "the pictures come faster than they can be decoded; some are left out")
        }
    }
}
