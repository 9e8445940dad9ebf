import FFmpegKit
import Logging
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct SourceReaderTests {
    /// How many packets each track's decoder would get.
    private static func read(_ path: String, wantsPictures: Bool = true, wantsSound: Bool = true) async throws -> (
        video: Int, audio: Int, warnings: [String]
    ) {
        let source = try FileSource(path: path, interrupt: Interrupt())
        let (video, audio) = (BoundedQueue<Packet>(capacity: 5000), BoundedQueue<Packet>(capacity: 5000))
        if !wantsPictures { video.abandon() }
        if !wantsSound { audio.abandon() }
        let diagnostics = Diagnostics(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let reader = TransferBox(
            SourceReader(source, name: path, videoPackets: video, audioPackets: audio, diagnostics: diagnostics))
        return try await runOnThread(named: "reader") {
            reader.take().run()
            var counts = (0, 0)
            while video.pop() != nil { counts.0 += 1 }
            while audio.pop() != nil { counts.1 += 1 }
            return (counts.0, counts.1, diagnostics.warnings)
        }
    }

    private static func makeClip(_ folder: TemporaryFolder, seconds: Int = 2) throws -> String {
        try folder.makeMedia(
            "clip.mkv",
            "-f lavfi -i testsrc2=size=32x32:rate=25:duration=\(seconds) -f lavfi -i sine=duration=\(seconds)",
            "-c:v libx264 -c:a pcm_s16le")
    }

    @Test func deliversBothTracksToTheEnd() async throws {
        let folder = try TemporaryFolder()
        let read = try await Self.read(Self.makeClip(folder))
        #expect(read.video == 50)
        #expect(read.audio > 40)
        #expect(read.warnings == [])
    }

    /// The programme may have all its pictures before the reader has come to the sound that belongs to them.
    @Test func goesOnForTheSoundWhenPicturesAreNotWanted() async throws {
        let folder = try TemporaryFolder()
        let path = try Self.makeClip(folder)
        let all = try await Self.read(path).audio
        let read = try await Self.read(path, wantsPictures: false)
        #expect(read.audio == all)
        #expect(read.warnings == [])
    }

    /// But not through a film of hours.
    @Test func givesUpOnTheSoundSomeSecondsLater() async throws {
        let folder = try TemporaryFolder()
        let path = try Self.makeClip(folder, seconds: 30)
        let all = try await Self.read(path).audio
        let some = try await Self.read(path, wantsPictures: false).audio
        #expect(some > all / 4 && some < all / 2)
    }

    @Test func goesOnForThePicturesWhenSoundIsNotWanted() async throws {
        let folder = try TemporaryFolder()
        let read = try await Self.read(Self.makeClip(folder), wantsSound: false)
        #expect(read.video == 50)
    }

    @Test func endsWhenNobodyWantsAnything() async throws {
        let folder = try TemporaryFolder()
        let read = try await Self.read(Self.makeClip(folder), wantsPictures: false, wantsSound: false)
        #expect(read.video == 0 && read.audio == 0)
    }

    /// A second language is read along with the first seconds, while the file is looked into.
    @Test func deliversOneTrackOfSoundOnly() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "two.mkv", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=1 -f lavfi -i sine=duration=1",
            "-f lavfi -i sine=frequency=1000:duration=1 -map 0 -map 1 -map 2 -c:v libx264 -c:a pcm_s16le")
        let one = try await Self.read(Self.makeClip(folder, seconds: 1)).audio
        #expect(try await Self.read(path).audio == one)
    }

    @Test func saysWhatIsMissingOfATruncatedFile() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.mp4", "-f lavfi -i testsrc2=size=64x64:rate=25:duration=4 -c:v libx264 -movflags +faststart")
        let bytes = try folder.read("whole.mp4")
        let path = try folder.write(Array(bytes[..<(bytes.count * 6 / 10)]), to: "part.mp4")
        let read = try await Self.read(path)
        #expect(read.warnings.contains { $0.contains("ends early") && $0.contains("of 4.0 s are missing") })
    }
}

@Suite struct FileSourceTests {
    private static func error(_ path: String) -> JobError? {
        do throws(JobError) {
            _ = try FileSource(path: path, interrupt: Interrupt())
            return nil
        } catch {
            return error
        }
    }

    @Test func saysInWordsWhatCannotBeUsed() throws {
        let folder = try TemporaryFolder()
        #expect(Self.error(folder.path + "/none")?.message == "\(folder.path)/none: no such file")
        #expect(Self.error(folder.path)?.message == "\(folder.path) is a folder; name a media file")
        #expect(Self.error(try folder.write("", to: "empty"))?.message == "\(folder.path)/empty is empty")
        let text = try #require(Self.error(try folder.write("Some words\n", to: "text.txt")))
        #expect(text.code == .inputUnusable)
        #expect(text.message.hasPrefix("\(folder.path)/text.txt isn't media that can be decoded"))
        let sound = try folder.makeMedia("sound.wav", "-f lavfi -i sine=duration=0.1")
        #expect(Self.error(sound)?.message == "\(sound) has no video track; a show needs pictures")
    }

    @Test func tellsTheLongerTracksLength() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "two.mp4", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=1 -f lavfi -i sine=duration=3",
            "-c:v libx264 -c:a aac")
        let source = try FileSource(path: path, interrupt: Interrupt())
        let (found, hasSound) = (source.duration, source.audio != nil)
        let duration = try #require(found)
        #expect(abs(duration - 3_000_000_000) < 60_000_000)
        #expect(hasSound)
    }
}
