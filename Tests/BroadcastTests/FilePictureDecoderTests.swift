import FFmpegKit
import Foundation
import Logging
import MediaModel
import MediaTesting
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct FilePictureDecoderTests {
    /// Decodes a file's pictures, and tells their times and where the video ends, in ticks of 25 a second.
    private static func decode(_ path: String) async throws -> (times: [Int64], end: Int?, warnings: [String]) {
        let source = try FileSource(path: path, interrupt: Interrupt())
        let diagnostics = Diagnostics(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let (packets, sound) = (BoundedQueue<Packet>(capacity: 1000), BoundedQueue<Packet>(capacity: 1000))
        let pictures = BoundedQueue<SourcePicture>(capacity: 1000)
        let length = ProgrammeLength(frameRate: .fps25, limit: nil)
        let decoder = TransferBox(
            try FilePictureDecoder(
                source, name: path, orientation: .upright, packets: packets, pictures: pictures, length: length,
                diagnostics: diagnostics))
        let reader = TransferBox(
            SourceReader(source, name: path, videoPackets: packets, audioPackets: sound, diagnostics: diagnostics))
        return try await runOnThread(named: "decoder") {
            reader.take().run()
            try decoder.take().run()
            var times: [Int64] = []
            while let picture = pictures.pop() { times.append(picture.time) }
            length.reportAudioEnd(0)
            diagnostics.sumUpDamage()
            return (times, length.end, diagnostics.warnings)
        }
    }

    @Test func endsWithItsLastPicture() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "clip.mp4", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=1 -c:v libx264 -bf 3")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == (0..<25).map { $0 * 40_000_000 })
        #expect(decoded.end == 25)
    }

    @Test func aSlideStaysAsLongAsItSays() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "slide.mp4", "-f lavfi -i testsrc2=size=32x32:rate=1/20:duration=20 -c:v libx264")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == [0])
        #expect(decoded.end == 500)
    }

    /// A screen that is recorded silently, and stands still for 25 s: in containers that know their length, and as a browser's recorder
    /// writes them.
    @Test(arguments: [
        "b.mp4 -c:v libx264 -bf 2", "plain.mp4 -c:v libx264 -bf 0",
        "fragments.mp4 -c:v libx264 -movflags frag_keyframe+empty_moov",
        "film.mkv -c:v libx264", "film.webm -c:v libvpx -b:v 100k", "browser.webm -c:v libvpx -b:v 100k -live 1",
    ])
    func aStillStretchStaysAsLongAsItIs(recipe: String) async throws {
        let folder = try TemporaryFolder()
        let words = recipe.split(separator: " ", maxSplits: 1).map(String.init)
        let path = try folder.makeMedia(
            words[0], "-f lavfi -i testsrc2=size=32x32:rate=10:duration=29 -vf select='lt(t,2)+gte(t,27)' -vsync vfr",
            words[1] + " -pix_fmt yuv420p")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == (Array(0..<20) + Array(270..<290)).map { Int64($0) * 100_000_000 })
        #expect(decoded.end == 29 * 25)
        #expect(decoded.warnings == [])
    }

    /// A transport stream's clock jumps, and nobody waits for it.
    @Test func aStillStretchOfATransportStreamIsMended() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "film.ts", "-f lavfi -i testsrc2=size=32x32:rate=10:duration=29 -vf select='lt(t,2)+gte(t,27)' -vsync vfr",
            "-c:v libx264 -bf 0")
        let decoded = try await Self.decode(path)
        #expect(decoded.times.count == 40)
        #expect((decoded.times.last ?? 0) < 5_000_000_000)
    }

    @Test func theLastPictureStaysAsLongAsAnMP4Says() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "slide.mp4", "-f lavfi -i testsrc2=size=32x32:rate=1/100:duration=100 -c:v libx264")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == [0])
        #expect(decoded.end == 2_500)
    }

    /// A clip that was cut at 1.3 s without encoding: what stands before is decoded and hidden, and none of it is lost.
    @Test func whatAnEditListHidesIsNotLost() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.mp4", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=3 -c:v libx264 -g 250 -bf 2")
        let path = try folder.makeMedia("cut.mp4", "-ss 1.32 -i \(folder.path)/whole.mp4 -c copy")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == (0..<42).map { Int64($0) * 40_000_000 })
        #expect(decoded.end == 42)
        #expect(decoded.warnings == [])
    }

    /// Here nothing stands before: the first pictures can't be decoded, and weren't damaged.
    @Test func saysThatAClipBeginsBetweenKeyPictures() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "whole.mkv", "-f lavfi -i testsrc2=size=32x32:rate=25:duration=4 -c:v libx264 -g 50 -bf 0 -sc_threshold 0")
        let path = try folder.makeMedia(
            "cut.mkv", "-i \(folder.path)/whole.mkv -c copy -bsf:v noise=drop='lt(n,30)'")
        let decoded = try await Self.decode(path)
        #expect(decoded.times.count == 50)
        #expect(
            decoded.warnings == [
                "\(path) begins between two key pictures, as clips do that are cut without encoding: its first 0.8 s have no "
                    + "picture that can be decoded; the first that can stands there"
            ])
    }

    /// The picture that stood where a piece begins: a recording of a screen whose pictures last for seconds.
    @Test func thePictureThatStoodAtACutIsSeen() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia(
            "screen.mp4",
            "-f lavfi -i testsrc2=size=32x32:rate=1/4:duration=20 -c:v libx264 -bf 0 -video_track_timescale 1000")
        var movie = MovieSurgery(try folder.read("screen.mp4"))
        movie.setEdits(track: 0, [(5_000, 3_000), (4_000, 14_000)])
        let path = try folder.write(movie.file, to: "cut.mp4")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == [0, 1, 5, 7].map { $0 * 1_000_000_000 })
        #expect(decoded.end == 9 * 25)
    }

    /// A header that claims a picture in five thousand seconds must not make a show of an hour and a half.
    @Test func aLastPictureEndsWithinAMinute() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "slow.y4m", "-f lavfi -i testsrc2=size=32x32:rate=1/5000:duration=5000 -pix_fmt yuv420p")
        let decoded = try await Self.decode(path)
        #expect(decoded.times == [0])
        #expect(decoded.end == 60 * 25)
    }
}
