import FFmpegKit
import Foundation
import Logging
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

/// A file as a broadcast's source, read on a thread of its own against the real clock.
@Suite(.serialized, .timeLimit(.minutes(1))) struct PullSourceTests {
    /// What a source has handed on, and what was said of it.
    private struct Played {
        var pictures = 0
        var sounds = 0
        var lines: [String]
        var sources: Int
        var error: (any Error)?
    }

    /// Plays a file for some seconds, or until it ends by itself.
    ///
    /// - Parameter change: Called with the file's path after `delay`.
    private func play(
        _ path: String, loops: Bool = true, seconds: Double, after delay: Double = 0,
        change: @escaping @Sendable (String) throws -> Void = { _ in }
    ) async throws -> Played {
        let log = LineLog()
        let (status, interrupt) = (LiveStatus(), Interrupt())
        let input = LiveInput.file(path: path, loops: loops)
        let chain = SourceChain.test(
            .pull(input, opened: try PullSource.openFirst(input, interrupt: interrupt)), interrupt: interrupt,
            context: .test(clock: StartGatedClock(), status: status, log: log, isStarted: false))
        // A thread of its own, as other tests keep the tasks' threads busy.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: delay)
            do { try change(path) } catch { Issue.record(error) }
            Thread.sleep(forTimeInterval: seconds - delay)
            chain.stop()
        }
        async let pictures = Self.count(chain.video)
        async let sounds = Self.count(chain.audio)
        var played = Played(lines: [], sources: 0)
        do {
            try await runOnThread(named: "source") { try chain.readInput() }
        } catch {
            played.error = error
        }
        (played.pictures, played.sounds) = try await (pictures, sounds)
        (played.lines, played.sources) = (log.lines, status.snapshot.sources)
        return played
    }

    private static func count(_ packets: BoundedQueue<DecoderInput>) async throws -> Int {
        try await runOnThread(named: "counter") {
            var count = 0
            while let item = packets.pop() { if case .packet = item { count += 1 } }
            return count
        }
    }

    private static func clip(_ folder: TemporaryFolder, _ name: String = "clip.mp4", more: String = "") throws -> String
    {
        try folder.makeMedia(
            name, "-f lavfi -i testsrc2=size=32x32:rate=25:duration=0.4 -f lavfi -i sine=duration=0.4",
            "-c:v libx264 -c:a aac -shortest -movflags +faststart" + more)
    }

    @Test func aLoopComesAtItsOwnSpeed() async throws {
        let folder = try TemporaryFolder()
        let played = try await play(try Self.clip(folder), seconds: 2.2)
        #expect((4...6).contains(played.sources), "\(played)")
        #expect((40...60).contains(played.pictures), "\(played)")
    }

    /// Rounds without a packet, and files that aren't there, are waited for: 0.5 s, 1 s, and so on; and said once.
    @Test(arguments: ["removed", "empty", "folder", "text", "headless"])
    func aLoopThatVanishesIsWaitedFor(how: String) async throws {
        let folder = try TemporaryFolder()
        let played = try await play(try Self.clip(folder), seconds: 3.4, after: 0.6) { path in
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            try FileManager.default.removeItem(atPath: path)
            switch how {
            case "empty": try Data().write(to: URL(filePath: path))
            case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            case "text": try Data("gone\n".utf8).write(to: URL(filePath: path))
            case "headless":
                // The index is there, of what isn't.
                let media = MovieSurgery.range(of: "mdat", in: bytes)?.lowerBound ?? 0
                try Data(bytes[..<media]).write(to: URL(filePath: path))
            default: break
            }
        }
        // At 0.8, 1.3, 2.3 s.
        #expect(played.sources <= 8, "\(played)")
        #expect(played.lines.count { $0.contains("it is tried again") } == 1, "\(played.lines)")
        #expect(played.lines.count <= 4, "\(played.lines)")
        #expect(played.error == nil)
    }

    @Test func goesOnWhenTheFileIsBack() async throws {
        let folder = try TemporaryFolder()
        let path = try Self.clip(folder)
        let copy = try folder.write(try folder.read("clip.mp4"), to: "copy.mp4")
        let played = try await play(path, seconds: 3, after: 0.5) { path in
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: copy, toPath: path + ".late")
            // It is back between the first attempt and the third.
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.6)
                try? FileManager.default.moveItem(atPath: path + ".late", toPath: path)
            }
        }
        #expect(played.lines.contains("\(path): it can be read again"), "\(played.lines)")
        #expect(played.pictures >= 30, "\(played)")
    }

    @Test func aFileThatIsPlayedOnceEndsTheProgramme() async throws {
        let folder = try TemporaryFolder()
        let begin = ContinuousClock.now
        let played = try await play(try Self.clip(folder), loops: false, seconds: 5)
        #expect(played.pictures == 10 && played.sources == 1)
        #expect(ContinuousClock.now - begin < .seconds(3))
    }

    /// A picture that stands for a second at the end stands in a broadcast, too.
    @Test func theLastPictureOfAFileStays() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "slide.mp4", "-f lavfi -i testsrc2=size=32x32:rate=1:duration=2 -c:v libx264 -bf 0")
        let begin = ContinuousClock.now
        let played = try await play(path, loops: false, seconds: 5)
        #expect(played.pictures == 2)
        #expect(ContinuousClock.now - begin > .seconds(1.8))
    }

    /// What an edit list hides is decoded, and sets no pace.
    @Test func hiddenPacketsComeAtOnce() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.mp4", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=4 -f lavfi -i sine=duration=4",
            "-c:v libx264 -g 250 -c:a aac -shortest")
        let path = try folder.makeMedia("cut.mp4", "-ss 3 -i \(folder.path)/whole.mp4 -c copy")
        let begin = ContinuousClock.now
        let played = try await play(path, loops: false, seconds: 5)
        #expect(played.pictures == 100)
        #expect(ContinuousClock.now - begin < .seconds(2.5))
    }
}

@Suite struct RetryPauseTests {
    @Test func doublesUpToEightSeconds() {
        var retry = RetryPause()
        let pauses = (0..<7).map { _ in retry.next() / 100_000_000 }
        #expect(pauses == [5, 10, 20, 40, 80, 80, 80])
        #expect(retry.failures == 7)
        retry.reset()
        #expect(retry.next() == 500_000_000)
        for _ in 0..<100 { #expect(retry.next() <= 8_000_000_000) }
    }
}
