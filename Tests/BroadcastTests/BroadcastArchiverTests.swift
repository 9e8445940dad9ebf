import Captions
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
import NIOCore
import Show
import Testing

@testable import Broadcast
@testable import Origin

/// A disk that is full, slow or says no, and what is on it then. Files that can't be written lead to /dev/full, which has as
/// much room as a full disk.
@Suite(.timeLimit(.minutes(1))) struct BroadcastArchiverTests {
    private static let size = PixelSize(width: 96, height: 160)
    private let path = Tatecast.newPath("disk")
    private let status = LiveStatus()
    private let diagnostics = Diagnostics(logger: Logger(label: "test"))
    private let plan: RenderPlan
    private let timelines: TimelinePlan
    private let queue: BoundedQueue<StoreItem>

    init() throws {
        let size = Self.size
        let preset = Preset(latency: .low, ladder: .rungs([Rung(size: size, bitRate: 100_000)]))
        plan = try RenderPlan(
            preset: preset, source: size, sourceOrientation: .upright, hasAudioOnlyVariant: false)
        timelines = TimelinePlan(
            tracks: plan.tracks, constants: BroadcastConstants(grid: plan.grid), window: .seconds(15), continuation: nil
        )
        queue = BoundedQueue(capacity: 1_000)
    }

    // MARK: - What the tests are made of

    private func makeDisk(records: Bool = false) throws -> BroadcastArchiver {
        let opened = try BroadcastFolder.open(
            path: path, renditions: plan.tracks.map(\.id), constants: timelines.constants)
        for track in plan.tracks { try opened.folder.makeFolder("\(track.id)") }
        return BroadcastArchiver(
            opened.folder, of: opened, plan: plan, timelines: timelines, records: records,
            context: .test(status: status, diagnostics: diagnostics))
    }

    private func makeQueue(_ items: BoundedQueue<StoreItem>? = nil) -> StoreQueue {
        StoreQueue(
            items ?? queue, to: MemoryStore(noun: "the disk"), origin: nil,
            context: .test(status: status, diagnostics: diagnostics))
    }

    private var beginning: [StoreItem] {
        [.beginning(ProgramDateTime(millisecondsSince1970: 1_800_000_000_000))]
            + plan.tracks.indices.map { .initialisation(track: $0, Array("init".utf8), codec: "avc1.64001f") }
    }

    /// A whole show of so many segments.
    private func broadcast(_ count: Int, to disk: inout BroadcastArchiver) {
        var queue = makeQueue()
        for item in beginning + segments(count) { queue.push(item) }
        queue.close()
        disk.run(queue.items)
    }

    /// Of all tracks.
    private func segments(_ count: Int, from first: Int = 0) -> [StoreItem] {
        (first..<first + count).flatMap { sequence in
            plan.tracks.indices.map { track in
                let parts = (0..<plan.grid.partsPerSegment).map { index in
                    LivePart(
                        duration: plan.grid.partDuration, isIndependent: index == 0, byteCount: 4,
                        payload: Array("part".utf8), iFrameRange: track == 0 && index == 0 ? 0..<4 : nil)
                }
                return .segment(track: track, .init(sequence: sequence, parts: parts))
            }
        }
    }

    private func file(_ track: Int, _ sequence: Int) -> String {
        "\(path)/\(plan.tracks[track].id)/\(MediaName.segment(run: timelines.run, sequence: sequence))"
    }

    /// Whatever is written there meets a full disk.
    private func fill(_ file: String) throws {
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: file + ".tmp", withDestinationPath: "/dev/full")
    }

    private func playlist(_ track: Int) throws -> MediaPlaylist {
        try MediaPlaylist(
            parsing: String(contentsOfFile: "\(path)/\(plan.tracks[track].id)/playlist.m3u8", encoding: .utf8))
    }

    private func isThere(_ file: String) -> Bool { FileManager.default.fileExists(atPath: file) }

    /// Nothing half-written; nothing named that isn't there.
    private func expectWhole() throws {
        for (index, track) in plan.tracks.enumerated() {
            let folder = "\(path)/\(track.id)"
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(files.allSatisfy { !$0.hasSuffix(".tmp") }, "\(files)")
            for name in files where name.hasSuffix(".m4s") {
                let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
                #expect(bytes.count == 4 * plan.grid.partsPerSegment, "\(name)")
            }
            for segment in try playlist(index).segments where !segment.isGap {
                #expect(files.contains(segment.uri), "\(segment.uri)")
                #expect(segment.map.map { files.contains($0.uri) } == true)
            }
        }
    }

    // MARK: - Tests

    @Test func aFullDiskCostsTheSegmentsAndNothingElse() throws {
        var disk = try makeDisk()
        for sequence in [2, 3] { try fill(file(0, sequence)) }
        try fill(file(1, 3))
        broadcast(7, to: &disk)

        #expect(status.snapshot.failedWrites == 3)
        #expect(diagnostics.warnings.count == 1)
        #expect(diagnostics.warnings.first?.contains("No space left on device") == true, "\(diagnostics.warnings)")
        try expectWhole()
        #expect(try playlist(0).segments.map(\.isGap) == [false, false, true, true, false, false, false])
        #expect(try playlist(1).segments.map(\.isGap) == [false, false, false, true, false, false, false])
        #expect(try playlist(0).isEnded)
    }

    @Test func aFullDiskCostsAPictureAndNothingElse() throws {
        var disk = try makeDisk(records: true)
        try fill("\(path)/poster.jpg")
        try fill("\(path)/storyboard/\(Storyboard.sheetName(run: timelines.run, number: 0))")
        var queue = makeQueue()
        for item in beginning + segments(30) { queue.push(item) }
        queue.push(.picture(.poster([1])))
        for number in 0..<2 {
            queue.push(.picture(.sheet(.init(number: number, tileCount: number == 0 ? 18 : 6, bytes: [2, 3]))))
        }
        queue.close()
        let isEnded = disk.run(queue.items)
        #expect(isEnded)
        // The first attempt of each; the next finds no link to the full disk any more.
        #expect(status.snapshot.failedWrites == 2 && diagnostics.warnings.count == 1, "\(diagnostics.warnings)")
        try expectWhole()
        let images = try MediaPlaylist(
            parsing: String(contentsOfFile: "\(path)/storyboard/playlist.m3u8", encoding: .utf8))
        #expect(images.segments.map(\.isGap) == [true, false])
        #expect(images.duration == .seconds(48))
        // Once more at the end, when there was room again.
        #expect(isThere("\(path)/poster.jpg"))
    }

    /// Chapters are there while the show runs, with the last sheet; its end names them.
    @Test(arguments: [true, false]) func aRecordingHasChapters(isOver: Bool) throws {
        var disk = try makeDisk(records: true)
        var queue = makeQueue()
        let cup = DateRange(
            id: "product-1", category: "com.tatecast.product",
            start: ProgramDateTime(millisecondsSince1970: 1_800_000_012_000), end: .onNext,
            attributes: [.init("X-COM-TATECAST-ID", .text("cup")), .init("X-COM-TATECAST-NAME", .text("Cup"))])
        for item in beginning + segments(18) { queue.push(item) }
        queue.push(.dateRange(cup))
        queue.push(.picture(.sheet(.init(number: 0, tileCount: 18, bytes: [2, 3]))))
        if isOver {
            for item in segments(6, from: 18) { queue.push(item) }
        } else {
            // The end writes them once more.
            try fill("\(path)/chapters.json")
        }
        queue.close()
        disk.run(queue.items)
        let list = try String(contentsOfFile: "\(path)/chapters.vtt", encoding: .utf8)
        let end = plan.grid.segmentDuration.times(isOver ? 24 : 18)
        #expect(list.contains("00:00:12.000 --> \(CueTime.text(of: end))\nCup\n"), "\(list)")
        let master = try String(contentsOfFile: "\(path)/master.m3u8", encoding: .utf8)
        #expect(master.contains("#EXT-X-SESSION-DATA:DATA-ID=\"com.apple.hls.chapters\",URI=\"chapters.json\""))
        #expect(isThere("\(path)/chapters.json"))
    }

    /// A window that is longer than memory's: what has left that is on the disk, or a gap.
    @Test func viewersAreToldWhatIsNowhere() throws {
        let origin = Origin(memoryWindow: .zero)
        origin.begin(timelines, start: ProgramDateTime(millisecondsSince1970: 1_800_000_000_000), folder: path)
        origin.setMultivariant(Array("#EXTM3U\n".utf8), tag: "master")

        var disk = try makeDisk()
        for sequence in [2, 3] { try fill(file(0, sequence)) }
        var queue = makeQueue()
        let items = segments(12)
        for item in beginning + items { queue.push(item) }
        queue.close()
        disk.run(queue.items, tellingOf: origin)
        // Viewers see it later than the disk does.
        for case .segment(let track, let segment) in items {
            origin.add(segment.parts.map { (track, $0) })
        }

        func answer(_ track: Int, _ sequence: Int) -> String {
            let name = MediaName.segment(run: timelines.run, sequence: sequence)
            return switch origin.answer(OriginRequest(path: "/\(plan.tracks[track].id)/\(name)")) {
            case .media: "memory"
            case .stored(let path, _): isThere(path) ? "disk" : "nowhere"
            case .refuse(let refusal): "\(refusal.status)"
            default: "else"
            }
        }
        #expect((0..<4).map { answer(0, $0) } == ["disk", "disk", "410", "410"])
        #expect((0..<4).map { answer(1, $0) } == ["disk", "disk", "disk", "disk"])
        #expect(answer(0, 11) == "memory")
        for file in ["playlist.m3u8", "iframes.m3u8"] {
            guard case .playlist(let found) = origin.answer(OriginRequest(path: "/\(plan.tracks[0].id)/\(file)"))
            else {
                Issue.record("no \(file)")
                continue
            }
            let text = found.makeText(compressed: false).bytes.readableBytesView
            let playlist = try MediaPlaylist(parsing: String(decoding: text, as: UTF8.self))
            #expect(playlist.numberedSegments.filter(\.segment.isGap).map(\.sequence) == [2, 3], "\(file)")
        }
    }

    /// Its initialisation section is written once there is room, as none of its segments can be played without it.
    @Test func anInitialisationThatFoundNoRoomIsWrittenLater() throws {
        var disk = try makeDisk()
        let name = "\(path)/\(plan.tracks[0].id)/\(MediaName.initialisation(run: timelines.run))"
        try fill(name)
        broadcast(2, to: &disk)
        #expect(status.snapshot.failedWrites == 1)
        #expect(isThere(name) && isThere(file(0, 0)) && isThere(file(0, 1)))
        #expect(try playlist(0).segments.map(\.isGap) == [false, false])
    }

    /// What lists the whole show stays until something else does.
    @Test func aRecordingWhoseEndFindsNoRoomIsKept() throws {
        var disk = try makeDisk(records: true)
        let folders = plan.tracks.map { "\(path)/\($0.id)" }
        // In the place of a playlist, so that none can be put there.
        try FileManager.default.createDirectory(
            atPath: folders[0] + "/playlist.m3u8/x", withIntermediateDirectories: true)
        var queue = makeQueue()
        for item in beginning + segments(3) { queue.push(item) }
        queue.close()
        let isEnded = disk.run(queue.items)
        #expect(!isEnded)
        #expect(isThere(folders[0] + "/recording.m3u8"))
        #expect(!isThere(folders[1] + "/recording.m3u8"))
        #expect(try playlist(1).isEnded)
    }

    @Test func theFolderSaysHowLongItsPartsAre() throws {
        var disk = try makeDisk()
        broadcast(1, to: &disk)
        #expect(try BroadcastManifest.read(folder: path) == BroadcastManifest(timelines.constants))
        #expect(try BroadcastManifest.read(folder: path)?.partTarget == timelines.constants.partTarget)
    }

    /// A run that goes on and dies at its first part has viewers who saw a number: no later run gives it again.
    @Test func aRunThatDiesAtOnceIsOnTheDisk() throws {
        let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)
        var old = timelines.timeline(Void.self, start: start, memoryWindow: .zero, isRecording: false)
        for (index, track) in plan.tracks.enumerated() {
            for part in 0..<10 * plan.grid.partsPerSegment {
                old.add(
                    LivePart(
                        duration: plan.grid.partDuration, isIndependent: part % plan.grid.partsPerSegment == 0,
                        byteCount: 4, payload: ()), to: index)
            }
            try FileManager.default.createDirectory(atPath: "\(path)/\(track.id)", withIntermediateDirectories: true)
            try Data(old.plainPlaylist(of: index).bytes).write(
                to: URL(fileURLWithPath: "\(path)/\(track.id)/playlist.m3u8"))
        }
        let now = start.advanced(by: .seconds(20))
        let ids = plan.tracks.map(\.id)
        var firsts: [Int] = []
        for _ in 0..<3 {
            let opened = try BroadcastFolder.open(path: path, renditions: ids, constants: timelines.constants, now: now)
            let next = TimelinePlan(
                tracks: plan.tracks, constants: timelines.constants, window: .seconds(15),
                continuation: opened.continuation)
            firsts.append(next.firstSequence)
            var disk = BroadcastArchiver(
                opened.folder, of: opened, plan: plan, timelines: next, records: false,
                context: .test(status: status, diagnostics: diagnostics))
            let items = BoundedQueue<StoreItem>(capacity: 1_000)
            #expect(items.tryPush(.beginning(now)))
            items.close()
            disk.run(items)
        }
        // The first time there was room for two segments between, and then for none.
        #expect(firsts == [14, 16, 18], "\(firsts)")
        for track in plan.tracks.indices {
            let playlist = try playlist(track)
            #expect(playlist.mediaSequence + playlist.segments.count == 18 && !playlist.isEnded)
            // The first parts of both runs, at 14 and 16, were behind a discontinuity; that of the third would be too.
            let discontinuous = playlist.segments.indices.filter { playlist.segments[$0].isDiscontinuous }
            #expect(discontinuous.map { $0 + playlist.mediaSequence } == [14, 16])
        }
        #expect(status.snapshot.failedWrites == 0)
    }

    /// The playlists say what is missing though no segment can be written, and old segments make room.
    @Test func aDiskThatStaysFullIsGivenRoom() throws {
        var disk = try makeDisk()
        for track in plan.tracks.indices { for sequence in 20..<60 { try fill(file(track, sequence)) } }
        broadcast(70, to: &disk)

        #expect(status.snapshot.failedWrites == 80)
        #expect(diagnostics.warnings.count == 1)
        try expectWhole()
        #expect(try playlist(0).segments.last?.isGap == false)
        #expect(!isThere(file(0, 0)) && !isThere(file(1, 19)) && isThere(file(0, 69)))
    }

    /// What the last playlist that could be written names stays, however long ago that was.
    @Test func aPlaylistThatStaysOldKeepsItsSegments() throws {
        var disk = try makeDisk()
        let blocked = "\(path)/\(plan.tracks[0].id)/playlist.m3u8.tmp"
        let other = BoundedQueue<StoreItem>(capacity: 1_000)
        for item in beginning + segments(12) { #expect(other.tryPush(item)) }
        // After twelve segments each, nothing can be written beside the playlist.
        let block = "\(path)/block"
        try FileManager.default.createDirectory(atPath: block + "/full", withIntermediateDirectories: true)
        let more = segments(60, from: 12)
        let (timelines, path, name) = (timelines, path, plan.tracks[0].id)
        let feeder = Thread {
            let last = "\(path)/\(name)/\(MediaName.segment(run: timelines.run, sequence: 11))"
            while !FileManager.default.fileExists(atPath: last) || other.depth > 0 { usleep(500) }
            usleep(20_000)
            try? FileManager.default.moveItem(atPath: block, toPath: blocked)
            for item in more { _ = other.tryPush(item) }
            other.close()
        }
        feeder.start()
        disk.run(other)

        // The last try at the end fails too.
        let old = try playlist(0)
        #expect(!old.isEnded)
        for segment in old.segments { #expect(isThere("\(path)/\(name)/\(segment.uri)"), "\(segment.uri)") }
        #expect(status.snapshot.failedWrites >= 60)
        #expect(diagnostics.warnings.count == 1)
        // The other rendition goes on as if nothing were.
        #expect(try playlist(1).isEnded)
        #expect(!isThere(file(1, 0)))
    }

    /// Sixty segments of two renditions, of which a disk takes none until the end.
    @Test func aSlowDiskHoldsNobodyUp() throws {
        let items = BoundedQueue<StoreItem>(capacity: 24)
        var queue = makeQueue(items)
        let begin = ContinuousClock.now
        for item in beginning + segments(60) { queue.push(item) }
        // The publisher's thread would wait for ever here if it waited at all.
        #expect(ContinuousClock.now - begin < .seconds(5))
        let taken = 24 - beginning.count
        #expect(status.snapshot.failedWrites == 120 - taken)
        #expect(diagnostics.warnings.count == 1)
        #expect(diagnostics.warnings.first?.contains("the disk is too slow") == true)

        // Then it recovers: what is overdue comes first, so that numbers stay right.
        let recovering = Thread {
            guard var disk = try? makeDisk() else { return }
            disk.run(items)
        }
        recovering.start()
        let end = ContinuousClock.now + .seconds(20)
        var more = segments(8, from: 60)[...]
        while !more.isEmpty, ContinuousClock.now < end {
            if items.depth < 8, let item = more.popFirst() { queue.push(item) } else { usleep(500) }
        }
        while items.depth > 0, ContinuousClock.now < end { usleep(500) }
        queue.close()
        while !recovering.isFinished, ContinuousClock.now < end { usleep(500) }
        try #require(recovering.isFinished)
        try expectWhole()
        for track in plan.tracks.indices {
            let playlist = try playlist(track)
            #expect(playlist.isEnded)
            #expect(playlist.mediaSequence + playlist.segments.count == 68)
            #expect(playlist.segments.last?.isGap == false)
            #expect(playlist.segments.last?.uri == MediaName.segment(run: timelines.run, sequence: 67).description)
        }
        #expect(diagnostics.warnings.count == 1)
    }
}
