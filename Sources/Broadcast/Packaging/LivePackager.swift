import HLS
import MediaModel
import Show

/// Joins what the encoders make into one broadcast, on a thread of its own: puts each part up for viewers at an even pace,
/// and hands whole segments to the stores.
///
/// It never waits for a viewer or a store, but for what comes and for the instants at which parts are due.
struct LivePackager: ~Copyable {
    /// A track's segment in the making.
    private struct OpenSegment {
        var initialisation: [UInt8]?
        var codec = ""
        var parts: [LivePart<[UInt8]>] = []
        /// The track's parts so far, those of earlier segments included.
        var partCount = 0
        /// Whether nothing comes of it any more. Its playlist goes on with parts that are missing.
        var isLost = false
    }

    /// A part that is ready before it is due.
    private struct PendingPart {
        let track: Int
        let index: Int
        let part: LivePart<[UInt8]>
        /// `nil` for sound, and for what is missing.
        let timing: TickTiming?
    }

    private let plan: RenderPlan
    private let timelines: TimelinePlan
    private let origin: (any PartReceiver)?
    private var stores: [StoreQueue]
    private let ranges: DateRangeQueue
    private var captions: CaptionPackager
    private let context: BroadcastContext

    /// Pictures are composed before their time where the source allows it (``ComposerLead``), sound never is, and its encoder
    /// wants a frame more than a part holds. So each kind has its own pace: rungs one, sound another.
    private enum Pace: Int, CaseIterable {
        case pictures
        case sound
    }

    /// In the order of ``Pace``.
    private var pacers: [PartPacer]
    /// Of each track.
    private let paces: [Pace]
    private var open: [OpenSegment]
    private var pending: [PendingPart] = []
    /// When the programme began; `nil` before its first part.
    private var start: ProgramDateTime?
    /// What stores haven't got yet: they have a segment first.
    private var pictures: [ShowPicture] = []
    private var hasSegment = false
    /// How many tracks the multivariant playlist names.
    private var announcedCount = 0

    /// - Parameters:
    ///   - origin: Where viewers fetch from; `nil` without viewers.
    ///   - stores: The ways to what keeps the broadcast; there may be none.
    init(
        plan: RenderPlan, timelines: TimelinePlan, origin: (any PartReceiver)?, stores: [StoreQueue],
        ranges: DateRangeQueue, captions: CaptionFeed = .none,
        context: BroadcastContext
    ) {
        (self.plan, self.timelines) = (plan, timelines)
        (self.origin, self.stores) = (origin, stores)
        (self.ranges, self.context) = (ranges, context)
        self.captions = CaptionPackager(
            captions, tracks: plan.tracks, firstSequence: timelines.firstSequence, plan.grid)
        let pacer = PartPacer(part: plan.grid.partDuration.ticks(timescale: 1_000_000_000, rounding: .nearest))
        pacers = Pace.allCases.map { _ in pacer }
        paces = plan.tracks.map { $0.isVideo ? .pictures : .sound }
        open = plan.tracks.map { _ in OpenSegment() }
    }

    /// Publishes all that comes, until the queue is closed; then ends the show.
    mutating func run(_ output: BoundedQueue<TrackOutput>) {
        defer {
            output.abandon()
            for index in stores.indices { stores[index].close() }
        }
        while true {
            while let item = output.tryPop() { receive(item) }
            guard let due = pending.map({ due($0) }).min() else {
                guard let item = output.pop() else { break }
                receive(item)
                continue
            }
            let now = context.clock.now
            guard due <= now else {
                // What comes meanwhile is ready now. Noted only at the end of the wait, it would seem as late as the part that was
                // waited for, and the delay would never shrink.
                output.waitForElement(until: due, on: context.clock)
                continue
            }
            release(dueAt: now)
        }
        release(dueAt: .max)
        finish()
    }

    private mutating func receive(_ item: TrackOutput) {
        switch item {
        case .initSegment(let track, _, _) where open[track].isLost: break
        case .part(let track, _) where open[track].isLost: break
        case .initSegment(let track, let bytes, let codec):
            open[track].initialisation = bytes
            open[track].codec = codec
        case .part(let track, let part):
            add(part, to: track)
        case .lost(let track):
            open[track].isLost = true
            fillLost()
            if start != nil { announce() }
        case .picture(let picture): add(picture)
        case .segment:
            preconditionFailure("a live show is published in parts")
        }
    }

