import FFmpegKit
import Follow
import Foundation
import Logging
import MediaModel
import MediaTesting
@testable import Show
import Synchronization
import Testing

@testable import Broadcast
@testable import Origin

/// Whole broadcasts in this process: a file, all threads and codecs, a folder and an origin without sockets, and a clock that the test
/// moves.
@Suite(.serialized, .timeLimit(.minutes(2))) struct BroadcastJobTests {
    private struct Evening: Sendable {
        let folder: TemporaryFolder
        let clock = ManualClock()
        let origin = Origin()
        let stop = Interrupt()
        let log = LineLog()
        let job: BroadcastJob
        private let brake: Brake?

        var show: String { "\(folder.path)/show" }

        /// - Parameters:
        ///   - timeline: JSON objects with their times.
        ///   - seconds: What is broadcast at most.
        ///   - eyes: Whose finds the crop follows, in a landscape clip; `nil`: it stands.
        ///   - brake: What time waits for, besides pictures.
        init(timeline: [String] = [], seconds: Double? = nil, eyes: FollowEyes? = nil, brake: Brake? = nil) throws {
            self.brake = brake
            folder = try TemporaryFolder()
            let clip = try folder.makeMedia(
                "clip.mp4",
                "-f lavfi -i testsrc2=size=\(eyes == nil ? "96x160" : "320x180"):rate=30:duration=2 -f lavfi -i sine=duration=2",
                "-c:v libx264 -g 30 -c:a aac -shortest")
            let size = PixelSize(width: 96, height: 160)
            var preset = Preset(
                name: "small", canvas: CanvasPreset(size: size, frameRate: .fps30),
                ladder: .rungs([Rung(size: size, bitRate: 100_000)]),
                layers: [.price(PriceLayer()), .hearts(HeartsLayer())])
            if eyes != nil { preset.reframe.mode = .follow }
            let events = try timeline.map { LiveEvent(try EventDecoder().decode($0.utf8), json: $0) }
            let log = log
            var options = LiveOptions(preset: preset, events: events, output: "\(folder.path)/show")
            options.startsWithSource = true
            if let eyes { options.eyes = eyes }
            options.maximumDuration = seconds.map { .microseconds(Int64($0 * 1_000_000)) }
            options.hasAudioOnlyVariant = false
            job = try BroadcastJob(
                .file(path: clip, loops: true), options: options,
                origin: origin, clock: clock, logger: Logger(label: "test") { _ in log })
        }

        /// Broadcasts, and lets time pass meanwhile: five milliseconds in about one, but never faster than pictures are composed.
        func run(onReady: @escaping @Sendable () -> Void = {}) async throws {
            let claim = OutputClaim()
            try await job.claim(claim, stop: stop)
            defer { claim.giveUp() }
            let end = Interrupt()
            Thread.detachNewThread {
                while !end.isRequested {
                    clock.advance(to: clock.now + 5_000_000)
                    usleep(1_000)
                    var patience = 200
                    while isLate, patience > 0, !end.isRequested {
                        usleep(1_000)
                        patience -= 1
                    }
                }
            }
            defer { end.request() }
            try await job.run(stop: stop) { _ in onReady() }
        }

        private var isLate: Bool {
            let now = job.clock.now
            return now / 33_333_333 > job.status.snapshot.ticks + 2 || now > brake?.end ?? .max
        }

        /// Returns once so many ticks are composed.
        func compose(_ ticks: Int) async throws {
            while job.status.snapshot.ticks < ticks { try await Task.sleep(for: .milliseconds(2)) }
        }

        func playlist() throws -> String {
            let names = folder.contents().filter { $0.hasSuffix(".m3u8") && $0.hasPrefix("show/v") }
            return String(decoding: try folder.read(try #require(names.first)), as: UTF8.self)
        }
    }

    /// Keeps time from passing before somebody has done their part.
    private final class Brake: Sendable {
        private let instant: Atomic<Int64>

        init(at seconds: Double) { instant = Atomic(Int64(seconds * 1e9)) }

        /// Until when time may pass, in nanoseconds.
        var end: Int64 { instant.load(ordering: .relaxed) }

        func release(to seconds: Double = 1_000) { instant.store(Int64(seconds * 1e9), ordering: .relaxed) }
    }

    private static let cup =
        #"{"at":1,"type":"price","product":{"id":"cup","name":"Cup","price":3980,"currency":"JPY"}}"#

    @Test func goesFromTheFirstPictureToTheEnd() async throws {
        let brake = Brake(at: 2)
        let evening = try Evening(timeline: [Self.cup], seconds: 3.2, brake: brake)
        let heard = evening.job.events.listen()
        async let sent = hearts(of: evening, after: 50, brake)
        try await evening.run()
        let answer = try await sent
        guard case .committed = answer else {
            Issue.record("\(answer)")
            return
        }

        let state = evening.job.status.snapshot
        #expect(state.ticks == 96 && state.segments == 2 && state.source == .finished, "\(state)")
        #expect(state.events == 2 && state.hearts == 7)
        var events: [BroadcastEvent] = []
        for await event in heard { events.append(event) }
        #expect(events.first == .ready(publish: []) && events.last == .finished)
        #expect(events.contains(.source(.live)) && events.contains(.source(.finished)))
        #expect(events.contains(.committed(count: 1, ids: [], at: .seconds(1))))
        #expect(events.count { if case .segment = $0 { true } else { false } } == 2)

        let playlist = try evening.playlist()
        #expect(playlist.components(separatedBy: "#EXTINF").count == 3)
        #expect(playlist.contains("#EXT-X-DATERANGE") && playlist.contains("#EXT-X-ENDLIST"), "\(playlist)")
        let log = String(decoding: try evening.folder.read("show/events.ndjson"), as: UTF8.self)
        #expect(
            log.hasPrefix(
                #"{"at":1.000000,"product":{"currency":"JPY","id":"cup","name":"Cup","price":3980},"type":"price"}"#),
            "\(log)")
        // Viewers have found all of it in memory.
        #expect(evening.origin.isReady)
        #expect(evening.origin.edges.isEnded && evening.origin.edges.last.count == 2)
    }

    private func hearts(of evening: Evening, after ticks: Int, _ brake: Brake) async throws -> CommitResult {
        defer { brake.release() }
        try await evening.compose(ticks)
        let event = ShowEvent(action: .hearts(count: 7))
        return await evening.job.commit([LiveEvent(event, json: #"{"type":"hearts","count":7}"#)])[0]
    }

    /// In front of viewers a look-ahead is nothing but a delay, of pictures and sound alike. Whether ticks are late is a matter of the
    /// machine: `make bench-follow` measures that.
    @Test func followsWhoIsThere() async throws {
        let brake = Brake(at: 0.35)
        let eyes = FollowEyes { _ in
            TestDetector(face: { time in
                brake.release(to: time + 0.35)
                return time < 1 ? 0.3 : 0.7
            })
        }
        let evening = try Evening(seconds: 3.2, eyes: eyes, brake: brake)
        try await evening.run()
        let state = evening.job.status.snapshot
        #expect(state.ticks == 96 && state.segments == 2, "\(state)")
        let follow = try #require(state.follow)
        let center = try #require(follow.camera).center
        #expect(abs(center - 0.7) < 0.06 && follow.looking.looks > 5, "\(follow)")
        #expect(abs(state.audioOffset) <= 5_000_000)
    }

    /// One that hangs must not keep the broadcast, nor its end.
    @Test func goesOnBesideADetectorThatHangs() async throws {
        let eyes = FollowEyes { _ in
            TestDetector { _ throws(FollowError) in
                sleep(20)
                return []
            }
        }
        let evening = try Evening(seconds: 1.6, eyes: eyes)
        try await evening.run()
        let state = evening.job.status.snapshot
        #expect(state.ticks == 48 && state.source == .finished)
        #expect((state.follow?.looking.skippedPictures ?? 0) > 20)
    }

    @Test func completesItsSegmentWhenItIsStopped() async throws {
        let brake = Brake(at: 1)
        let evening = try Evening(brake: brake)
        async let ran: Void = evening.run()
        try await evening.compose(20)
        evening.stop.request()
        brake.release()
        try await ran
        #expect(evening.job.status.snapshot.ticks == 48)
        #expect(try evening.playlist().contains("#EXT-X-ENDLIST"))
    }

    @Test func completesItsSegmentWhenItsTaskIsCancelled() async throws {
        let brake = Brake(at: 1)
        let evening = try Evening(brake: brake)
        let ran = Task { try await evening.run() }
        try await evening.compose(20)
        ran.cancel()
        brake.release()
        try await ran.value
        #expect(evening.job.status.snapshot.ticks == 48)
        #expect(try evening.playlist().contains("#EXT-X-ENDLIST"))
    }

    @Test func leavesNothingWhenItIsStoppedBeforeItBegins() async throws {
        let evening = try Evening()
        evening.stop.request()
        try await evening.run { Issue.record("it was ready") }
        #expect(evening.job.status.snapshot.source == .finished)
        #expect(evening.folder.contents() == ["clip.mp4"])
        let heard = evening.job.events.listen()
        for await event in heard { Issue.record("\(event)") }
    }

    @Test func refusesALadderThatDoesNotFit() throws {
        let preset = Preset(
            canvas: CanvasPreset(size: PixelSize(width: 96, height: 160)),
            ladder: .rungs([Rung(size: PixelSize(width: 48, height: 80), bitRate: 100_000)]))
        #expect(throws: JobError.self) {
            try BroadcastJob(
                .file(path: "none", loops: true), options: LiveOptions(preset: preset, output: "show"),
                logger: Logger(label: "test"))
        }
    }
}
