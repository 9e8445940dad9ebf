import HLS
import MediaModel
import NIOCore
import Show

/// Joins what the encoders make into one broadcast, on a thread of its own: puts each part up for viewers at an even pace,
/// and hands whole segments to the disk.
///
/// It never waits for a viewer or the disk; it sleeps until a part is due, and what comes meanwhile stays in the queue.
struct LivePackager: ~Copyable {
    private struct OpenSegment {
        var initialisation: ByteBuffer?
        var codec = ""
        /// Of the segment that grows.
        var parts: [LivePart<ByteBuffer>] = []
        /// Parts so far.
        var count = 0
        /// The number of its first segment.
        var firstSequence = 0
    }

    /// A part that is ready before it is due.
    private struct PendingPart {
        let track: Int
        let index: Int
        let part: LivePart<ByteBuffer>
    }

    private let plan: RenderPlan
    private let timelines: TimelinePlan
    private let rates: [MultivariantBuilder.Rate]
    private let origin: Origin?
    private let folder: String?
    private var disk: DiskQueue?
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
    private var growing: [OpenSegment]
    private var held: [PendingPart] = []
    /// When the programme began; `nil` before its first part.
    private var start: ProgramDateTime?
    private var isAnnounced = false

    /// How exactly it is known when a part was ready, in nanoseconds.
    private static let step: Int64 = 2_000_000

    /// With a disk, what is older than this is read from there.
    private static let memoryWindow = MediaTime.seconds(60)

    /// - Parameters:
    ///   - rates: Of each track's own media, at most and on average.
    ///   - origin: Where viewers fetch from; `nil` without viewers.
    ///   - disk: Where segments go; `nil` without a disk. `folder` is its path.
    init(
        plan: RenderPlan, timelines: TimelinePlan, rates: [MultivariantBuilder.Rate], origin: Origin?,
        disk: consuming DiskQueue?, folder: String?, ranges: DateRangeQueue,
        leads: PartLeads, context: BroadcastContext
    ) {
        (self.plan, self.timelines, self.rates) = (plan, timelines, rates)
        (self.origin, self.folder) = (origin, folder)
        self.disk = disk
        (self.ranges, self.leads) = (ranges, leads)
        self.context = context
        let pacer = PartPacer(part: plan.grid.partDuration.ticks(timescale: 1_000_000_000, rounding: .nearest))
        pacers = Pace.allCases.map { _ in pacer }
        paces = plan.tracks.map { if case .video = $0.kind { .pictures } else { .sound } }
        growing = plan.tracks.map { _ in OpenSegment() }
    }