    /// Has the playlists of lost rungs go on as the others do, with parts that are missing: no player waits for what doesn't come,
    /// and each is told to look for another rung (RFC 8216bis 6.3.3). What other playlists say of them stays true as well.
    ///
    /// - Parameter last: How long the last part is.
    private mutating func fillLost(last: MediaTime? = nil) {
        let count = open.indices.filter { paces[$0] == .pictures }.map { open[$0].partCount }.max() ?? 0
        for track in open.indices where open[track].isLost {
            while open[track].partCount < count {
                let isLast = open[track].partCount == count - 1
                append(.missing(duration: isLast ? last ?? plan.grid.partDuration : plan.grid.partDuration), to: track)
            }
        }
    }

    private mutating func add(_ encoded: EncodedPart, to track: Int) {
        if start == nil { begin() }
        let isFirst = open[track].parts.isEmpty
        let part = LivePart(
            duration: encoded.duration, isIndependent: encoded.isIndependent, byteCount: encoded.bytes.count,
            payload: encoded.bytes, iFrameRange: isFirst && plan.tracks[track].isVideo ? iFrameRange(of: encoded) : nil)

        if open[track].partCount == 0 { initialise(track) }
        if origin != nil {
            pacers[paces[track].rawValue].note(
                open[track].partCount, readyAt: context.clock.now, lead: encoded.timing?.lead ?? 0)
        }
        append(part, to: track, encoded.timing)
        if paces[track] == .pictures { fillLost(last: part.duration) }
    }

    private mutating func add(_ picture: ShowPicture) {
        if case .poster(let bytes) = picture { origin?.setPoster(bytes) }
        if hasSegment { return store(.picture(picture)) }
        // Of posters, the newest; and so short a show has one sheet.
        pictures.removeAll { $0.isPoster == picture.isPoster }
        pictures.append(picture)
    }

    private mutating func append(_ part: LivePart<[UInt8]>, to track: Int, _ timing: TickTiming? = nil) {
        open[track].parts.append(part)
        if open[track].parts.count == plan.grid.partsPerSegment { finishSegment(of: track) }
        let index = open[track].partCount
        open[track].partCount += 1
        if origin != nil {
            pending.append(PendingPart(track: track, index: index, part: part, timing: timing))
        } else {
            _ = captionParts(with: part, of: track)
        }
    }

    /// The captions of the segment that is whole with this part; none with all others.
    private mutating func captionParts(
        with part: LivePart<[UInt8]>, of track: Int
    ) -> [(rendition: Int, part: LivePart<[UInt8]>)] {
        // All renditions are cut as the first is.
        guard track == 0 else { return [] }
        return store(captions.add(part.duration))
    }

    private mutating func store(
        _ segments: [CaptionPackager.Segment]
    ) -> [(rendition: Int, part: LivePart<[UInt8]>)] {
        for segment in segments {
            store(.segment(track: segment.track, .init(sequence: segment.sequence, parts: segment.parts)))
        }
        return segments.flatMap { segment in segment.parts.map { (rendition: segment.track, part: $0) } }
    }

    /// Where a segment's first picture is; `nil`, and a warning, for a part that can't be looked into.
    private func iFrameRange(of part: EncodedPart) -> Range<Int>? {
        do throws(BoxError) {
            return try FragmentIndex(part.bytes).firstSampleRange
        } catch {
            context.diagnostics.warnOnce(
                "I-frames", "a segment's first picture can't be found, so players can't scrub there: \(error)")
            return nil
        }
    }

    /// The first part is there, so it is known when the programme began.
    private mutating func begin() {
        let start = timelines.start(
            atLeast: ProgramDateTime(millisecondsSince1970: (context.clock.start?.microseconds ?? 0) / 1_000))
        self.start = start
        origin?.begin(timelines, start: start, folder: stores.lazy.compactMap(\.readableFolder).first)
        store(.beginning(start))
        // What an earlier run had on offer when it was cut off isn't any more, unless the show says so again.
        for subject in timelines.openSubjects { publish(ShownRange(subject: subject, tick: 0, facts: nil)) }
    }

