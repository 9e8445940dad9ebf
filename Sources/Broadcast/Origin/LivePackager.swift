import HLS
import MediaModel
import NIOCore
import Show

/// Joins what the encoders make into one broadcast, on a thread of its own: puts each part up for viewers at an even pace,
/// and hands whole segments to the stores.
///
/// It never waits for a viewer or a store; it sleeps until a part is due, and what comes meanwhile stays in the queue.
struct LivePackager: ~Copyable {
    /// A track's segment in the making.
    private struct OpenSegment {
        var initialisation: [UInt8]?
        var codec = ""
        var parts: [LivePart<[UInt8]>] = []
        /// The track's parts so far, those of earlier segments included.
        var partCount = 0
    }

    /// A part that is ready before it is due.
    private struct PendingPart {
        let track: Int
        let index: Int
        let part: LivePart<[UInt8]>
    }

    private let plan: RenderPlan
    private let timelines: TimelinePlan
    private let origin: Origin?
    private var stores: [StoreQueue]
    private let ranges: DateRangeQueue
    private let leads: PartLeads
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
    private var isAnnounced = false

    /// How exactly it is known when a part was ready, in nanoseconds.
    private static let step: Int64 = 2_000_000

    /// With a store that can be read from, what is older than this is read from there.
    private static let memoryWindow = MediaTime.seconds(60)

    /// - Parameters:
    ///   - origin: Where viewers fetch from; `nil` without viewers.
    ///   - stores: The ways to what keeps the broadcast; there may be none.
    init(
        plan: RenderPlan, timelines: TimelinePlan, origin: Origin?, stores: [StoreQueue], ranges: DateRangeQueue,
        leads: PartLeads, context: BroadcastContext
    ) {
        (self.plan, self.timelines) = (plan, timelines)
        (self.origin, self.stores) = (origin, stores)
        (self.ranges, self.leads) = (ranges, leads)
        self.context = context
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
                // In short steps: what comes meanwhile is ready now. Noted only at the end of the wait, it would seem as late as
                // the part that was waited for, and the delay would never shrink.
                context.clock.wait(until: min(due, now + Self.step))
                continue
            }
            release(dueAt: now)
        }
        release(dueAt: .max)
        finish()
    }

    private mutating func receive(_ item: TrackOutput) {
        switch item {
        case .initSegment(let track, let bytes, let codec):
            open[track].initialisation = bytes
            open[track].codec = codec
        case .part(let track, let part):
            add(part, to: track)
        case .segment:
            preconditionFailure("a live show is published in parts")
        }
    }

    private mutating func add(_ encoded: EncodedPart, to track: Int) {
        if start == nil { begin() }
        let isFirst = open[track].parts.isEmpty
        let part = LivePart(
            duration: encoded.duration, isIndependent: encoded.isIndependent, byteCount: encoded.bytes.count,
            payload: encoded.bytes, iFrameRange: isFirst && plan.tracks[track].isVideo ? iFrameRange(of: encoded) : nil)

        if open[track].partCount == 0 { initialise(track) }
        open[track].parts.append(part)
        if open[track].parts.count == plan.grid.partsPerSegment { finishSegment(of: track) }
        let index = open[track].partCount
        open[track].partCount += 1
        guard origin != nil else { return }
        let lead = paces[track] == .pictures ? leads[index] : 0
        pacers[paces[track].rawValue].note(index, readyAt: context.clock.now, lead: lead)
        pending.append(PendingPart(track: track, index: index, part: part))
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
        let folder = stores.lazy.compactMap(\.readableFolder).first
        var timeline = timelines.timeline(
            ByteBuffer.self, start: start, memoryWindow: folder == nil ? nil : Self.memoryWindow, isRecording: false)
        if folder != nil { timeline.expectDiskReports() }
        origin?.begin(timeline, folder: folder)
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
        var refusal: DateRangeRefusal?
        var isOneDisplaced = false
        origin?.update { timeline in
            do throws(DateRangeRefusal) { try timeline.add(dateRange) } catch { refusal = error }
            isOneDisplaced = timeline.displacedDateRangeCount > 0
        }
        if isOneDisplaced {
            context.diagnostics.warnOnce(
                "many date ranges",
                "the playlists list \(Origin.Timeline.maximumDateRangeCount) date ranges, and the oldest that are over go before "
                    + "their segments do: a shorter --window keeps them together")
        }
        if let refusal { context.diagnostics.warnOnce("date ranges", "\(refusal)") }
    }

    private mutating func initialise(_ track: Int) {
        guard let initialisation = open[track].initialisation else { return }
        origin?.update {
            $0.setInitialisation(ByteBuffer(bytes: initialisation), byteCount: initialisation.count, of: track)
        }
        store(.initialisation(track: track, initialisation, codec: open[track].codec))
        guard !isAnnounced, open.allSatisfy({ $0.initialisation != nil }) else { return }
        isAnnounced = true
        let entries = plan.tracks.indices.map { index in
            MultivariantBuilder.Entry(
                track: plan.tracks[index], codec: open[index].codec, bandwidth: plan.bandwidths[index],
                iFrameBandwidth: plan.bandwidths[index])
        }
        let multivariant = MultivariantBuilder(entries: entries, frameRate: plan.grid.frameRate)
        origin?.setMultivariant(Array(multivariant.playlist.text.utf8), tag: timelines.run)
    }

    private func due(_ part: PendingPart) -> Int64 { pacers[paces[part.track].rawValue].due(part.index) }

    /// Puts up what is due.
    private mutating func release(dueAt now: Int64) {
        let due = pending.filter { self.due($0) <= now }
        guard !due.isEmpty, let origin else { return }
        pending = pending.filter { self.due($0) > now }
        publishRanges()
        let parts = due.map { ($0.track, $0.part.map { ByteBuffer(bytes: $0) }) }
        origin.update { timeline in
            for (track, part) in parts { timeline.add(part, to: track) }
        }
        for item in due where paces[item.track] == .pictures {
            context.status.partLatency.noteComposed(pictureAt: Int64(item.index), at: context.clock.now)
        }
    }

    /// Ends a track's segment, the last one of all however short it is.
    private mutating func finishSegment(of track: Int) {
        let sequence = timelines.firstSequence + open[track].partCount / plan.grid.partsPerSegment
        if track == 0, open[track].parts.count == plan.grid.partsPerSegment {
            context.status.count(\.segments)
            context.notices.post(.segment(sequence: sequence))
        }
        publishRanges()
        store(.segment(track: track, .init(sequence: sequence, parts: open[track].parts)))
        open[track].parts.removeAll(keepingCapacity: true)
    }

    private mutating func finish() {
        // Not a part: the programme failed before it began.
        guard start != nil else { return }
        publishRanges()
        // What is left of a segment is one too, if a short one.
        for track in open.indices where !open[track].parts.isEmpty { finishSegment(of: track) }
        origin?.update { $0.end() }
    }
}
