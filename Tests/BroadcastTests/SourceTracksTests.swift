import FFmpegKit
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

/// Which tracks are used, and what is said of the others.
@Suite(.timeLimit(.minutes(1))) struct SourceTracksTests {
    private struct Found {
        var video: Int?
        var audio: Int?
        var width: Int?
        var notes: [String] = []
        var error: JobError?
    }

    private static func find(_ path: String) -> Found {
        do throws(JobError) {
            let source = try FileSource(path: path, interrupt: Interrupt())
            return Found(
                video: source.video.index, audio: source.audio?.index, width: source.picture.size.width,
                notes: source.notes)
        } catch {
            return Found(error: error)
        }
    }

    private static let picture = "-f lavfi -i testsrc2=size=64x48:rate=10:duration=0.5"
    private static let tone = "-f lavfi -i sine=duration=0.5"

    /// A clip with a track of pictures and two of sound, some of them called by other names.
    private static func retyped(_ folder: TemporaryFolder, _ formats: [Int: String]) throws -> String {
        try folder.makeMedia(
            "made.mov", picture, tone, "-f lavfi -i sine=frequency=880:duration=0.5",
            "-map 0 -map 1 -map 2 -c:v libx264 -c:a aac")
        var movie = MovieSurgery(try folder.read("made.mov"))
        for (track, format) in formats { movie.setFormat(track: track, format) }
        return try folder.write(movie.file, to: "clip.mov")
    }

    @Test func takesTheSoundThatCanBeDecoded() throws {
        let folder = try TemporaryFolder()
        let found = Self.find(try Self.retyped(folder, [1: "apac"]))
        #expect(found.audio == 2 && found.notes.isEmpty)
    }

    @Test func goesOnSilentAndNamesTheSound() throws {
        let folder = try TemporaryFolder()
        let both = Self.find(try Self.retyped(folder, [1: "apac", 2: "mha1"]))
        #expect(both.video == 0 && both.audio == nil)
        #expect(both.notes.count == 1)
        #expect(both.notes.first?.contains("'apac'") == true && both.notes.first?.contains("mha1") == true)
        try folder.makeMedia("one.mov", Self.picture, Self.tone, "-c:v libx264 -c:a aac")
        var movie = MovieSurgery(try folder.read("one.mov"))
        movie.setFormat(track: 1, "apac")
        let one = Self.find(try folder.write(movie.file, to: "one-apac.mov"))
        #expect(one.notes == ["the sound track is 'apac', which nothing here decodes; the show is silent"])
    }

    @Test func saysWhichPicturesCannotBeDecoded() throws {
        let folder = try TemporaryFolder()
        let path = try Self.retyped(folder, [0: "xyz1"])
        let error = try #require(Self.find(path).error)
        #expect(error.code == .inputUnusable)
        #expect(
            error.message
                == "\(path): its pictures are 'xyz1', which nothing here decodes; have the program that made it write H.264"
        )
    }

    @Test func saysThatPicturesOrSoundAreEncrypted() throws {
        let folder = try TemporaryFolder()
        let key =
            "-encryption_scheme cenc-aes-ctr -encryption_key 0123456789abcdef0123456789abcdef -encryption_kid 0123456789abcdef0123456789abcdef"
        let path = try folder.makeMedia("drm.mp4", Self.picture, Self.tone, "-c:v libx264 -c:a aac", key)
        let error = try #require(Self.find(path).error)
        #expect(error.code == .inputUnusable)
        #expect(error.message.contains("its pictures are encrypted (h264"), "\(error.message)")
        // As in a mix of both.
        try folder.makeMedia("plain.mp4", Self.picture, Self.tone, "-c:v libx264 -c:a aac")
        var movie = MovieSurgery(try folder.read("plain.mp4"))
        movie.setFormat(track: 1, "enca")
        let sound = Self.find(try folder.write(movie.file, to: "enca.mp4"))
        #expect(sound.audio == nil && sound.notes.first?.contains("encrypted") == true, "\(sound)")
    }

    @Test func aCoverIsNoClip() throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia("cover.png", "-f lavfi -i testsrc2=size=300x300 -frames:v 1")
        for (name, codec) in [("song.mp3", "libmp3lame"), ("song.m4a", "aac")] {
            let path = try folder.makeMedia(
                name, Self.tone,
                "-i \(folder.path)/cover.png -map 0 -map 1 -c:a \(codec) -c:v png -disposition:v attached_pic")
            #expect(Self.find(path).error?.message == "\(path) has no video track; a show needs pictures")
        }
        let path = try folder.makeMedia(
            "clip.mp4", Self.picture, Self.tone,
            "-i \(folder.path)/cover.png -map 2 -map 0 -map 1 -c:a aac -c:v:0 png -c:v:1 libx264 -disposition:v:0 attached_pic"
        )
        #expect(Self.find(path).width == 64)
    }

    /// Where nobody chooses: what is switched on, then the larger.
    @Test func choosesAmongSeveralTracksOfPictures() throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "two.mp4",
            "-f lavfi -i testsrc2=size=64x48:rate=10:duration=0.5 -f lavfi -i testsrc2=size=160x90:rate=10:duration=0.5",
            "-map 0 -map 1 -c:v libx264")
        #expect(Self.find(folder.path + "/two.mp4").width == 64, "ffmpeg switches the first on alone")
        var movie = MovieSurgery(try folder.read("two.mp4"))
        movie.disable(track: 0)
        #expect(Self.find(try folder.write(movie.file, to: "off.mp4")).width == 160)
        let path = try folder.makeMedia("both.ts", "-i \(folder.path)/two.mp4 -map 0 -c copy")
        #expect(Self.find(path).width == 160)
    }

    @Test func aTransportStreamWithoutKeyPicturesIsToldSo() throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.ts", "-f lavfi -i testsrc2=size=64x48:rate=30:duration=4", "-c:v libx264 -g 1000 -bf 0 -muxrate 0")
        let bytes = try folder.read("whole.ts")
        // From the middle on, at a packet's beginning, after the tables.
        let tables = Array(bytes[..<(3 * 188)])
        let path = try folder.write(tables + bytes[(bytes.count / 2 / 188 * 188)...], to: "part.ts")
        let error = try #require(Self.find(path).error)
        #expect(error.code == .inputUnusable)
        #expect(error.message.hasPrefix("\(path) has no key picture"), "\(error.message)")
    }
}
