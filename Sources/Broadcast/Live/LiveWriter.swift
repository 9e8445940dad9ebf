import HLS
import MediaModel
import Show

/// Keeps a live show on the disk, on a thread of its own: whole segments, and playlists that name only what is there.
///
/// A disk that is full or slow costs the recording, not the broadcast: what can't be written is counted, and missing for
/// whoever reads the disk.
struct LiveWriter {
    private struct Growing {
        var codec = ""
        var bytes: [UInt8] = []
        /// Until it is written.
        var initialisation: [UInt8]?
        var parts = 0
        var segments = 0
        /// Of its segments, and of their I-frames alone.
        var meter: BandwidthMeter
        var keyMeter: BandwidthMeter
        var keyRange: Range<Int>?
        var duration = MediaTime.zero

        init(targetDuration: Int) {
            meter = BandwidthMeter(targetDuration: targetDuration)
            keyMeter = meter
        }

        /// Counts the segment that grew.
        mutating func measure() {
            meter.add(bytes: bytes.count, duration: duration)
            keyMeter.add(bytes: keyRange?.count ?? 0, duration: duration)
            duration = .zero
        }
    }

    /// A segment that has left the disk's playlist, or will: media time of its rendition.
    private struct Aging {
        let name: String
        let end: MediaTime
    }

    private let folder: OutputFolder
    private let tracks: [Track]
    private let grid: PartGrid
    private let options: LiveOptions
    private let rates: [MasterPlaylist.Rate]
    private let status: LiveStatus
    private let report: SourceReport
    /// Makes the timeline, once it is known when the first picture is shown.
    typealias TimelineMaker = @Sendable (_ start: ProgramDateTime) -> LiveTimeline<[UInt8]>

    private let clock: GatedClock
    private let makeTimeline: TimelineMaker
    /// Made with the first part: before that nobody knows when the programme begins.
    private var timeline: LiveTimeline<[UInt8]>!
    private var growing: [Growing]
    private var aging: [[Aging]]
    private var hasMaster = false
    private var isMeasured = false

    /// - Parameter rates: Of each track's own media, at most and on average.
    init(
        folder: OutputFolder, plan: RenderPlan, clock: GatedClock, makeTimeline: @escaping TimelineMaker,
        options: LiveOptions,
        rates: [MasterPlaylist.Rate], status: LiveStatus, report: SourceReport
    ) {
        self.folder = folder
        tracks = plan.tracks
        grid = plan.grid
        self.options = options
        self.rates = rates
        self.status = status
        self.report = report
        self.clock = clock
        self.makeTimeline = makeTimeline
        growing = Array(repeating: Growing(targetDuration: plan.grid.targetDuration), count: tracks.count)
        aging = Array(repeating: [], count: tracks.count)
    }

    /// Writes all that comes, until the queue is closed; then ends the show.
    mutating func run(_ output: BoundedQueue<TrackOutput>) {
        defer { output.abandon() }
        while let item = output.pop() {
            switch item {
            case .initSegment(let track, let bytes, let codec):
                growing[track].codec = codec
                growing[track].initialisation = bytes
            case .part(let track, let part):
                add(part, to: track)
            case .segment:
                preconditionFailure("a live show is written in parts")
            }
        }
        finish()
    }

    private mutating func begin(_ track: Int) {
        if timeline == nil {
            let start = clock.start?.microseconds ?? 0
            timeline = makeTimeline(ProgramDateTime(millisecondsSince1970: start / 1_000))
        }
        guard let bytes = growing[track].initialisation else { return }
        growing[track].initialisation = nil
        timeline.setInitialisation(bytes, byteCount: bytes.count, of: track)
        attempt { () throws(JobError) in
            try folder.makeFolder(tracks[track].name)
            try folder.write(bytes, to: "\(tracks[track].name)/\(MediaName.initialisation(run: timeline.run))")
        }
    }

    private mutating func add(_ part: CodedPart, to track: Int) {
        begin(track)
        let isFirst = growing[track].parts % grid.partsPerSegment == 0
        let sequence = timeline.next(of: track).mediaSequence
        var keyRange: Range<Int>?
        if case .video = tracks[track].kind, isFirst {
            keyRange = try? FragmentIndex(part.bytes).firstSampleRange
            growing[track].keyRange = keyRange
        }
        timeline.add(
            LivePart(
                duration: part.duration, isIndependent: part.isIndependent, byteCount: part.bytes.count,
                payload: part.bytes, iFrameRange: keyRange),
            to: track)
        growing[track].bytes += part.bytes
        growing[track].duration += part.duration
        growing[track].parts += 1
        if growing[track].parts % grid.partsPerSegment == 0 { writeSegment(sequence, of: track) }
    }

