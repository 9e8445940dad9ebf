import HLS
import MediaModel

/// Keeps a broadcast in a store, on a thread of its own: whole segments, and playlists that name only what is there.
///
/// A store that is full, slow or gone costs what it keeps, not the broadcast: what can't be written is counted, and listed as
/// missing for whoever reads the store.
struct BroadcastArchiver: ~Copyable {
    /// What the store has of a rendition.
    private struct Archived {
        var codec = ""
        var segments = 0
        /// Of its segments, and of their I-frames alone.
        var meter: BandwidthMeter
        var keyMeter: BandwidthMeter

        /// An initialisation section that the store hasn't taken yet, and without which nothing of the rendition can be played.
        var owedInitialisation: [UInt8]?
        /// Whether the store has a place for it; what has an initialisation section is prepared with that.
        var isPrepared = false
        /// Segments that have left its playlist, or will, in order.
        var expiring: [ExpiringSegment]

        init(targetDuration: Int, expiring: [ExpiringSegment]) {
            meter = BandwidthMeter(targetDuration: targetDuration)
            keyMeter = meter
            self.expiring = expiring
        }
    }

    private struct ExpiringSegment {
        let name: String
        /// On the media's clock of its rendition.
        let end: MediaTime
    }

    private let store: any SegmentStore
    /// `nil` in a store that no run begins from.
    private let manifest: BroadcastManifest?
    private let tracks: [Track]
    private let records: Bool
    private let timelines: TimelinePlan
    /// Of each track's own media: until it is measured.
    private let bandwidths: [VariantBandwidth]
    private let closedCaptions: [ClosedCaptionService]
    private let locale: String
    private let context: BroadcastContext
    private var origin: (any PartReceiver)?
    /// Made when it is known when the programme begins. It lists the same segments as viewers see, or has them missing.
    private var timeline: LiveTimeline<Void>!
    private var archived: [Archived]
    private var hasManifest = false
    private var hasMultivariant = false
    private var isMeasured = false
    private var pictures: PictureArchiver
    /// Of a show that is over.
    private var images: MultivariantPlaylist.ImageVariant?
    /// Likewise: whether it has chapters.
    private var hasChapters = false

    /// - Parameters:
    ///   - broadcast: What is known of the broadcast in its folder, and what an earlier run left there; `nil` without a folder.
    ///   - records: Whether all of the broadcast stays.
    init(
        _ store: any SegmentStore, of broadcast: BroadcastFolder.Opened?, plan: RenderPlan, timelines: TimelinePlan,
        records: Bool, context: BroadcastContext
    ) {
        (self.store, manifest) = (store, broadcast?.manifest)
        (tracks, bandwidths) = (plan.tracks, plan.bandwidths)
        (closedCaptions, locale) = (plan.closedCaptions, plan.locale)
        (self.timelines, self.records, self.context) = (timelines, records, context)
        pictures = PictureArchiver(
            store, run: timelines.run, records: records,
            storyboard: (broadcast?.pictures ?? KeptPictures()).storyboard(TileGrid(canvas: plan.canvas)))
        archived = tracks.map { track in
            Archived(
                targetDuration: plan.grid.targetDuration,
                expiring: (broadcast?.leftovers[track.id] ?? []).map { ExpiringSegment(name: $0.name, end: $0.end) })
        }
    }

    /// Writes all that comes, until the queue is closed; then ends the show.
    ///
    /// - Parameter origin: What is told which segments are there, and which never will be; `nil` without viewers.
    /// - Returns: Whether the end of all playlists is on the disk.
    @discardableResult
    mutating func run(_ items: BoundedQueue<StoreItem>, tellingOf origin: (any PartReceiver)? = nil) -> Bool {
        self.origin = origin
        defer { items.abandon() }
        while let item = items.pop() { receive(item) }
        return finish()
    }

    private mutating func receive(_ item: StoreItem) {
        switch item {
        case .beginning(let start):
            timeline = timelines.timeline(Void.self, start: start, memoryWindow: .zero, isRecording: records)
            resume()
            if timelines.continuation != nil, let recorded { pictures.begin(at: recorded.duration) }
        case .initialisation(let track, let bytes, let codec): writeInitialisation(bytes, codec, of: track)
        case .segment(let track, let segment): writeSegment(segment, of: track)
        case .lostSegments(let track, let count):
            for _ in 0..<count { dropSegment(wholeDurations(of: track), of: track) }
        case .picture(let picture): take(picture)
        case .dateRange(let range):
            do throws(DateRangeRefusal) {
                try timeline.add(range)
            } catch {
                context.diagnostics.warnOnce("date ranges", "\(error)")
            }
        }
    }

    private mutating func take(_ picture: ShowPicture) {
        // `attempt` borrows the archiver.
        var pictures = pictures
        attempt { () throws(JobError) in try pictures.take(picture) }
        self.pictures = pictures
        // As often as the list of tiles: with each sheet.
        if !picture.isPoster { writeChapters(of: recorded) }
    }

