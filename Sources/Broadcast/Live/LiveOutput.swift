import FFmpegKit
import HLS

/// What comes behind a broadcast's encoders: the packager puts parts up for viewers, the disk keeps segments, each on a thread of
/// its own.
final class LiveOutput: Sendable {
    /// Where a broadcast goes.
    struct Destination: Sendable {
        /// Where viewers fetch from; `nil` without viewers.
        let origin: (any PartReceiver)?
        /// `nil` without a disk.
        let folder: BroadcastFolder.Opened?
        /// Where else it is kept.
        let stores: [any SegmentStore]
        let timelines: TimelinePlan
        /// Whether the folder becomes a recording of the whole broadcast.
        let records: Bool
    }

    /// A store, and the way to it.
    private struct Branch: Sendable {
        let items: BoundedQueue<StoreItem>
        let archiver: TransferBox<BroadcastArchiver>
        /// What is told of what the store has; `nil` for those that viewers of the origin don't read from.
        let origin: (any PartReceiver)?
        /// Of its thread, and its queue.
        let name: String
        let path: String?
    }

    /// Some minutes of parts, of all tracks.
    let parts = BoundedQueue<TrackOutput>(capacity: 1_000)
    private let destination: Destination
    private let context: BroadcastContext
    private let packager: TransferBox<LivePackager>
    private let branches: [Branch]
    /// Requested once everything is published: the disk has all that it will ever get.
    private let lastWrites = Interrupt()

    init(
        _ destination: Destination, plan: RenderPlan, ranges: DateRangeQueue, captions: CaptionFeed,
        context: BroadcastContext
    ) {
        (self.destination, self.context) = (destination, context)
        let opened = destination.folder
        let disk: [any SegmentStore] = opened.map { [$0.folder] } ?? []
        let stores = disk + destination.stores
        branches = stores.enumerated().map { index, store in
            let isDisk = index < disk.count
            return Branch(
                // A minute of segments: a store that stands still that long loses some.
                items: BoundedQueue(capacity: 40 * plan.tracks.count),
                archiver: TransferBox(
                    BroadcastArchiver(
                        store, of: isDisk ? opened : opened?.withoutManifest, plan: plan,
                        timelines: destination.timelines, records: destination.records, context: context)),
                origin: isDisk ? destination.origin : nil, name: isDisk ? "disk" : "upload",
                path: isDisk ? opened?.folder.path : nil)
        }
        packager = TransferBox(
            LivePackager(
                plan: plan, timelines: destination.timelines, origin: destination.origin,
                stores: zip(branches, stores).map {
                    StoreQueue($0.items, to: $1, origin: destination.origin, context: context)
                },
                ranges: ranges, captions: captions, context: context))
    }

    /// Adds a task for each thread.
    func addThreads(to group: inout ThrowingTaskGroup<Void, any Error>) {
        group.addTask { [self] in
            try await runOnThread(named: "packager") {
                var packager = self.packager.take()
                packager.run(self.parts)
                self.lastWrites.request()
            }
        }
        for branch in branches { group.addTask { [self] in try await keep(branch) } }
    }

    private func keep(_ branch: Branch) async throws {
        let isKept = try await runOnThread(named: branch.name, leavingAfter: graces) {
            var archiver = branch.archiver.take()
            return archiver.run(branch.items, tellingOf: branch.origin)
        }
        // Another store says itself what it lacks, and has more time.
        guard isKept != true, let folder = branch.path else { return }
        let cause = isKept == nil ? "the disk is too slow to take" : "the disk didn't take"
        throw JobError(
            .outputNotWritable,
            "\(folder): \(cause) the end of the show, which stays unfinished; the same command goes on from there")
    }

    /// A programme that was asked to end doesn't wait for ever for who writes, but some time in any case.
    var graces: [Grace] {
        [Grace(.milliseconds(1_850), after: context.stop), Grace(.milliseconds(500), after: lastWrites)]
    }

    /// What can be measured of the queues.
    var gauges: [MetricSource] {
        // A queue that nobody fills is told of as well: dashboards have it.
        [.depth(of: "parts") { [parts] in parts.depth }]
            + (branches.contains { $0.path != nil } ? [] : [.depth(of: "disk") { 0 }])
            + branches.map { branch in .depth(of: branch.name) { branch.items.depth } }
    }

    /// Leaves the folder as it was found, unless something of the broadcast is on the disk. What was recorded of its source stays,
    /// and so does what lets that go on.
    func leaveAsFound() {
        if context.status.snapshot.recordedFiles == 0 { destination.folder?.leaveAsFound() }
    }

    /// Lets all threads go.
    func abandon() {
        parts.abandon()
        for branch in branches { branch.items.abandon() }
    }
}
