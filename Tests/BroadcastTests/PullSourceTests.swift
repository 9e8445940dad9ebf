import FFmpegKit
import Foundation
import Logging
import MediaModel
import MediaTesting
import Synchronization
import Testing

@testable import Broadcast

/// A file as a broadcast's source, read on a thread of its own by a clock that nobody waits for.
@Suite(.timeLimit(.minutes(1))) struct PullSourceTests {
    /// What a source has handed on, and what was said of it.
    private struct Played {
        /// When each packet is to be shown or heard, in nanoseconds since the programme's start.
        var (pictures, sounds): ([Int64], [Int64])
        var lines: [String]
        var sources: Int
        /// How long it took, in nanoseconds.
        var time: Int64
        var error: (any Error)?
    }

    /// Plays a file for some seconds, or until it ends by itself.
    ///
    /// - Parameter changes: What happens to the file, by the seconds after which; called with its path.
    private func play(
        _ path: String, loops: Bool = true, seconds: Double, changes: [Double: @Sendable (String) throws -> Void] = [:]
    ) async throws -> Played {
        let (log, status, interrupt, clock) = (LineLog(), LiveStatus(), Interrupt(), ScriptedClock())
        let input = LiveInput.file(path: path, loops: loops)
        let chain = SourceChain.test(
            .pull(input, opened: try PullSource.openFirst(input, interrupt: interrupt)), interrupt: interrupt,
            context: .test(clock: clock, status: status, log: log, isStarted: false))
        for (time, change) in changes {
            clock.at(time) { do { try change(path) } catch { Issue.record(error) } }
        }
        clock.at(seconds) { chain.stop() }
        let (pictures, sounds) = (Taker(), Taker())
        clock.onEachWait {
            pictures.take(chain.video)
            sounds.take(chain.audio)
        }
        var failure: (any Error)?
        do {
            try await runOnThread(named: "source") { try chain.readInput() }
        } catch {
            failure = error
        }
        pictures.take(chain.video)
        sounds.take(chain.audio)
        return Played(
            pictures: pictures.times, sounds: sounds.times, lines: log.lines,
            sources: status.snapshot.sources, time: clock.now, error: failure)
    }

    /// Keeps the times of packets that a source has handed on.
    private final class Taker: Sendable {
        private let list = Mutex<[Int64]>([])

        var times: [Int64] { list.withLock { $0 } }

        func take(_ inputs: BoundedQueue<DecoderInput>) {
            while let input = inputs.tryPop() {
                guard case .packet(let packet) = consume input else { continue }
                list.withLock { $0.append(packet.presentationTime ?? .min) }
            }
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
        #expect((40...60).contains(played.pictures.count), "\(played)")
    }

    /// Rounds without a packet, and files that aren't there, are waited for: 0.5 s, 1 s, and so on; and said once.
    @Test(arguments: ["removed", "empty", "folder", "text", "headless"])
    func aLoopThatVanishesIsWaitedFor(how: String) async throws {
        let folder = try TemporaryFolder()
        let played = try await play(
            try Self.clip(folder), seconds: 3.4,
            changes: [
                0.6: { path in
                    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
                    try FileManager.default.removeItem(atPath: path)
                    switch how {
                    case "empty": try Data().write(to: URL(filePath: path))
                    case "folder":
                        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
                    case "text": try Data("gone\n".utf8).write(to: URL(filePath: path))
                    case "headless":
                        // The index is there, of what isn't.
                        let media = MovieSurgery.range(of: "mdat", in: bytes)?.lowerBound ?? 0
                        try Data(bytes[..<media]).write(to: URL(filePath: path))
                    default: break
                    }
                }
            ])
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
        let played = try await play(
            path, seconds: 3,
            changes: [
                0.5: { path in try FileManager.default.removeItem(atPath: path) },
                // Between the first attempt and the third.
                1.1: { path in try FileManager.default.moveItem(atPath: copy, toPath: path) },
            ])
        #expect(played.lines.contains("\(path): it can be read again"), "\(played.lines)")
        #expect(played.pictures.count >= 30, "\(played)")
    }

    @Test func aFileThatIsPlayedOnceEndsTheProgramme() async throws {
        let folder = try TemporaryFolder()
        let played = try await play(try Self.clip(folder), loops: false, seconds: 5)
        #expect(played.pictures.count == 10 && played.sources == 1)
        #expect(played.time < 3_000_000_000)
    }

    /// A picture that stands for a second at the end stands in a broadcast, too.
    @Test func theLastPictureOfAFileStays() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "slide.mp4", "-f lavfi -i testsrc2=size=32x32:rate=1:duration=2 -c:v libx264 -bf 0")
        let played = try await play(path, loops: false, seconds: 5)
        #expect(played.pictures.count == 2)
        #expect(played.time > 1_800_000_000)
    }

    /// What an edit list hides is decoded, and sets no pace.
    @Test func hiddenPacketsComeAtOnce() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.mp4", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=4 -f lavfi -i sine=duration=4",
            "-c:v libx264 -g 250 -c:a aac -shortest")
        let path = try folder.makeMedia("cut.mp4", "-ss 3 -i \(folder.path)/whole.mp4 -c copy")
        let played = try await play(path, loops: false, seconds: 5)
        #expect(played.pictures.count == 100)
        #expect(played.time < 2_500_000_000)
    }

    /// By then libavformat has looked into the stream, and it tells one time for several frames of sound.
    @Test func lateSoundOfATransportStreamStandsAtItsTime() async throws {
        let folder = try TemporaryFolder()
        // Noise, so that enough has been looked at before the sound begins.
        let path = try folder.makeMedia(
            "late.ts", "-f lavfi -i color=gray:s=256x144:r=25:d=8,noise=alls=100:allf=t -f lavfi -i sine=d=8",
            "-c:v libx264 -preset ultrafast -qp 0 -g 25 -c:a aac -ar 48000 -bsf:a noise=drop='lt(n,164)'")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var (pictures, sounds): ([Int64], [Int64?]) = ([], [])
        while case .packet(let packet) = try container.read() {
            if case .video = container.tracks[packet.trackIndex].kind {
                pictures.append(packet.presentationTime ?? .min)
            } else {
                sounds.append(packet.presentationTime)
            }
        }
        #expect(sounds.contains(nil), "the container knows all times itself, and this tests nothing")
        let played = try await play(path, loops: false, seconds: 20)
        #expect(played.pictures.count == pictures.count)
        #expect(played.sounds.count == sounds.count && sounds.count > 100)
        let first = try #require(sounds[0])
        // The rest is from while the source's clock settles.
        for (number, time) in played.sounds.enumerated().dropFirst(100) {
            let own = first + Int64(number) * 1_024 * 1_000_000_000 / 48_000
            let nearest = try #require(pictures.indices.min { abs(pictures[$0] - own) < abs(pictures[$1] - own) })
            let offset = played.pictures[nearest] - pictures[nearest]
            #expect(abs(time - own - offset) <= 20_000_000, "packet \(number)")
        }
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
