import FFmpegKit
import MediaModel

/// One connection to a pulled source: takes its tracks as they appear, and hands their packets on.
struct PulledTracks: ~Copyable {
    private let name: String
    private let context: BroadcastContext
    /// Where their packets go.
    var feeder: SourceFeeder
    private var video = TrackChoice.pictures
    private var audio = TrackChoice.sound
    /// When the last packet of sound ends, by the source.
    private var soundEnd: Int64?
    /// Tracks that have appeared, by their indices; and those of them that can't be decoded.
    private var (tried, undecodable): (Set<Int>, Set<Int>) = ([], [])

    /// - Parameters:
    ///   - name: The source's, for whoever looks at the broadcast.
    ///   - trust: How far the packets' times are believed.
    init(_ name: String, _ chain: SourceChain, trust: TimeTrust) {
        (self.name, context) = (name, chain.context)
        feeder = SourceFeeder(name, chain, trust: trust)
    }

    var hasPictures: Bool { video.index != nil }

    /// Takes the tracks that a player would, of those that are there already, and leaves the others out for good.
    mutating func begin(_ container: inout InputContainer, at now: Int64) throws {
        let picture = container.bestTrack { if case .video = $0 { true } else { false } }
        let sound = container.bestTrack { if case .audio = $0 { true } else { false } }
        container.select([picture, sound].compactMap(\.self))
        if let picture { try take(.video, picture, of: container, at: now) }
        if let sound { try take(.audio, sound, of: container, at: now) }
        tell()
    }

    /// Takes a packet, and gives it a time if it is sound without one.
    ///
    /// - Returns: What it is to the show; `nil` if it isn't for it. Tracks that have just appeared are taken.
    mutating func receive(
        _ packet: inout Packet, from container: inout InputContainer, at now: Int64
    ) throws -> TrackKind? {
        let kind = try kind(of: packet, in: &container, at: now)
        if kind == .audio { settle(&packet, in: &container) }
        return kind
    }

    /// A transport stream has one time for several frames of sound. libavformat tells the others' by their length, but of a track that
    /// was silent when the stream was looked into it doesn't know that: then each begins where the one before ends.
    private mutating func settle(_ packet: inout Packet, in container: inout InputContainer) {
        container.completeSound(with: packet)
        if packet.decodingTime == nil, packet.presentationTime == nil {
            (packet.decodingTime, packet.presentationTime) = (soundEnd, soundEnd)
        }
        guard let start = packet.decodingTime ?? packet.presentationTime,
            let duration = container.soundDuration(of: packet)
        else {
            soundEnd = nil
            return
        }
        soundEnd = start + duration
    }

    private mutating func kind(
        of packet: borrowing Packet, in container: inout InputContainer, at now: Int64
    ) throws -> TrackKind? {
        // The usual case, without a look at the tracks.
        if packet.trackIndex == video.index, video.use(of: packet.trackIndex, at: now) == .goesOn { return .video }
        if packet.trackIndex == audio.index, audio.use(of: packet.trackIndex, at: now) == .goesOn { return .audio }
        guard let track = container.tracks.first(where: { $0.index == packet.trackIndex }) else { return nil }
        guard isDecodable(track, of: container) else { return nil }
        let kind: TrackKind = if case .video = track.kind { .video } else { .audio }
        let use = kind == .video ? video.use(of: track.index, at: now) : audio.use(of: track.index, at: now)
        guard use == .begins else { return nil }
        container.completeSound(with: packet)
        try take(kind, track, of: container, at: now)
        tell()
        return kind
    }

    /// Whether a track that has appeared can be decoded here. Each is tried once, and said once.
    private mutating func isDecodable(_ track: TrackDescription, of container: borrowing InputContainer) -> Bool {
        if tried.insert(track.index).inserted, !container.canDecode(track) {
            undecodable.insert(track.index)
            context.diagnostics.warnOnce(
                "undecodable track \(track.index)", "\(name): nothing here decodes its track of \(track.codecWords)")
        }
        return !undecodable.contains(track.index)
    }

    private mutating func take(
        _ kind: TrackKind, _ track: TrackDescription, of container: borrowing InputContainer, at now: Int64
    ) throws {
        var orientation = Orientation.upright
        switch track.kind {
        case .video(let picture):
            try PictureNormaliser.check(picture, name: name)
            video.take(track.index, at: now)
            orientation = picture.orientation
            context.status.set(\.sourceDuration, track.duration)
        case .audio:
            audio.take(track.index, at: now)
        }
        try feeder.configure(
            kind, try container.makeParameters(of: track), timeBase: track.timeBase, orientation: orientation)
        feeder.name(kind, track.codecName)
    }

    private func tell() {
        feeder.tellName()
        context.diagnostics.logOnce("\(name): \(feeder.codecWords)")
    }
}
