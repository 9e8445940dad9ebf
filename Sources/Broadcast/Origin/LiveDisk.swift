import HLS
import MediaModel
import NIOCore

/// Keeps a live show on the disk, on a thread of its own: whole segments, and playlists that name only what is there.
///
/// A disk that is full or slow costs the recording, not the broadcast: what can't be written is counted, and listed as
/// missing for whoever reads the disk.
struct LiveDisk: ~Copyable {
    private struct Written {
        var codec = ""
        var segments = 0
        /// Of its segments, and of their I-frames alone.
        var meter: BandwidthMeter
        var keyMeter: BandwidthMeter

        init(targetDuration: Int) {
            meter = BandwidthMeter(targetDuration: targetDuration)
            keyMeter = meter
        }
    }

    /// A segment that has left the disk's playlist, or will: media time of its rendition.
    private struct ExpiringSegment {
        let name: String
        let end: MediaTime
    }

    private let folder: OutputFolder
    private let file: BroadcastManifest
    private let tracks: [Track]
    private let records: Bool
    private let timelines: TimelinePlan
    private let rates: [MultivariantBuilder.Rate]
    private let context: BroadcastContext
    private var origin: Origin?
    /// Made when it is known when the programme begins. It lists the same segments as viewers see, or has them missing.
    private var timeline: LiveTimeline<Void>!
    private var written: [Written]
    private var aging: [[ExpiringSegment]]
    /// By track: an initialisation section that the disk hasn't taken yet, and without which nothing of it can be played.
    private var owed: [ByteBuffer?]
    private var hasConstants = false
    private var hasMultivariant = false
    private var isMeasured = false

    /// - Parameters:
    ///   - rates: Of each track's own media, at most and on average.
    ///   - records: Whether all of the show stays.
    init(
        _ broadcast: BroadcastFolder.Opened, plan: RenderPlan, timelines: TimelinePlan, records: Bool,
        rates: [MultivariantBuilder.Rate],
        context: BroadcastContext
    ) {
        (folder, file) = (broadcast.folder, broadcast.file)
        tracks = plan.tracks
        self.records = records
        self.timelines = timelines
        self.rates = rates
        self.context = context
        written = Array(repeating: Written(targetDuration: plan.grid.targetDuration), count: tracks.count)
        owed = tracks.map { _ in nil }
        aging = tracks.map { track in
            (broadcast.leftovers[track.name] ?? []).map { ExpiringSegment(name: $0.name, end: $0.end) }
        }
    }

    /// Writes all that comes, until the queue is closed; then ends the show.
    ///
    /// - Parameter origin: What is told which segments are there, and which never will be; `nil` without viewers.
    /// - Returns: Whether the end of all playlists is on the disk.
    @discardableResult
    mutating func run(_ items: BoundedQueue<DiskItem>, tellingOf origin: Origin? = nil) -> Bool {
        self.origin = origin
        defer { items.abandon() }
        while let item = items.pop() {
            switch item {
            case .beginning(let start):
                timeline = timelines.timeline(Void.self, start: start, memoryWindow: .zero, isRecording: records)
                takeOver()
            case .initialisation(let track, let bytes, let codec): writeInitialisation(bytes, codec, of: track)
            case .segment(let track, let parts): writeSegment(parts, of: track)
            case .lostSegment(let track, let durations): loseSegment(durations, of: track)
            case .dateRange(let range): try? timeline.add(range)
            }
        }
        return finish()
    }

    /// Where an earlier run's broadcast goes on, lists what is missing before the first part is up: if this run dies before
    /// it has a segment on the disk, the next one knows that it was there, and at which number it began.
    private mutating func takeOver() {
        for (index, track) in tracks.enumerated() where timelines.continuation?.has(track.name) == true {
            _ = writePlaylists(of: index)
        }
    }

    private mutating func writeInitialisation(_ bytes: ByteBuffer, _ codec: String, of track: Int) {
        written[track].codec = codec
        timeline.setInitialisation((), byteCount: bytes.readableBytes, of: track)
        owed[track] = bytes
        _ = hasInitialisation(of: track)
    }

    /// Whether a track's initialisation section is there; writes it if the disk had no room for it before.
    private mutating func hasInitialisation(of track: Int) -> Bool {
        guard let bytes = owed[track] else { return true }
        let name = "\(tracks[track].name)/\(MediaName.initialisation(run: timeline.run))"
        let isWritten = attempt { () throws(JobError) in
            try folder.makeFolder(tracks[track].name)
            try folder.write(pieces: [bytes], to: name)
        }
        if isWritten { owed[track] = nil }
        return isWritten
    }

    private mutating func writeSegment(_ parts: [LivePart<ByteBuffer>], of track: Int) {
        let sequence = timeline.next(of: track).mediaSequence
        let name = "\(tracks[track].name)/\(MediaName.segment(run: timeline.run, sequence: sequence))"
        let pieces = parts.compactMap(\.payload)
        guard hasInitialisation(of: track),
            attempt({ () throws(JobError) in try folder.write(pieces: pieces, to: name) })
        else {
            return loseSegment(parts.map(\.duration), of: track)
        }
        origin?.noteOnDisk(sequence, isLost: false, of: track)
        for part in parts {
            timeline.add(
                LivePart(
                    duration: part.duration, isIndependent: part.isIndependent, byteCount: part.byteCount, payload: (),
                    iFrameRange: part.iFrameRange), to: track)
        }
        let duration = parts.reduce(MediaTime.zero) { $0 + $1.duration }
        written[track].meter.add(bytes: parts.reduce(0) { $0 + $1.byteCount }, duration: duration)
        written[track].keyMeter.add(bytes: parts.first?.iFrameRange?.count ?? 0, duration: duration)
        written[track].segments += 1
        aging[track].append(ExpiringSegment(name: name, end: timeline.elapsed(of: track)))
        // The last one of all may be short; it is listed when the show ends.
        guard parts.count == context.grid.partsPerSegment else { return }
        list(track)
        if !hasMultivariant, written.allSatisfy({ $0.segments > 0 }) { writeMaster() }
    }

