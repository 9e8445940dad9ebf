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
        let timelines: TimelinePlan
        /// Whether the folder becomes a recording of the whole broadcast.
        let records: Bool
    }

    /// Some minutes of parts, of all tracks.
    let parts = BoundedQueue<TrackOutput>(capacity: 1_000)
    /// A minute of segments: a disk that stands still that long loses some.
    private let diskItems: BoundedQueue<StoreItem>
    private let destination: Destination
    private let context: BroadcastContext
    private let packager: TransferBox<LivePackager>
    private let disk: TransferBox<BroadcastArchiver?>
    /// Requested once everything is published: the disk has all that it will ever get.
    private let lastWrites = Interrupt()

    init(_ destination: Destination, plan: RenderPlan, ranges: DateRangeQueue, context: BroadcastContext) {
        (self.destination, self.context) = (destination, context)
        let items = BoundedQueue<StoreItem>(capacity: 40 * plan.tracks.count)
        diskItems = items
        let opened = destination.folder
        packager = TransferBox(
            LivePackager(
                plan: plan, timelines: destination.timelines, origin: destination.origin,
                stores: opened.map {
                    [StoreQueue(items, to: $0.folder, origin: destination.origin, context: context)]
                } ?? [],
                ranges: ranges, context: context))
        disk = TransferBox(
            opened.map { opened in
                BroadcastArchiver(
                    opened.folder, of: opened, plan: plan, timelines: destination.timelines,
                    records: destination.records, context: context)
            })
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
        group.addTask { [self] in try await keepOnDisk() }
    }

    private func keepOnDisk() async throws {
        let isKept = try await runOnThread(named: "disk", leavingAfter: graces) {
            guard var disk = self.disk.take() else { return true }
            return disk.run(self.diskItems, tellingOf: self.destination.origin)
        }
        guard isKept != true, let folder = destination.folder?.folder.path else { return }
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
        [.depth(of: "parts") { [parts] in parts.depth }, .depth(of: "disk") { [diskItems] in diskItems.depth }]
    }

    /// Leaves the folder as it was found, unless something of the broadcast is on the disk. What was recorded of its source stays,
    /// and so does what lets that go on.
    func leaveAsFound() {
        if context.status.snapshot.recordedFiles == 0 { destination.folder?.leaveAsFound() }
    }

    /// Lets both threads go.
    func abandon() {
        parts.abandon()
        diskItems.abandon()
    }
}
