import FFmpegKit

/// Reads a file's packets, puts them on one timeline, and hands them to the decoders.
///
/// Runs on a thread of its own until the file, the job or the programme ends.
struct SourceReader: ~Copyable {
    private var container: InputContainer
    private let name: String
    private let video: TrackDescription
    private let audio: TrackDescription?
    private let videoPackets: BoundedQueue<Packet>
    private let audioPackets: BoundedQueue<Packet>
    private let diagnostics: Diagnostics
    private var mender: TimestampNormaliser
    /// The latest end of a packet by track, before mending.
    private var ends: [Int: Int64] = [:]
    /// When the first picture was due that nobody wanted any more, in mended nanoseconds.
    private var picturesEnd: Int64?

    init(
        _ source: consuming FileSource, name: String, videoPackets: BoundedQueue<Packet>,
        audioPackets: BoundedQueue<Packet>, diagnostics: Diagnostics
    ) {
        self.name = name
        self.videoPackets = videoPackets
        self.audioPackets = audioPackets
        self.diagnostics = diagnostics
        video = source.video
        audio = source.audio
        var starts: [Int: Int64?] = [source.video.index: source.video.startTime]
        if let audio = source.audio { starts[audio.index] = audio.startTime }
        mender = TimestampNormaliser(starts: starts, trust: source.trust)
        for note in source.notes { diagnostics.warnOnce(note, note) }
        container = source.container
    }

    /// How many reads in a row may fail before the rest of the file is given up.
    private static let patience = 64

    consuming func run() {
        defer {
            videoPackets.close()
            audioPackets.close()
        }
        var failures = 0
        reading: while true {
            do throws(FFmpegError) {
                switch try container.read() {
                case .packet(let packet):
                    failures = 0
                    guard deliver(packet) else { return }
                case .finished:
                    break reading
                }
            } catch {
                if error.code == .interrupted { return }
                failures += 1
                if failures >= Self.patience || error.code.systemError != nil {
                    diagnostics.warnOnce("reading", "\(name): reading stopped: \(error.code.message)")
                    break reading
                }
            }
        }
        // Whoever stopped early doesn't miss the end.
        if picturesEnd == nil { reportMissingEnd() }
        if mender.jumps > 0 {
            diagnostics.warnOnce(
                "jumps", "the source's timestamps jump \(mender.jumps == 1 ? "once" : "\(mender.jumps) times"); mended")
        }
    }

    /// Returns `false` when nobody wants packets any more.
    private mutating func deliver(_ read: consuming Packet) -> Bool {
        var packet = read
        let track = packet.trackIndex
        // FLV and MPEG-TS may bring in further tracks at any time; nobody takes those.
        guard track == video.index || track == audio?.index else { return true }
        // A decoding time may be missing (old AVI) or be the only one (raw streams).
        if let time = packet.decodingTime ?? packet.presentationTime {
            // What an edit list leaves out is only decoded, for the sake of what follows: its times may lie anywhere.
            let isHidden = packet.isHidden
            if !isHidden {
                ends[track] = max(ends[track] ?? .min, (packet.presentationTime ?? time) + packet.duration)
            }
            let offset =
                isHidden
                ? mender.offset(hiddenOn: track)
                : mender.offset(track: track, time: time, duration: packet.duration)
            packet.presentationTime = packet.presentationTime.map { $0 + offset }
            packet.decodingTime = packet.decodingTime.map { $0 + offset }
            // No picture waits so long for others. Believed, a broken one would mean years of silence or frozen picture.
            if let shown = packet.presentationTime,
                !mender.isPlausible(presentation: shown - offset, decoding: time)
            {
                packet.presentationTime = nil
            }
        }
        return track == video.index ? deliverPicture(packet) : deliverSound(packet)
    }

    /// When the programme has all the pictures it needs, the sound that belongs to them may still come, as
    /// containers interleave coarsely: a little further on, nobody waits for it any more.
    private mutating func deliverPicture(_ packet: consuming Packet) -> Bool {
        let time = packet.decodingTime ?? packet.presentationTime
        guard let picturesEnd else {
            if videoPackets.push(packet) { return true }
            picturesEnd = time ?? 0
            return audio != nil
        }
        return (time ?? 0) - picturesEnd <= TimestampNormaliser.longestGap
    }

    /// When the programme has all the sound it needs, the pictures may still go on.
    private mutating func deliverSound(_ packet: consuming Packet) -> Bool {
        audioPackets.push(packet) || picturesEnd == nil
    }

    /// Says how much of the file is missing, if its index promised more than there was.
    private func reportMissingEnd() {
        let promised = [video, audio].compactMap { $0 }.compactMap { track in
            track.duration.map { (track.startTime ?? 0) + $0 }
        }.max()
        guard let promised, let end = ends.values.max(), mender.jumps == 0 else { return }
        let missing = promised - end
        // Containers round, and count the last picture differently.
        guard missing > 500_000_000 else { return }
        let start = [video.startTime, audio?.startTime].compactMap { $0 }.min() ?? 0
        diagnostics.warnOnce(
            "truncated",
            "\(name) ends early: \(seconds(missing)) of \(seconds(promised - start)) are missing; what is there is used"
        )
    }

    private func seconds(_ nanoseconds: Int64) -> String {
        let tenths = (nanoseconds + 50_000_000) / 100_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
