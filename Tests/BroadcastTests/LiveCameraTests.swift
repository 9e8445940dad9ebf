import FFmpegKit
import Follow
import Foundation
import Logging
import MediaModel
import Reframe
import Show
import Testing

@testable import Broadcast

/// A live source's pictures with a crop that follows, tick by tick, without threads: pictures are looked at as they come, and shown later
/// by the look-ahead.
@Suite struct LiveCameraTests {
    private static let size = PixelSize(width: 320, height: 180)
    private static let canvas = PixelSize(width: 90, height: 160)
    private static let following = ReframePreset(
        mode: .follow, horizontalAnchor: 0.5, follow: FollowPreset(subject: .face, lookAhead: 0.25))

    /// One look for each shot.
    private static func frame(_ shot: Int) throws -> SharedFrame {
        var frame = try VideoFramePool(size: size).makeFrame()
        frame.withMutablePlanes { luma, blue, red, layout in
            for y in 0..<size.height {
                for x in 0..<size.width {
                    let wave = shot == 0 ? sin(Double(x) / 9) : cos(Double(x * y) / 700)
                    luma[y * layout.lumaStride + x] = UInt8(128 + 80 * wave)
                }
            }
            for index in blue.indices { (blue[index], red[index]) = (128, 128) }
        }
        return frame.share()
    }

    private static func time(_ tick: Int) -> Int64 { Int64(tick) * 1_000_000_000 / 30 }

    private struct Bench {
        let chain: SourceChain
        let overload = OverloadControl()
        let status = LiveStatus()
        let log = LineLog()
        private var pictures: LivePictures
        private var desk = FollowAnalyst.Desk()
        private let frames: [SharedFrame]
        private let cut: Int
        private var sent = 0
        private var tick = 0

        /// - Parameter cut: The picture that begins another shot.
        init(
            _ reframe: ReframePreset, canvas: PixelSize = LiveCameraTests.canvas, lookAhead: Int64 = 250_000_000,
            cut: Int = .max, detector: @escaping @Sendable () throws -> any SubjectDetector
        ) throws {
            try self.init(
                reframe, canvas: canvas, lookAhead: lookAhead, cut: cut, eyes: FollowEyes { _ in try detector() })
        }

        init(
            _ reframe: ReframePreset, canvas: PixelSize = LiveCameraTests.canvas, lookAhead: Int64 = 250_000_000,
            cut: Int = .max, eyes: FollowEyes
        ) throws {
            var options = LiveOptions(preset: Preset(name: "test", layers: []), output: "")
            options.lookAhead = lookAhead
            options.eyes = eyes
            let context = BroadcastContext.test(status: status, log: log)
            chain = SourceChain.test(options: options, overload: overload, context: context)
            chain.controls.change { $0.reframe = reframe }
            let camera = LiveCamera(
                reframe, canvas: canvas, lookAhead: lookAhead, analyst: chain.analyst, context: context)
            pictures = LivePictures(chain, camera: camera, show: ShowInbox(), context: context)
            frames = try [LiveCameraTests.frame(0), LiveCameraTests.frame(1)]
            self.cut = cut
        }

        static func picture(_ number: Int, _ frames: [SharedFrame], cut: Int) -> SourcePicture {
            SourcePicture(
                frame: frames[number < cut ? 0 : 1], sampleAspectRatio: .square, time: LiveCameraTests.time(number))
        }

        mutating func next() throws -> TickPicture {
            let now = LiveCameraTests.time(tick)
            while sent == 0 || LiveCameraTests.time(sent - 1) < now + chain.options.lookAhead {
                let picture = Self.picture(sent, frames, cut: cut)
                chain.pictures.push(picture, at: now)
                chain.analyst.offer(picture)
                if chain.analyst.isWanted { _ = chain.analyst.lookAtNext(&desk) }
                sent += 1
            }
            defer { tick += 1 }
            _ = pictures.prepare(tick)
            let shown = pictures.picture(forTick: tick)
            return try #require(shown)
        }

        /// What a tick does before the first picture comes.
        mutating func tickWithoutPicture() -> FollowSight? {
            defer { tick += 1 }
            _ = pictures.prepare(tick)
            return pictures.picture(forTick: tick)?.sight
        }

        mutating func sights(_ count: Int) throws -> [FollowSight] {
            try (0..<count).map { _ in
                let sight = try next().sight
                return try #require(sight)
            }
        }
    }

    private static func walk(_ time: Double) -> Double { min(0.75, max(0.25, 0.25 + (time - 1) * 0.3)) }