    /// Publishes all that comes, until the queue is closed; then ends the show.
    mutating func run(_ output: BoundedQueue<TrackOutput>) {
        defer {
            output.abandon()
            disk?.close()
        }
        while true {
            while let item = output.tryPop() { take(item) }
            guard let due = held.map({ due($0) }).min() else {
                guard let item = output.pop() else { break }
                take(item)
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

    private mutating func take(_ item: TrackOutput) {
        switch item {
        case .initSegment(let track, let bytes, let codec):
            growing[track].initialisation = ByteBuffer(bytes: bytes)
            growing[track].codec = codec
        case .part(let track, let part):
            add(part, to: track)
        case .segment:
            preconditionFailure("a live show is published in parts")
        }
    }

    private mutating func add(_ part: EncodedPart, to track: Int) {
        if start == nil { begin() }
        let isFirst = growing[track].parts.isEmpty
        var keyRange: Range<Int>?
        if isFirst, paces[track] == .pictures { keyRange = try? FragmentIndex(part.bytes).firstSampleRange }
        let live = LivePart(
            duration: part.duration, isIndependent: part.isIndependent, byteCount: part.bytes.count,
            payload: ByteBuffer(bytes: part.bytes), iFrameRange: keyRange)

        if growing[track].count == 0 { initialise(track) }
        growing[track].parts.append(live)
        if growing[track].parts.count == plan.grid.partsPerSegment { finishSegment(of: track) }
        let index = growing[track].count
        growing[track].count += 1
        guard origin != nil else { return }
        let lead = paces[track] == .pictures ? leads[index] : 0
        pacers[paces[track].rawValue].note(index, readyAt: context.clock.now, lead: lead)
        held.append(PendingPart(track: track, index: index, part: live))
    }

    /// The first part is there, so it is known when the programme began.
    private mutating func begin() {
        let start = timelines.start(
            atLeast: ProgramDateTime(millisecondsSince1970: (context.clock.start?.microseconds ?? 0) / 1_000))
        self.start = start
        var timeline = timelines.timeline(
            ByteBuffer.self, start: start, memoryWindow: disk == nil ? nil : Self.memoryWindow, isRecording: false)
        if disk != nil { timeline.expectDiskReports() }
        for track in growing.indices { growing[track].firstSequence = timeline.next(of: track).mediaSequence }
        origin?.begin(timeline, folder: folder)
        disk?.push(.beginning(start))
        // What an earlier run had on offer when it was cut off isn't any more, unless the show says so again.
        for subject in timelines.openSubjects { tell(ShownRange(subject: subject, tick: 0, facts: nil)) }
    }

    /// Lists what the show has told since the last part.
    private mutating func tellRanges() {
        for range in ranges.take() { tell(range) }
    }

    private mutating func tell(_ range: ShownRange) {
        guard let start else { return }
        let dateRange = range.dateRange(run: timelines.run, start: start, frameRate: plan.grid.frameRate)
        disk?.push(.dateRange(dateRange))
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
        guard let initialisation = growing[track].initialisation else { return }
        origin?.update { $0.setInitialisation(initialisation, byteCount: initialisation.readableBytes, of: track) }
        disk?.push(.initialisation(track: track, initialisation, codec: growing[track].codec))
        guard !isAnnounced, growing.allSatisfy({ $0.initialisation != nil }) else { return }
        isAnnounced = true
        let multivariant = MultivariantBuilder(
            tracks: plan.tracks, codecs: growing.map(\.codec), rates: rates, iFrameRates: rates,
            frameRate: plan.grid.frameRate)
        origin?.setMultivariant(Array(multivariant.playlist.text.utf8), tag: timelines.run)
    }

    private func due(_ part: PendingPart) -> Int64 { pacers[paces[part.track].rawValue].due(part.index) }

    /// Puts up what is due.
    private mutating func release(dueAt now: Int64) {
        let due = held.filter { self.due($0) <= now }
        guard !due.isEmpty, let origin else { return }
        held = held.filter { self.due($0) > now }
        tellRanges()
        origin.update { timeline in
            for item in due { timeline.add(item.part, to: item.track) }
        }
        for item in due where paces[item.track] == .pictures {
            context.status.partLatency.noteComposed(pictureAt: Int64(item.index), at: context.clock.now)
        }
    }

    private mutating func finishSegment(of track: Int) {
        if track == 0, growing[track].parts.count == plan.grid.partsPerSegment {
            context.tell(
                .segment(sequence: timelines.firstSequence + growing[0].count / plan.grid.partsPerSegment))
        }
        tellRanges()
        if disk?.push(.segment(track: track, growing[track].parts)) == false {
            let sequence = growing[track].firstSequence + growing[track].count / plan.grid.partsPerSegment
            origin?.noteOnDisk(sequence, isLost: true, of: track)
        }
        growing[track].parts.removeAll(keepingCapacity: true)
    }

    private mutating func finish() {
        // Not a part: the programme failed before it began.
        guard start != nil else { return }
        tellRanges()
        // What is left of a segment is one too, if a short one.
        for track in growing.indices where !growing[track].parts.isEmpty { finishSegment(of: track) }
        origin?.update { $0.end() }
    }
}
