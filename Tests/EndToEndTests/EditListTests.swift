import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

/// What an edit list puts together comes out where it puts it, sound and pictures alike.
@Suite(.timeLimit(.minutes(10))) struct EditListTests {
    /// White for a picture, and a click of a millisecond, at 0.5 s, 1.5 s and so on, with B pictures and AAC.
    private static let clip = Clip(
        "flashes", "mp4",
        [
            "-f", "lavfi", "-i", "color=black:s=180x320:r=30:d=8,drawbox=c=white:t=fill:enable='eq(mod(n,30),15)'",
            "-f", "lavfi", "-i", "aevalsrc='if(lt(mod(t+0.5,1),0.001),0.9,0)':s=48000:d=8",
            "-c:v", "libx264", "-bf", "2", "-g", "30", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k",
        ])

    struct Piece: Sendable {
        /// In the media; `nil` for a time of nothing. Both in seconds.
        var start: Double?
        var duration: Double

        init(_ start: Double?, _ duration: Double) { (self.start, self.duration) = (start, duration) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var pictures: [Piece]
        /// Those of the pictures, if none.
        var sound: [Piece] = []
        var flashes: [Double]
        var clicks: [Double]
        var duration: Double
    }

    static let cases: [Case] = [
        Case(
            testDescription: "two pieces", pictures: [Piece(0, 2), Piece(5, 3)], flashes: [0.5, 1.5, 2.5, 3.5, 4.5],
            clicks: [0.5, 1.5, 2.5, 3.5, 4.5], duration: 5),
        Case(
            testDescription: "a piece that is repeated", pictures: [Piece(1, 2), Piece(1, 2)],
            flashes: [0.5, 1.5, 2.5, 3.5], clicks: [0.5, 1.5, 2.5, 3.5], duration: 4),
        Case(
            testDescription: "the later piece first", pictures: [Piece(5, 2), Piece(1, 1)], flashes: [0.5, 1.5, 2.5],
            clicks: [0.5, 1.5, 2.5], duration: 3),
        Case(
            testDescription: "pieces that begin between key pictures",
            pictures: [Piece(0.3, 1.5), Piece(3.1, 2), Piece(6.2, 1)], flashes: [0.2, 1.2, 1.9, 2.9, 3.8],
            clicks: [0.2, 1.2, 1.9, 2.9, 3.8], duration: 4.5),
        Case(
            testDescription: "nothing in between", pictures: [Piece(0, 2), Piece(nil, 1), Piece(2, 2)],
            flashes: [0.5, 1.5, 3.5, 4.5], clicks: [0.5, 1.5, 3.5, 4.5], duration: 5),
        Case(
            testDescription: "pictures that begin late", pictures: [Piece(nil, 0.4), Piece(0, 2)], sound: [Piece(0, 2)],
            flashes: [0.9, 1.9], clicks: [0.5, 1.5], duration: 2.4),
        Case(
            testDescription: "other pieces of sound", pictures: [Piece(0, 4)],
            sound: [Piece(0.25, 1.6), Piece(3.1, 2.4)],
            flashes: [0.5, 1.5, 2.5, 3.5], clicks: [0.25, 1.25, 2, 3], duration: 4),
    ]

    @Test(arguments: cases) func isShownAsItIsPutTogether(_ one: Case) async throws {
        let folder = try TemporaryFolder()
        let whole = try await ClipLibrary.shared.path(Self.clip)
        var movie = MovieSurgery([UInt8](try Data(contentsOf: URL(filePath: whole))))
        movie.setEdits(track: 0, Self.edits(one.pictures, timescale: 15_360, start: 1_024))
        movie.setEdits(
            track: 1, Self.edits(one.sound.isEmpty ? one.pictures : one.sound, timescale: 48_000, start: 1_024))
        let path = try folder.write(movie.file, to: "cut.mp4")
        let run = try await Tatecast.render(path: path, preset: Tatecast.preset(width: 180, height: 320))
        #expect(run.status == 0 && run.warnings == [], "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let pictures = try await Decoded.pictures(
            run.output + "/v180x320/playlist.m3u8", size: PixelSize(width: 180, height: 320))
        #expect(pictures.count == Int((one.duration * 30).rounded()))
        let bright = pictures.indices.filter { pictures[$0].color(x: 0.5, y: 0.5).luma > 128 }
        #expect(bright == one.flashes.map { Int(($0 * 30).rounded()) })
        let clicks = try await Decoded.sound(run.output + "/audio/playlist.m3u8").clicks
        #expect(clicks.count == one.clicks.count, "\(clicks)")
        for (click, expected) in zip(clicks, one.clicks) { #expect(abs(click - expected) <= 0.005, "\(clicks)") }
    }

    /// - Parameter start: Where the first picture, or sample, lies in the media: `ffmpeg` leaves room for reordering, and for what a decoder
    ///   of sound makes before it has begun.
    private static func edits(_ pieces: [Piece], timescale: Int, start: Int) -> [(duration: Int, mediaTime: Int)] {
        pieces.map { piece in
            (
                Int((piece.duration * 1_000).rounded()),
                piece.start.map { start + Int(($0 * Double(timescale)).rounded()) } ?? -1
            )
        }
    }
}

extension Sound {
    /// When each click is loudest, in seconds.
    fileprivate var clicks: [Double] {
        var clicks: [Double] = []
        var index = 0
        while index < samples.count {
            guard abs(samples[index]) > 0.2 else {
                index += 1
                continue
            }
            let reach = index..<min(samples.count, index + 2_400)
            let peak = reach.max { abs(samples[$0]) < abs(samples[$1]) } ?? index
            clicks.append(Double(peak) / 48_000)
            index = reach.upperBound
        }
        return clicks
    }
}