    private mutating func store(_ item: StoreItem) {
        for index in stores.indices { stores[index].push(item) }
    }

    /// Lists what the show has told since the last part.
    private mutating func publishRanges() {
        for range in ranges.take() { publish(range) }
    }

    private mutating func publish(_ range: ShownRange) {
        guard let start else { return }
        let dateRange = range.dateRange(run: timelines.run, start: start, frameRate: plan.grid.frameRate)
        store(.dateRange(dateRange))
        do throws(DateRangeRefusal) {
            guard try origin?.add(dateRange) == true else { return }
            context.diagnostics.warnOnce(
                "many date ranges",
                "the playlists list \(LiveTimeline<Void>.maximumDateRangeCount) date ranges, and the oldest that are over go "
                    + "before their segments do: a shorter --window keeps them together")
        } catch {
            context.diagnostics.warnOnce("date ranges", "\(error)")
        }
    }

    private mutating func initialise(_ track: Int) {
        guard let initialisation = open[track].initialisation else { return }
        origin?.setInitialisation(initialisation, of: track)
        store(.initialisation(track: track, initialisation, codec: open[track].codec))
        announce()
    }

    /// Puts up the multivariant playlist when it is known what is in it, and again without a rung that is lost: whoever comes then
    /// has no use for it.
    private mutating func announce() {
        let tracks = open.indices.filter { !open[$0].isLost }
        let isKnown = tracks.allSatisfy { open[$0].initialisation != nil || !plan.tracks[$0].isEncoded }
        guard tracks.count != announcedCount, isKnown else { return }
        announcedCount = tracks.count
        let entries = tracks.map { index in
            MultivariantBuilder.Entry(
                track: plan.tracks[index], codec: open[index].codec, bandwidth: plan.bandwidths[index],
                iFrameBandwidth: plan.bandwidths[index])
        }
        let multivariant = MultivariantBuilder(
            entries: entries, frameRate: plan.grid.frameRate, closedCaptions: plan.closedCaptions)
        let tag = tracks.count == open.count ? timelines.run : "\(timelines.run)-\(tracks.count)"
        origin?.setMultivariant(Array(multivariant.playlist.text.utf8), tag: tag)
    }

    private func due(_ part: PendingPart) -> Int64 { pacers[paces[part.track].rawValue].due(part.index) }

    /// Puts up what is due.
    private mutating func release(dueAt now: Int64) {
        let due = pending.filter { self.due($0) <= now }
        guard !due.isEmpty, let origin else { return }
        pending = pending.filter { self.due($0) > now }
        publishRanges()
        // Captions come with the pictures that they belong to, as late as can be: some are told late.
        let texts = due.flatMap { captionParts(with: $0.part, of: $0.track) }
        origin.add(due.map { (rendition: $0.track, part: $0.part) } + texts)
        for timing in due.compactMap(\.timing) {
            context.status.partLatency.note(context.clock.now - timing.composed)
        }
    }

    /// Ends a track's segment, the last one of all however short it is.
    private mutating func finishSegment(of track: Int) {
        let sequence = timelines.firstSequence + open[track].partCount / plan.grid.partsPerSegment
        if track == 0, open[track].parts.count == plan.grid.partsPerSegment {
            context.tell(.segment(sequence: sequence))
        }
        publishRanges()
        let parts = open[track].parts
        if parts.contains(where: \.isMissing) {
            for index in stores.indices { stores[index].skipSegment(of: track) }
        } else {
            store(.segment(track: track, .init(sequence: sequence, parts: parts)))
            hasSegment = true
            for picture in pictures { store(.picture(picture)) }
            pictures = []
        }
        open[track].parts.removeAll(keepingCapacity: true)
    }

    private mutating func finish() {
        // Not a part: the programme failed before it began.
        guard start != nil else { return }
        publishRanges()
        // What is left of a segment is one too, if a short one.
        for track in open.indices where !open[track].parts.isEmpty { finishSegment(of: track) }
        let texts = store(captions.finish())
        if !texts.isEmpty { origin?.add(texts) }
        origin?.end()
    }
}