    /// What is known by a tick is the same in both, so both cameras do the same.
    @Test func hasTheWindowsOfARender() throws {
        var bench = try Bench(Self.following, cut: 70) { TestDetector(face: Self.walk) }
        let live = try bench.sights(100)

        let frames = try [Self.frame(0), Self.frame(1)]
        let queue = BoundedQueue<SourcePicture>(capacity: 200)
        for number in 0..<140 { _ = queue.push(Bench.picture(number, frames, cut: 70)) }
        queue.close()
        var render = FollowedPictures(
            queue, eyes: .detector(TestDetector(face: Self.walk)),
            rules: FollowJob.Rules(Self.following.follow, Self.following, canvas: Self.canvas, frameRate: .fps30),
            length: ProgrammeLength(frameRate: .fps30, limit: 140), progress: RenderProgress())
        for (tick, sight) in live.enumerated() {
            _ = render.prepare(tick)
            let rendered = try #require(render.picture(forTick: tick)?.sight)
            // A nanosecond in a tick's time is all that they differ by: within a sixteenth of a sample.
            #expect(abs(rendered.window.center - sight.window.center) < 1.0 / 16 / 320, "tick \(tick)")
        }
        #expect(Set(live.map(\.window)).count > 20, "it has moved")
    }

    @Test func jumpsWithTheCutsOwnPicture() throws {
        // Found at the other side from the cut on: nobody can see the cut by that.
        var bench = try Bench(Self.following, cut: 40) {
            TestDetector(face: { $0 * 30 < 39.5 ? 0.25 : 0.75 })
        }
        let ticks = try (0..<60).map { _ in try bench.next() }
        let sights = try ticks.map { try #require($0.sight) }
        #expect(sights.indices.filter { sights[$0].state.jumped } == [0, 40])
        #expect(abs(sights[39].window.center - 0.25) < 0.02 && abs(sights[40].window.center - 0.75) < 0.02)
        #expect(ticks[40].picture?.time == Self.time(40))
        #expect(sights[59].state.cuts == 1)
        #expect(bench.status.snapshot.follow?.camera?.cuts == 1)
    }

    @Test func holdsWhereADetectorFails() throws {
        var bench = try Bench(Self.following) {
            TestDetector { _ throws(FollowError) in throw FollowError("the model is torn") }
        }
        let sights = try bench.sights(90)
        #expect(Set(sights.map(\.window)).count == 1)
        #expect(abs(sights[0].window.center - 0.5) < 0.01)
        let looking = try #require(bench.status.snapshot.follow).looking
        #expect(looking.failedLooks > 10 && looking.looks == 0)
        let said = bench.log.lines.filter { $0.contains("the model is torn") }
        #expect(said.count == 1, "\(said)")
    }

    @Test func standsWhereNobodyCanLook() throws {
        var bench = try Bench(Self.following) { throw FollowError("no model") }
        let sights = try bench.sights(30)
        #expect(Set(sights.map(\.window)).count == 1)
        #expect(bench.log.lines.first == "reframe: follow: the crop stands at its anchor: no model")
    }

    @Test func looksNoMoreWhileTicksAreLate() throws {
        var bench = try Bench(Self.following) { TestDetector(face: Self.walk) }
        bench.overload.isStrained = true
        let sights = try bench.sights(90)
        #expect(Set(sights.map(\.window)).count == 1)
        #expect((bench.status.snapshot.follow?.looking.skippedPictures ?? 0) > 80)
        bench.overload.isStrained = false
        let last = try bench.sights(60).last
        #expect(last?.state.kind == .face)
    }

    /// From a crop that stands, and back to one.
    @Test func neverJumpsWhenThePresetChangesOnAir() throws {
        let still = ReframePreset(horizontalAnchor: 0.2)
        var bench = try Bench(still, lookAhead: 0) { TestDetector(face: { _ in 0.7 }) }
        let first = try bench.next().picture
        let picture = try #require(first)
        for _ in 0..<20 {
            let sight = try bench.next().sight
            #expect(sight == nil)
        }
        let room = FollowRoom(picture, still, canvas: Self.canvas)
        var places = [room.anchor]
        bench.chain.controls.change { $0.reframe = Self.following }
        places += try bench.sights(90).map(\.window.center)
        #expect(abs(places[90] - 0.7) < 0.06, "it follows")
        bench.chain.controls.change { $0.reframe = still }
        var returning = 0
        while let sight = try bench.next().sight, returning < 300 {
            places.append(sight.window.center)
            returning += 1
        }
        #expect(20..<300 ~= returning)
        places.append(room.anchor)
        // 1.5 window widths a second; and at the end it doesn't snap.
        let most = 1.5 * room.window / 30 + 0.0001
        let steps = zip(places.dropFirst(), places).map { abs($0 - $1) }
        #expect(steps.allSatisfy { $0 <= most })
        #expect(steps.suffix(2).allSatisfy { $0 <= 0.0003 }, "\(steps.suffix(5))")
        #expect(bench.status.snapshot.follow?.camera == nil)
        // And it puts its nets away.
        #expect(!bench.chain.analyst.isWanted)
    }

    @Test func looksAheadOnlyWhereItFollows() throws {
        var bench = try Bench(Self.following) { TestDetector(face: { _ in 0.3 }) }
        let first = try bench.next()
        #expect(first.lookAhead == 250_000_000)
        bench.chain.controls.change { $0.reframe = ReframePreset(horizontalAnchor: 0.2) }
        let standing = try bench.next()
        #expect(standing.lookAhead == 0)
        // A source of the canvas's own shape leaves no room.
        var narrow = try Bench(Self.following, canvas: Self.size) { TestDetector(face: { _ in 0.3 }) }
        let shown = try narrow.next()
        #expect(shown.lookAhead == 0)
    }

    @Test func doesWhatAProducerSays() throws {
        var bench = try Bench(Self.following) { TestDetector(face: { _ in 0.3 }) }
        _ = try bench.sights(30)
        bench.chain.controls.change { $0.follow(.lock(0.62)) }
        let later = try bench.sights(90).last
        let locked = try #require(later)
        #expect(abs(locked.window.center - 0.62) < 0.01 && locked.state.isLocked)
        bench.chain.controls.change { $0.follow(.auto) }
        let last = try bench.sights(90).last
        let free = try #require(last)
        #expect(abs(free.window.center - 0.3) < 0.06 && !free.state.isLocked)
    }

    @Test func looksForWhomAProducerWants() throws {
        // Its eyes see hands at the right, if they are for hands, and a face at the left else.
        let hands = [Subject(.hands, SubjectBox(x: 0.65, y: 0.2, width: 0.1, height: 0.2), score: 1)]
        let face = [Subject(.face, SubjectBox(x: 0.25, y: 0.2, width: 0.1, height: 0.2), score: 1)]
        let eyes = FollowEyes { choice in TestDetector { _ in choice == .hands ? hands : face } }
        var bench = try Bench(Self.following, eyes: eyes)
        _ = try bench.sights(30)
        bench.chain.controls.change { $0.follow(.subject(.hands)) }
        let later = try bench.sights(120).last
        let told = try #require(later)
        #expect(told.state.kind == .hands && abs(told.window.center - 0.7) < 0.06)
        bench.chain.controls.change { $0.follow(.auto) }
        let last = try bench.sights(150).last
        let free = try #require(last)
        #expect(free.state.kind == .face && abs(free.window.center - 0.3) < 0.06)
    }

    /// A producer may be there before the source is.
    @Test func keepsWhatAProducerSaysUntilThereIsAPicture() throws {
        var bench = try Bench(Self.following) { TestDetector(face: { _ in 0.3 }) }
        bench.chain.controls.change { $0.follow(.lock(0.62)) }
        let early = bench.tickWithoutPicture()
        #expect(early == nil)
        let later = try bench.sights(90).last
        let locked = try #require(later)
        #expect(abs(locked.window.center - 0.62) < 0.01 && locked.state.isLocked)
    }

    /// On a thread of its own, as in a broadcast: whoever hands it pictures doesn't wait.
    @Test(.timeLimit(.minutes(1))) func saysThatADetectorHangs() async throws {
        let gate = DispatchSemaphore(value: 0)
        let log = LineLog()
        let eyes = FollowEyes { _ in
            TestDetector { _ in
                gate.wait()
                return []
            }
        }
        let context = BroadcastContext.test(status: LiveStatus(), log: log)
        let analyst = FollowAnalyst(eyes, overload: OverloadControl(), context: context, patience: .milliseconds(20))
        analyst.want(.init(subject: .face, lookAhead: 0))
        let running = Task { try await runOnThread(named: "follow") { analyst.run() } }
        let frame = try Self.frame(0)
        var number = 0
        while log.lines.isEmpty {
            analyst.offer(SourcePicture(frame: frame, sampleAspectRatio: .square, time: Self.time(number)))
            number += 1
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(log.lines.count == 1 && log.lines[0].hasPrefix("looking for subjects in one picture takes longer than"))
        #expect(analyst.looking.skippedPictures > 0)
        analyst.close()
        gate.signal()
        try await running.value
    }
}