    /// Writes the chapters of what is recorded so far; nothing without a recording.
    ///
    /// - Returns: Whether there are any.
    @discardableResult
    private mutating func writeChapters(of recorded: MediaPlaylist?) -> Bool {
        guard let recorded else { return false }
        let files = ChapterFiles(recorded, language: locale).files
        let areWritten = attempt { () throws(JobError) in
            for file in files { try store.write([file.bytes], to: file.name, isDurable: false) }
        }
        return areWritten && !files.isEmpty
    }

    /// What the recording lists of the pictures; `nil` where all of it isn't kept.
    private var recorded: MediaPlaylist? {
        guard records, let track = tracks.firstIndex(where: \.isVideo) else { return nil }
        let text = timeline.isEnded ? timeline.recording(of: track) : timeline.unfinishedRecording(of: track)
        return try? MediaPlaylist(parsing: text.description)
    }

    /// How long the parts of a rendition's next segment last, if it is a whole one.
    private func wholeDurations(of track: Int) -> [MediaTime] {
        let grid = context.grid
        let first = (timeline.next(of: track).mediaSequence - timelines.firstSequence) * grid.partsPerSegment
        return (first..<first + grid.partsPerSegment).map {
            grid.duration(ofPart: $0, of: tracks[track].rendition.kind)
        }
    }

    /// Where an earlier run's broadcast goes on, lists what is missing before the first part is up: if this run dies before
    /// the store has a segment of it, the next one knows that it was there, and at which number it began.
    private mutating func resume() {
        for (index, track) in tracks.enumerated() where timelines.continuation?.has(track.id) == true {
            _ = writePlaylists(of: index)
        }
    }

    private mutating func writeInitialisation(_ bytes: [UInt8], _ codec: String, of track: Int) {
        archived[track].codec = codec
        timeline.setInitialisation((), byteCount: bytes.count, of: track)
        archived[track].owedInitialisation = bytes
        _ = hasInitialisation(of: track)
    }

    /// Whether a track's initialisation section is there; writes it if the store had no room for it before.
    private mutating func hasInitialisation(of track: Int) -> Bool {
        guard tracks[track].isEncoded else { return isPrepared(track) }
        guard let bytes = archived[track].owedInitialisation else { return true }
        let name = "\(tracks[track].id)/\(MediaName.initialisation(run: timeline.run))"
        let isWritten = attempt { () throws(JobError) in
            try store.prepare(tracks[track].id)
            try store.write([bytes], to: name, isDurable: false)
        }
        if isWritten { archived[track].owedInitialisation = nil }
        return isWritten
    }

    private mutating func isPrepared(_ track: Int) -> Bool {
        if !archived[track].isPrepared {
            archived[track].isPrepared = attempt { () throws(JobError) in try store.prepare(tracks[track].id) }
        }
        return archived[track].isPrepared
    }

    private mutating func writeSegment(_ segment: StoreItem.Segment, of track: Int) {
        let parts = segment.parts
        let file = MediaName.segment(
            run: timeline.run, sequence: segment.sequence, format: tracks[track].rendition.codec.format)
        let name = "\(tracks[track].id)/\(file)"
        let pieces = parts.compactMap(\.payload)
        // RFC 8216bis 4.4.4.7: without one of its parts, a segment is missing.
        guard !parts.contains(where: \.isMissing), hasInitialisation(of: track),
            attempt({ () throws(JobError) in try store.write(pieces, to: name, isDurable: false) })
        else {
            return dropSegment(parts.map(\.duration), of: track)
        }
        origin?.noteOnDisk(segment.sequence, isLost: false, of: track)
        for part in parts { timeline.add(part.map { _ in () }, to: track) }
        let duration = parts.reduce(MediaTime.zero) { $0 + $1.duration }
        archived[track].meter.add(bytes: parts.reduce(0) { $0 + $1.byteCount }, duration: duration)
        archived[track].keyMeter.add(bytes: parts.first?.iFrameRange?.count ?? 0, duration: duration)
        archived[track].segments += 1
        archived[track].expiring.append(ExpiringSegment(name: name, end: timeline.elapsed(of: track)))
        // The last one of all may be short; it is listed when the show ends.
        guard parts.count == context.grid.partsPerSegment else { return }
        list(track)
        if !hasMultivariant, archived.allSatisfy({ $0.segments > 0 }) { writeMultivariant() }
    }

    /// Lists a segment as missing. The playlists go on, and old segments go, which may be the room that the next one needs.
    private mutating func dropSegment(_ durations: [MediaTime], of track: Int) {
        origin?.noteOnDisk(timeline.next(of: track).mediaSequence, isLost: true, of: track)
        for duration in durations { timeline.add(.missing(duration: duration), to: track) }
        if durations.count == context.grid.partsPerSegment { list(track) }
    }