    private mutating func writeSegment(_ sequence: Int, of track: Int) {
        let name = "\(tracks[track].name)/\(MediaName.segment(run: timeline.run, sequence: sequence))"
        let bytes = growing[track].bytes
        growing[track].measure()
        growing[track].bytes = []
        growing[track].segments += 1
        let isWritten = attempt { () throws(JobError) in try folder.write(bytes, to: name) }
        guard isWritten else { return }
        aging[track].append(Aging(name: name, end: timeline.elapsed(of: track)))
        writePlaylists(of: track)
        if track == 0 { status.count(\.segments) }
        if !hasMaster, growing.allSatisfy({ $0.segments > 0 }) { writeMaster() }
        removeOld(of: track)
    }

    private mutating func writePlaylists(of track: Int) {
        let name = tracks[track].name
        attempt { () throws(JobError) in
            try folder.write(timeline.plainPlaylist(of: track), to: "\(name)/playlist.m3u8")
            if options.records {
                try folder.write(timeline.unfinishedRecording(of: track), to: "\(name)/recording.m3u8")
            }
            guard case .video = tracks[track].kind else { return }
            try folder.write(timeline.iFramePlaylist(of: track), to: "\(name)/iframes.m3u8")
        }
    }

    private mutating func writeMaster() {
        let wasThere = hasMaster
        hasMaster = attempt { () throws(JobError) in
            try folder.write(Array(masterPlaylist().text.utf8), to: "master.m3u8")
        }
        if hasMaster, !wasThere { report.log("on air: \(folder.path)/master.m3u8") }
    }

    /// RFC 8216bis 6.2.2: a segment stays for its own length and that of the longest playlist that listed it.
    private mutating func removeOld(of track: Int) {
        guard !options.records else { return }
        let segment = grid.segmentDuration
        let kept = max(options.window, timeline.constants.shortestWindow)
        let margin = kept + kept + segment + segment + segment
        let now = timeline.elapsed(of: track)
        while let oldest = aging[track].first, oldest.end + margin < now {
            folder.remove(oldest.name)
            aging[track].removeFirst()
        }
    }

    /// Ends all playlists; with a recording, they list the whole show.
    private mutating func finish() {
        // Not a part: the programme failed before it began.
        guard timeline != nil else { return }
        // What is left of a segment is one too, if a short one.
        for track in tracks.indices where !growing[track].bytes.isEmpty {
            let name = MediaName.segment(run: timeline.run, sequence: timeline.next(of: track).mediaSequence)
            let bytes = growing[track].bytes
            growing[track].measure()
            attempt { () throws(JobError) in try folder.write(bytes, to: "\(tracks[track].name)/\(name)") }
        }
        timeline.end()
        for track in tracks.indices where growing[track].parts > 0 {
            let name = tracks[track].name
            let isVideo = if case .video = tracks[track].kind { true } else { false }
            attempt { () throws(JobError) in
                let isRecorded = options.records
                let playlist = isRecorded ? timeline.recording(of: track) : timeline.plainPlaylist(of: track)
                try folder.write(playlist, to: "\(name)/playlist.m3u8")
                guard isVideo else { return }
                let iFrames = isRecorded ? timeline.iFrameRecording(of: track) : timeline.iFramePlaylist(of: track)
                try folder.write(iFrames, to: "\(name)/iframes.m3u8")
            }
            if options.records { folder.remove("\(name)/recording.m3u8") }
        }
        // Now it is known what the renditions took.
        isMeasured = true
        if growing.allSatisfy({ $0.parts > 0 }) { writeMaster() }
    }

    /// Returns whether it could be written; if not, says so the first time.
    @discardableResult
    private func attempt(_ body: () throws(JobError) -> Void) -> Bool {
        do throws(JobError) {
            try body()
            return true
        } catch {
            status.count(\.failedWrites)
            report.warnOnce("disk", "\(error.message); the broadcast goes on without it")
            return false
        }
    }

    private func masterPlaylist() -> MultivariantPlaylist {
        let groups = tracks.indices.filter { if case .audio(_, true) = tracks[$0].kind { true } else { false } }
        let entries = tracks.indices.map { index in
            guard case .video = tracks[index].kind else { return entry(index, sum([index]), nil) }
            // An I-frame takes at most what its segment does.
            let keys = growing[index].keyMeter
            let keyRate = isMeasured ? MasterPlaylist.Rate(peak: keys.peak, average: keys.average) : rates[index]
            return entry(index, sum([index] + groups), keyRate)
        }
        return MasterPlaylist(entries: entries, frameRate: grid.frameRate).playlist
    }

    private func entry(
        _ index: Int, _ rate: MasterPlaylist.Rate, _ iFrameRate: MasterPlaylist.Rate?
    ) -> MasterPlaylist.Entry {
        MasterPlaylist.Entry(track: tracks[index], codec: growing[index].codec, rate: rate, iFrameRate: iFrameRate)
    }

    private func sum(_ tracks: [Int]) -> MasterPlaylist.Rate {
        let parts = tracks.map { index in
            let meter = growing[index].meter
            return isMeasured ? MasterPlaylist.Rate(peak: meter.peak, average: meter.average) : rates[index]
        }
        return .init(peak: parts.reduce(0) { $0 + $1.peak }, average: parts.reduce(0) { $0 + $1.average })
    }
}
