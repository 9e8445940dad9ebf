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
        /// Whether nothing comes of it any more. Its playlist goes on with parts that are missing.
        var isLost = false
    }

    /// A part that is ready before it is due.
    private struct PendingPart {
        let track: Int
        let index: Int
        let part: LivePart<ByteBuffer>
        /// `nil` for sound.
        let timing: TickTiming?
    }

    private let plan: RenderPlan
    private let timelines: TimelinePlan
    private let rates: [MultivariantBuilder.Rate]
    private let origin: Origin?
    private let folder: String?
    private var disk: DiskQueue?
    private let ranges: DateRangeQueue
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
    /// How many tracks the multivariant playlist names.
    private var announcedCount = 0

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
        disk: consuming DiskQueue?, folder: String?, ranges: DateRangeQueue, context: BroadcastContext
    ) {
        (self.plan, self.timelines, self.rates) = (plan, timelines, rates)
        (self.origin, self.folder) = (origin, folder)
        self.disk = disk
        (self.ranges, self.context) = (ranges, context)
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
        case .initSegment(let track, _, _) where growing[track].isLost: break
        case .part(let track, _) where growing[track].isLost: break
        case .initSegment(let track, let bytes, let codec):
            growing[track].initialisation = ByteBuffer(bytes: bytes)
            growing[track].codec = codec
        case .part(let track, let part):
            add(part, to: track)
        case .lost(let track):
            growing[track].isLost = true
            fillLost()
            if start != nil { announce() }
        case .segment:
            preconditionFailure("a live show is published in parts")
        }
    }

    /// Has the playlists of lost rungs go on as the others do, with parts that are missing: no player waits for what doesn't come,
    /// and each is told to look for another rung (RFC 8216bis 6.3.3). What other playlists say of them stays true as well.
    ///
    /// - Parameter last: How long the last part is.
    private mutating func fillLost(last: MediaTime? = nil) {
        let count = growing.indices.filter { paces[$0] == .pictures }.map { growing[$0].count }.max() ?? 0
        for track in growing.indices where growing[track].isLost {
            while growing[track].count < count {
                let isLast = growing[track].count == count - 1
                append(.missing(duration: isLast ? last ?? plan.grid.partDuration : plan.grid.partDuration), to: track)
            }
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
        if origin != nil {
            pacers[paces[track].rawValue].note(
                growing[track].count, readyAt: context.clock.now, lead: part.timing?.lead ?? 0)
        }
        append(live, to: track, part.timing)
        if paces[track] == .pictures { fillLost(last: part.duration) }
    }

    private mutating func append(_ part: LivePart<ByteBuffer>, to track: Int, _ timing: TickTiming? = nil) {
        growing[track].parts.append(part)
        if growing[track].parts.count == plan.grid.partsPerSegment { finishSegment(of: track) }
        let index = growing[track].count
        growing[track].count += 1
        if origin != nil { held.append(PendingPart(track: track, index: index, part: part, timing: timing)) }
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
        announce()
    }

    /// Puts up the multivariant playlist when it is known what is in it, and again without a rung that is lost: whoever comes then
    /// has no use for it.
    private mutating func announce() {
        let tracks = growing.indices.filter { !growing[$0].isLost }
        guard tracks.count != announcedCount, tracks.allSatisfy({ growing[$0].initialisation != nil }) else { return }
        announcedCount = tracks.count
        let rates = tracks.map { self.rates[$0] }
        let multivariant = MultivariantBuilder(
            tracks: tracks.map { plan.tracks[$0] }, codecs: tracks.map { growing[$0].codec }, rates: rates,
            iFrameRates: rates, frameRate: plan.grid.frameRate)
        let tag = tracks.count == growing.count ? timelines.run : "\(timelines.run)-\(tracks.count)"
        origin?.setMultivariant(Array(multivariant.playlist.text.utf8), tag: tag)
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
        for timing in due.compactMap(\.timing) {
            context.status.partLatency.note(context.clock.now - timing.composed)
        }
    }

    private mutating func finishSegment(of track: Int) {
        if track == 0, growing[track].parts.count == plan.grid.partsPerSegment {
            context.status.count(\.segments)
            context.notices.post(
                .segment(sequence: timelines.firstSequence + growing[0].count / plan.grid.partsPerSegment))
        }
        tellRanges()
        let parts = growing[track].parts
        let isMissing = parts.contains { $0.isMissing }
        let item: DiskItem =
            isMissing ? .lostSegment(track: track, parts.map { $0.duration }) : .segment(track: track, parts)
        if disk?.push(item) == false {
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