    /// Lists a segment as missing. The playlists go on, and old segments go, which may be the room that the next one needs.
    private mutating func loseSegment(_ durations: [MediaTime], of track: Int) {
        origin?.noteOnDisk(timeline.next(of: track).mediaSequence, isLost: true, of: track)
        for duration in durations { timeline.add(.missing(duration: duration), to: track) }
        if durations.count == context.grid.partsPerSegment { list(track) }
    }

    /// Writes a rendition's playlists, then removes what they no longer name; nothing where they stay as they were.
    private mutating func list(_ track: Int) {
        if writePlaylists(of: track) { removeOld(of: track) }
    }

    private mutating func writePlaylists(of track: Int) -> Bool {
        let name = tracks[track].name
        // Before the first playlist: who finds that must know.
        guard hasConstants || writeConstants() else { return false }
        let isListed = attempt { () throws(JobError) in
            try folder.write(timeline.plainPlaylist(of: track), to: "\(name)/playlist.m3u8")
            guard timeline.renditions[track].isVideo else { return }
            try folder.write(timeline.plainIFramePlaylist(of: track), to: "\(name)/iframes.m3u8")
        }
        guard records else { return isListed }
        // Whatever became of the others: it alone lists the whole show.
        let isRecorded = attempt { () throws(JobError) in
            try folder.write(timeline.unfinishedRecording(of: track), to: "\(name)/recording.m3u8")
        }
        return isListed && isRecorded
    }

    private mutating func writeConstants() -> Bool {
        hasConstants = attempt { () throws(JobError) in
            try folder.write(file.bytes, to: BroadcastManifest.name, isDurable: true)
        }
        return hasConstants
    }

    private mutating func writeMaster() {
        let wasThere = hasMultivariant
        hasMultivariant = attempt { () throws(JobError) in
            try folder.write(Array(masterPlaylist.text.utf8), to: "master.m3u8")
        }
        if hasMultivariant, !wasThere { context.diagnostics.log("on air: \(folder.path)/master.m3u8") }
    }

    /// RFC 8216bis 6.2.2: a segment stays for its own length and that of the longest playlist that listed it.
    private mutating func removeOld(of track: Int) {
        guard !records else { return }
        let segment = context.grid.segmentDuration
        let kept = max(timelines.window, timeline.constants.shortestWindow)
        let margin = kept + kept + segment + segment + segment
        let now = timeline.elapsed(of: track)
        while let oldest = aging[track].first, oldest.end + margin < now {
            folder.remove(oldest.name)
            aging[track].removeFirst()
        }
    }

    /// Ends all playlists; with a recording, they list the whole show. Returns whether the disk took all of them.
    private mutating func finish() -> Bool {
        // Not a part: the programme failed before it began.
        guard timeline != nil else { return true }
        timeline.end()
        var isEnded = true
        for track in tracks.indices where timeline.elapsed(of: track) > .zero {
            let name = tracks[track].name
            let isWritten = attempt { () throws(JobError) in
                let playlist = records ? timeline.recording(of: track) : timeline.plainPlaylist(of: track)
                try folder.write(playlist, to: "\(name)/playlist.m3u8")
                guard timeline.renditions[track].isVideo else { return }
                let iFrames = records ? timeline.iFrameRecording(of: track) : timeline.plainIFramePlaylist(of: track)
                try folder.write(iFrames, to: "\(name)/iframes.m3u8")
            }
            // Until then it is all that lists the whole show: the same command goes on from it.
            if records, isWritten { folder.remove("\(name)/recording.m3u8") }
            isEnded = isEnded && isWritten
        }
        // Now it is known what the renditions took.
        isMeasured = true
        if written.allSatisfy({ $0.segments > 0 }) { writeMaster() }
        return isEnded
    }

    /// Returns whether it could be written; if not, says so the first time.
    @discardableResult
    private func attempt(_ body: () throws(JobError) -> Void) -> Bool {
        do throws(JobError) {
            try body()
            return true
        } catch {
            context.tell(.disk(.presentation(error.message)))
            return false
        }
    }

    private var masterPlaylist: MultivariantPlaylist {
        func measured(_ meter: BandwidthMeter) -> MultivariantBuilder.Rate {
            MultivariantBuilder.Rate(peak: meter.peak, average: meter.average)
        }
        return MultivariantBuilder(
            tracks: tracks, codecs: written.map(\.codec),
            rates: isMeasured ? written.map { measured($0.meter) } : rates,
            // An I-frame takes at most what its segment does.
            iFrameRates: isMeasured ? written.map { measured($0.keyMeter) } : rates, frameRate: context.grid.frameRate
        ).playlist
    }
}