    /// Writes a rendition's playlists, then removes what they no longer name; nothing where they stay as they were.
    private mutating func list(_ track: Int) {
        if writePlaylists(of: track) { removeOld(of: track) }
    }

    private mutating func writePlaylists(of track: Int) -> Bool {
        let id = tracks[track].id
        // Before the first playlist: who finds that must know.
        guard hasManifest || writeManifest() else { return false }
        let isListed = attempt { () throws(JobError) in
            try write(timeline.plainPlaylist(of: track), to: "\(id)/playlist.m3u8")
            guard tracks[track].isVideo else { return }
            try write(timeline.plainIFramePlaylist(of: track), to: "\(id)/iframes.m3u8")
        }
        guard records else { return isListed }
        // Whatever became of the others: it alone lists the whole show.
        let isRecorded = attempt { () throws(JobError) in
            try write(timeline.unfinishedRecording(of: track), to: "\(id)/recording.m3u8")
        }
        return isListed && isRecorded
    }

    private func write(_ playlist: PlaylistText, to name: String) throws(JobError) {
        try store.write(playlist.pieces.map(\.bytes), to: name, isDurable: false)
    }

    private mutating func writeManifest() -> Bool {
        guard let manifest else { return true }
        hasManifest = attempt { () throws(JobError) in
            try store.write([manifest.bytes], to: BroadcastManifest.name, isDurable: true)
        }
        return hasManifest
    }

    private mutating func writeMultivariant() {
        let wasThere = hasMultivariant
        hasMultivariant = attempt { () throws(JobError) in
            try store.write(
                [Array(multivariantPlaylist.text.utf8)], to: PresentationNames.multivariant, isDurable: false)
        }
        if hasMultivariant, !wasThere {
            context.diagnostics.log("on air: \(store.location)/\(PresentationNames.multivariant)")
        }
    }

    /// RFC 8216bis 6.2.2: a segment stays for its own length and that of the longest playlist that listed it.
    private mutating func removeOld(of track: Int) {
        guard !records else { return }
        let segment = context.grid.segmentDuration
        let kept = max(timelines.window, timeline.constants.shortestWindow)
        let margin = kept + kept + segment + segment + segment
        let now = timeline.elapsed(of: track)
        let due = archived[track].expiring.prefix { $0.end + margin < now }
        for segment in due { store.remove(segment.name) }
        archived[track].expiring.removeFirst(due.count)
    }

    /// Ends all playlists; with a recording, they list the whole show. Returns whether the store took all of them.
    private mutating func finish() -> Bool {
        // Not a part: the programme failed before it began.
        guard timeline != nil else { return true }
        timeline.end()
        var isEnded = true
        for track in tracks.indices where timeline.elapsed(of: track) > .zero {
            let id = tracks[track].id
            let isWritten = attempt { () throws(JobError) in
                let playlist = records ? timeline.recording(of: track) : timeline.plainPlaylist(of: track)
                try write(playlist, to: "\(id)/playlist.m3u8")
                guard tracks[track].isVideo else { return }
                let iFrames = records ? timeline.iFrameRecording(of: track) : timeline.plainIFramePlaylist(of: track)
                try write(iFrames, to: "\(id)/iframes.m3u8")
            }
            // Until then it is all that lists the whole show: the same command goes on from it.
            if records, isWritten { store.remove("\(id)/recording.m3u8") }
            isEnded = isEnded && isWritten
        }
        // Now it is known what the renditions took.
        isMeasured = true
        var images: MultivariantPlaylist.ImageVariant?
        // All of a long show is read back for it: once.
        let recorded = recorded
        attempt { () throws(JobError) in images = try pictures.finish(along: recorded.map { Storyboard.Timeline($0) }) }
        self.images = images
        hasChapters = writeChapters(of: recorded)
        if archived.allSatisfy({ $0.segments > 0 }) { writeMultivariant() }
        return isEnded
    }

    /// Returns whether it could be written; if not, says so the first time.
    @discardableResult
    private func attempt(_ body: () throws(JobError) -> Void) -> Bool {
        do throws(JobError) {
            try body()
            return true
        } catch {
            context.tell(.disk(.presentation(store: store.noun, error.message)))
            return false
        }
    }

    private var multivariantPlaylist: MultivariantPlaylist {
        let entries = tracks.indices.map { index in
            let (rendition, planned) = (archived[index], bandwidths[index])
            return MultivariantBuilder.Entry(
                track: tracks[index], codec: rendition.codec,
                bandwidth: isMeasured ? VariantBandwidth(variant: rendition.meter) : planned,
                // An I-frame takes at most what its segment does.
                iFrameBandwidth: isMeasured ? VariantBandwidth(variant: rendition.keyMeter) : planned)
        }
        return MultivariantBuilder(
            entries: entries, frameRate: context.grid.frameRate, closedCaptions: closedCaptions, images: images,
            hasChapters: hasChapters
        ).playlist
    }
}
