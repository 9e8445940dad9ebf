import DequeModule

/// What is still to be stored, in the order that readers of the store rely on: a pure state machine, without clock and network.
///
/// - Media are stored oldest first, several at a time.
/// - A playlist waits for all media that were handed over before it. Of each name one is in flight; a newer text takes the place of the
///   newest that waits, but never of the next one: so readers see the show go on while it catches up.
/// - The multivariant playlist waits for all that was handed over before it.
/// - A removal waits for the playlists that were handed over before it.
/// - Media that find no room or are no longer there are lost: playlists that are stored later list them with EXT-X-GAP.
struct UploadQueue {
    enum Kind: Sendable { case media, playlist, multivariant, removal }

    enum Body: Sendable {
        case bytes([[UInt8]])
        /// In the folder, under its name.
        case file
    }

    struct Operation: Sendable {
        let number: Int
        /// Of the first text that this one took the place of: what comes after that waits for this.
        fileprivate(set) var since: Int
        let name: String
        let kind: Kind
        fileprivate(set) var body: Body
        let byteCount: Int
        /// When it was handed over; with playlists, the oldest text that this one stands for.
        fileprivate(set) var time: ContinuousClock.Instant

        fileprivate var spooledBytes: Int { if case .bytes = body { byteCount } else { 0 } }
    }

    private var media: Deque<Operation> = []
    /// By name: the next, and the newest.
    private var playlists: [String: [Operation]] = [:]
    private var removals: Deque<Operation> = []
    private(set) var inFlight: [Int: Operation] = [:]
    private var count = 0
    /// Media that will never be stored, while playlists may list them.
    private(set) var lost: Set<String> = []
    /// Bytes of media in memory that wait.
    private(set) var spooledBytes = 0

    /// - Parameter spool: The most bytes that wait in memory.
    private let spool: Int
    /// Whether media can be read again from a folder.
    private let hasFolder: Bool

    init(spool: Int, hasFolder: Bool) { (self.spool, self.hasFolder) = (spool, hasFolder) }

    // MARK: - What is asked for

    /// - Returns: The names that are lost for want of room: the oldest.
    mutating func addMedia(
        _ name: String, _ body: Body, byteCount: Int, at time: ContinuousClock.Instant
    ) -> [String] {
        var operation = next(name, .media, body, byteCount, time)
        if hasFolder, spooledBytes + operation.spooledBytes > spool { operation.body = .file }
        media.append(operation)
        spooledBytes += operation.spooledBytes
        var dropped: [String] = []
        while spooledBytes > spool, let first = media.popFirst() {
            spooledBytes -= first.spooledBytes
            lost.insert(first.name)
            dropped.append(first.name)
        }
        return dropped
    }

    mutating func addPlaylist(
        _ name: String, _ pieces: [[UInt8]], isMultivariant: Bool, at time: ContinuousClock.Instant
    ) {
        let bytes = pieces.reduce(0) { $0 + $1.count }
        var operation = next(name, isMultivariant ? .multivariant : .playlist, .bytes(pieces), bytes, time)
        var waiting = playlists[name] ?? []
        if waiting.count == 2 {
            let replaced = waiting.removeLast()
            (operation.since, operation.time) = (replaced.since, replaced.time)
        }
        waiting.append(operation)
        playlists[name] = waiting
    }

    /// - Returns: Whether it was waiting to be stored, and now never will be: nobody lists it any more.
    mutating func remove(_ name: String, at time: ContinuousClock.Instant) -> Bool {
        let isLost = lost.remove(name) != nil
        // Where nothing is behind, few are looked at; where much is, it is among the first.
        let index = media.firstIndex { $0.name == name }
        if let index { spooledBytes -= media.remove(at: index).spooledBytes }
        guard isLost || index != nil else {
            removals.append(next(name, .removal, .file, 0, time))
            return false
        }
        // Old texts may list it; the newest ones don't.
        for (name, waiting) in playlists where waiting.count == 2 {
            var newest = waiting[1]
            (newest.since, newest.time) = (waiting[0].since, waiting[0].time)
            playlists[name] = [newest]
        }
        return index != nil
    }

