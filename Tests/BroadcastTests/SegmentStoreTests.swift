import FFmpegKit
import HLS
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

/// What every store may rely on (``SegmentStore``), and what one store's trouble costs the others.
@Suite(.timeLimit(.minutes(1))) struct SegmentStoreTests {
    private let status = LiveStatus()
    private let plan: RenderPlan
    private let timelines: TimelinePlan
    private let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)

    init() throws {
        let size = PixelSize(width: 96, height: 160)
        plan = try RenderPlan(
            preset: Preset(latency: .low, ladder: .rungs([Rung(size: size, bitRate: 100_000)])), source: size,
            sourceOrientation: .upright, hasAudioOnlyVariant: false)
        timelines = TimelinePlan(
            tracks: plan.tracks, constants: BroadcastConstants(grid: plan.grid), window: .seconds(15), continuation: nil
        )
    }

    // MARK: - What the tests are made of

    private func makeArchiver(_ store: MemoryStore) throws -> BroadcastArchiver {
        let opened = try BroadcastFolder.open(
            path: Tatecast.newPath("manifest"), renditions: plan.tracks.map(\.id), constants: timelines.constants)
        return BroadcastArchiver(
            store, of: opened, plan: plan, timelines: timelines, records: false, context: .test(status: status))
    }

    private func makeQueue(_ store: MemoryStore, capacity: Int) -> StoreQueue {
        StoreQueue(BoundedQueue(capacity: capacity), to: store, origin: nil, context: .test(status: status))
    }

    private func segment(_ track: Int, _ sequence: Int, parts: Int = 3) -> StoreItem {
        let first = sequence * plan.grid.partsPerSegment
        return .segment(
            track: track,
            .init(
                sequence: sequence,
                parts: (first..<first + parts).map { part in
                    LivePart(
                        duration: plan.grid.duration(ofPart: part, of: plan.tracks[track].rendition.kind),
                        isIndependent: track > 0 || part == first, byteCount: 1, payload: [UInt8(track)],
                        iFrameRange: track == 0 && part == first ? 0..<1 : nil)
                }))
    }

    private func range(_ index: Int) -> DateRange {
        DateRange(id: "c\(index)", category: nil, start: start, end: .after(.seconds(1)), attributes: [])
    }

    /// What the encoders of a programme of so many segments hand out.
    private func outputs(_ segmentCount: Int) -> [TrackOutput] {
        plan.tracks.indices.map { .initSegment(track: $0, bytes: [9], codec: "avc1.64001f") }
            + (0..<segmentCount * plan.grid.partsPerSegment).flatMap { part in
                plan.tracks.indices.map { track in
                    .part(
                        track: track,
                        EncodedPart(
                            bytes: [0, 0, 0, 8],
                            duration: plan.grid.duration(ofPart: part, of: plan.tracks[track].rendition.kind),
                            isIndependent: track > 0 || part % plan.grid.partsPerSegment == 0))
                }
            }
    }

    private func playlist(_ track: Int, in store: MemoryStore) throws -> MediaPlaylist {
        let bytes = try #require(store.files["\(plan.tracks[track].id)/playlist.m3u8"])
        return try MediaPlaylist(parsing: String(decoding: bytes, as: UTF8.self))
    }

    // MARK: - Tests

    @Test func nothingIsNamedThatIsNotThere() throws {
        let store = MemoryStore(fails: { $0.hasSuffix("-4.m4s") })
        var archiver = try makeArchiver(store)
        var queue = makeQueue(store, capacity: 1_000)
        queue.push(.beginning(start))
        for track in plan.tracks.indices { queue.push(.initialisation(track: track, [9], codec: "avc1.64001f")) }
        for sequence in 0..<60 { for track in plan.tracks.indices { queue.push(segment(track, sequence)) } }
        queue.close()
        let isEnded = archiver.run(queue.items)
        #expect(isEnded)

        var there: Set<String> = []
        var prepared: Set<String> = []
        var listings = 0
        for call in store.calls {
            switch call {
            case .prepare(let rendition): prepared.insert("\(rendition)")
            case .remove(let name): #expect(there.remove(name) != nil, "\(name)")
            case .write(let name, let bytes):
                there.insert(name)
                guard let slash = name.firstIndex(of: "/") else { continue }
                let folder = String(name[..<slash])
                #expect(prepared.contains(folder))
                guard name.hasSuffix(".m3u8") else { continue }
                listings += 1
                let playlist = try MediaPlaylist(parsing: String(decoding: bytes, as: UTF8.self))
                for segment in playlist.segments where !segment.isGap {
                    #expect(
                        there.contains("\(folder)/\(segment.uri)") && there.contains("\(folder)/\(segment.map!.uri)"))
                }
            }
        }
        #expect(listings > 150)
        let firstSegments = plan.tracks.map { "\($0.id)/\(MediaName.segment(run: timelines.run, sequence: 0))" }
        let names = store.calls.compactMap { if case .write(let name, _) = $0 { name } else { nil } }
        let multivariant = try #require(names.firstIndex(of: "master.m3u8"))
        for name in firstSegments { #expect(try #require(names.firstIndex(of: name)) < multivariant) }
        #expect(!there.contains(firstSegments[0]), "it is gone at last")
        #expect(try playlist(0, in: store).isEnded)
        #expect(status.snapshot.failedWrites == plan.tracks.count)
    }

    /// One store takes all, one takes nothing, and one hangs.
    @Test func aStoreThatHangsCostsTheOthersNothing() throws {
        let (good, broken) = (MemoryStore(), MemoryStore(fails: { _ in true }))
        let queues = [
            makeQueue(MemoryStore(noun: "the far end"), capacity: 3), makeQueue(broken, capacity: 1_000),
            makeQueue(good, capacity: 1_000),
        ]
        let output = BoundedQueue<TrackOutput>(capacity: 1_000)
        for item in outputs(20) { #expect(output.tryPush(item)) }
        output.close()
        var packager = LivePackager(
            plan: plan, timelines: timelines, origin: nil, stores: queues, ranges: DateRangeQueue(),
            context: .test(status: status))
        packager.run(output)

        for (index, store) in [(1, broken), (2, good)] {
            var archiver = try makeArchiver(store)
            let isEnded = archiver.run(queues[index].items)
            #expect(isEnded == (index == 2))
        }
        #expect(broken.files.isEmpty)
        for track in plan.tracks.indices {
            let playlist = try playlist(track, in: good)
            #expect(playlist.segments.map(\.isGap) == Array(repeating: false, count: playlist.segments.count))
            #expect(playlist.isEnded && playlist.nextSequence == 20)
        }
    }

    @Test func whatWaitsForAStoreIsBounded() throws {
        var queue = makeQueue(MemoryStore(), capacity: 4)
        queue.push(.beginning(start))
        for track in plan.tracks.indices { queue.push(.initialisation(track: track, [9], codec: "avc1.64001f")) }
        for sequence in 0..<10_000 {
            for track in plan.tracks.indices { queue.push(segment(track, sequence)) }
            queue.push(.dateRange(range(sequence)))
        }
        // A short one is the last of all: nothing comes after it whose number depended on it.
        queue.push(segment(0, 10_000, parts: 1))
        #expect(status.snapshot.failedWrites == 20_000)

        var received: [StoreItem] = []
        for sequence in 10_001..<12_000 {
            while let item = queue.items.tryPop() { received.append(item) }
            queue.push(segment(1, sequence))
        }
        while let item = queue.items.tryPop() { received.append(item) }
        var lost = [0, 0]
        var ranges: [String] = []
        var firstSequence: Int?
        for item in received {
            switch item {
            case .lostSegments(let track, let count):
                #expect(firstSequence == nil, "it is told of losses first")
                lost[track] += count
            case .segment(1, let segment): firstSequence = firstSequence ?? segment.sequence
            case .dateRange(let range): ranges.append(range.id)
            default: break
            }
        }
        // One segment of the first track found room before the queue was full; of the other, those were lost too that came before
        // there was room for all that was overdue.
        let first = try #require(firstSequence)
        #expect(lost == [9_999, first - 1] && first > 10_001)
        #expect(ranges.count == 1_000 && ranges.last == range(9_999).id, "the newest are kept")
    }
}
