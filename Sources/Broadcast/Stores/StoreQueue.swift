import HLS

/// The way from the packager to one store: bounded, and nobody waits.
///
/// Segments that a slow store has no room for are lost to it, and to no other. Its archiver hears how many as soon as there is room
/// again, since the numbers of those after them depend on it.
struct StoreQueue {
    let items: BoundedQueue<StoreItem>
    private let store: any SegmentStore
    private let origin: (any PartReceiver)?
    private let context: BroadcastContext
    /// By track: the segments lost since the last one that found room.
    private var lost: [Int: Int] = [:]
    /// What isn't a segment and found no room, in order.
    private var overdue: [StoreItem] = []

    /// Beyond what begins a broadcast: as many date ranges as playlists list. Older ones go.
    private static let maximumOverdueCount = LiveTimeline<Void>.maximumDateRangeCount

    /// - Parameters:
    ///   - items: What the store's archiver reads from.
    ///   - origin: What is told of losses, if it reads from this store what its memory has let go.
    init(
        _ items: BoundedQueue<StoreItem>, to store: any SegmentStore, origin: (any PartReceiver)?,
        context: BroadcastContext
    ) {
        (self.items, self.store, self.context) = (items, store, context)
        self.origin = store.readableFolder == nil ? nil : origin
    }

    var readableFolder: String? { store.readableFolder }

    /// Hands on what happened. Never waits.
    mutating func push(_ item: StoreItem) {
        sendOverdue()
        if overdue.isEmpty, lost.isEmpty, items.tryPush(item) { return }
        if case .picture(let picture) = item { return push(overdue: picture) }
        guard case .segment(let track, let segment) = item else {
            if overdue.count >= Self.maximumOverdueCount, let oldest = overdue.firstIndex(where: \.isDateRange) {
                overdue.remove(at: oldest)
            }
            overdue.append(item)
            return
        }
        context.tell(.disk(.slow(store: store.noun)))
        origin?.noteOnDisk(segment.sequence, isLost: true, of: track)
        // A short one is the last: nothing comes after it.
        if segment.parts.count == context.grid.partsPerSegment { lost[track, default: 0] += 1 }
    }

    /// Of posters the newest waits; a sheet of the storyboard is lost to the store.
    private mutating func push(overdue picture: ShowPicture) {
        guard picture.isPoster else { return context.tell(.disk(.slow(store: store.noun))) }
        overdue.removeAll(where: \.isPoster)
        overdue.append(.picture(picture))
    }

    /// Leaves out a rendition's next segment, which can't be had.
    mutating func skipSegment(of track: Int) {
        lost[track, default: 0] += 1
        sendOverdue()
    }

    /// Ends the broadcast in this store, once it has taken what waits.
    mutating func close() {
        sendOverdue()
        items.close()
    }

    private mutating func sendOverdue() {
        var count = 0
        while count < overdue.count, items.tryPush(overdue[count]) { count += 1 }
        overdue.removeFirst(count)
        guard overdue.isEmpty else { return }
        for (track, count) in lost.sorted(by: { $0.key < $1.key }) {
            guard items.tryPush(.lostSegments(track: track, count: count)) else { return }
            lost[track] = nil
        }
    }
}

extension StoreItem {
    fileprivate var isDateRange: Bool { if case .dateRange = self { true } else { false } }
    fileprivate var isPoster: Bool { if case .picture(let picture) = self { picture.isPoster } else { false } }
}