    private mutating func next(
        _ name: String, _ kind: Kind, _ body: Body, _ byteCount: Int, _ time: ContinuousClock.Instant
    ) -> Operation {
        defer { count += 1 }
        return Operation(
            number: count, since: count, name: name, kind: kind, body: body, byteCount: byteCount, time: time)
    }

    // MARK: - What is done

    /// The next one that may begin, which then is in flight.
    ///
    /// - Parameter mayRemove: Whether removals may begin.
    mutating func begin(mayRemove: Bool) -> Operation? {
        let oldestMedia = min(
            media.first?.number ?? .max, inFlight.values.lazy.filter { $0.kind == .media }.map(\.number).min() ?? .max)
        var chosen = media.first
        for (name, waiting) in playlists {
            guard let first = waiting.first, first.number < chosen?.number ?? .max, first.number < oldestMedia,
                !inFlight.values.contains(where: { $0.name == name }),
                first.kind == .playlist || oldestPlaylist(except: name) > first.since
            else { continue }
            chosen = first
        }
        if mayRemove, let first = removals.first, first.number < chosen?.number ?? .max,
            oldestPlaylist(except: nil) > first.number, !inFlight.values.contains(where: { $0.name == first.name })
        {
            chosen = first
        }
        guard let chosen else { return nil }
        switch chosen.kind {
        case .media:
            media.removeFirst()
            spooledBytes -= chosen.spooledBytes
        case .playlist, .multivariant:
            playlists[chosen.name]?.removeFirst()
            if playlists[chosen.name]?.isEmpty == true { playlists[chosen.name] = nil }
        case .removal: removals.removeFirst()
        }
        inFlight[chosen.number] = chosen
        return chosen
    }

    /// The number from which on a playlist is still to be stored.
    private func oldestPlaylist(except name: String?) -> Int {
        let waiting = playlists.lazy.filter { $0.key != name }.compactMap { $0.value.first?.since }.min() ?? .max
        let going =
            inFlight.values.lazy.filter { $0.name != name && ($0.kind == .playlist || $0.kind == .multivariant) }
            .map(\.since).min() ?? .max
        return min(waiting, going)
    }

    mutating func succeed(_ operation: Operation) { inFlight[operation.number] = nil }

    /// It goes back to where it was; a playlist gives way to newer ones.
    mutating func fail(_ operation: Operation) {
        guard let operation = inFlight.removeValue(forKey: operation.number) else { return }
        switch operation.kind {
        case .media:
            let index = media.firstIndex { $0.number > operation.number } ?? media.endIndex
            media.insert(operation, at: index)
            spooledBytes += operation.spooledBytes
        case .removal: removals.prepend(operation)
        case .playlist, .multivariant:
            var waiting = playlists[operation.name] ?? []
            if waiting.isEmpty {
                waiting = [operation]
            } else {
                (waiting[0].since, waiting[0].time) = (operation.since, operation.time)
            }
            playlists[operation.name] = waiting
        }
    }

    /// It can never be stored.
    mutating func lose(_ operation: Operation) {
        inFlight[operation.number] = nil
        if operation.kind == .media { lost.insert(operation.name) }
    }

    // MARK: - What can be measured

    /// Files that are still to be stored, removals aside.
    var pendingCount: Int {
        media.count + playlists.values.reduce(0) { $0 + $1.count } + inFlight.values.count { $0.kind != .removal }
    }

    /// Files that are still to be removed.
    var removalCount: Int { removals.count + inFlight.values.count { $0.kind == .removal } }

    /// With removals.
    var isEmpty: Bool { inFlight.isEmpty && media.isEmpty && playlists.isEmpty && removals.isEmpty }

    /// When the oldest file was handed over that isn't stored yet.
    var oldest: ContinuousClock.Instant? {
        let going = inFlight.values.lazy.filter { $0.kind != .removal }.map(\.time).min()
        let waiting = playlists.values.lazy.compactMap { $0.first?.time }.min()
        return [media.first?.time, going, waiting].compactMap(\.self).min()
    }
}
