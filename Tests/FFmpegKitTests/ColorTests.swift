import FFmpegKit
import Foundation
import MediaModel
import MediaTesting
import Testing

/// Where colours are written, and what of a picture's depth is left.
@Suite struct ColorTests {
    private static let hlg = ColorCodePoints(primaries: 9, transfer: 18, matrix: 9)
    /// Of pictures, by a filter: since FFmpeg 7 encoders go by them, whatever their own options say.
    private static let filter = "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"
    /// Of a container.
    private static let words = "-color_primaries bt2020 -color_trc arib-std-b67 -colorspace bt2020nc"

    private struct First {
        var color: ColorDescription
        var depth: Int
        var track: TrackDescription.Video
    }

    private func first(of path: String, assuming codes: ColorCodePoints? = nil) throws -> First {
        var container = try InputContainer(file: path, interrupt: Interrupt())
        let track = try #require(container.tracks.first)
        let picture: TrackDescription.Video? = if case .video(let video) = track.kind { video } else { nil }
        let video = try #require(picture)
        var decoder = try VideoDecoder(container.makeParameters(of: track))
        decoder.assumeColors(codes)
        while true {
            switch try container.read() {
            case .packet(let packet): try decoder.send(packet)
            case .finished: try decoder.sendEnd()
            }
            if case .frame(let frame) = try decoder.receive() {
                return First(color: frame.color, depth: frame.depth, track: video)
            }
        }
    }

    private func silent(_ folder: TemporaryFolder, layout: String = "yuv420p10le") throws -> String {
        try folder.makeMedia(
            "silent.mp4", "-f lavfi -i testsrc2=size=64x64:rate=30:duration=0.2",
            "-c:v libx264 -preset ultrafast -pix_fmt \(layout)")
    }

    @Test func keepsTenBitsOfHDR() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "hlg.mp4", "-f lavfi -i testsrc2=size=64x64:rate=30:duration=0.2",
            "-vf \(Self.filter) -c:v libx264 -preset ultrafast -pix_fmt yuv420p10le")
        let first = try first(of: path)
        #expect(first.color.codes == Self.hlg)
        #expect(first.depth == 10)
        #expect(first.track.color.codes == Self.hlg)
        #expect(first.track.closedDolbyVisionProfile == nil)
    }

    @Test func bringsSDRToEightBits() throws {
        let folder = try TemporaryFolder()
        let first = try first(of: try silent(folder))
        #expect(first.color.codes == ColorCodePoints())
        #expect(first.depth == 8)
    }

    @Test(arguments: ["colors.mp4", "colors.mkv"]) func believesTheContainerWherePicturesAreSilent(name: String) throws
    {
        let folder = try TemporaryFolder()
        let silent = try silent(folder)
        let path = try folder.makeMedia(name, "-i file:\(silent) -c copy \(Self.words) -movflags +write_colr")
        let first = try first(of: path)
        #expect(first.color.codes == Self.hlg)
        #expect(first.depth == 10)
    }

    @Test func believesAProtocolWhereAllElseIsSilent() throws {
        let folder = try TemporaryFolder()
        let silent = try silent(folder)
        #expect(try first(of: silent, assuming: Self.hlg).depth == 10)
        let path = try folder.makeMedia(
            "sdr.mp4", "-f lavfi -i testsrc2=size=64x64:rate=30:duration=0.2",
            "-vf setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le")
        #expect(
            try first(of: path, assuming: Self.hlg).color.codes
                == ColorCodePoints(primaries: 1, transfer: 1, matrix: 1))
    }

    /// All layouts in which HDR is stored.
    @Test(arguments: [
        "yuv422p10le", "yuv444p10le", "yuv420p12le", "yuv422p12le", "yuv444p12le", "gbrp10le", "gbrp12le",
    ])
    func bringsAllDeepLayoutsToOne(layout: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia(
            "deep.mkv", "-f lavfi -i testsrc2=size=64x64:rate=30:duration=0.1",
            "-c:v ffv1 -vf format=\(layout),"
                + (layout.hasPrefix("gbr") ? "setparams=color_primaries=bt2020:color_trc=arib-std-b67" : Self.filter))
        let first = try first(of: path)
        #expect(first.depth == 10)
        #expect(first.color.codes.range == .hybridLogGamma)
        #expect(first.color.codes.matrix == (layout.hasPrefix("gbr") ? 1 : 9))
    }

    @Test(arguments: [
        (UInt8(5), UInt8(0), true), (8, 4, false), (8, 1, false), (8, 2, false), (8, 0, true), (10, 0, true),
        (7, 6, false),
    ])
    func knowsDolbyVisionThatNothingElseShows(profile: UInt8, compatibility: UInt8, isClosed: Bool) throws {
        let folder = try TemporaryFolder()
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try silent(folder))))
        let path = try folder.write(
            try #require(DolbyVisionRecord.added(to: bytes, profile: profile, compatibility: compatibility)),
            to: "dolby.mp4")
        #expect(try first(of: path).track.closedDolbyVisionProfile == (isClosed ? Int(profile) : nil))
    }

    /// Ten bits scale as eight do, and areas begin where they should.
    @Test func scalesTenBits() throws {
        let (size, half) = (PixelSize(width: 64, height: 32), PixelSize(width: 16, height: 16))
        var deep = try VideoFramePool(size: size, depth: 10).makeFrame()
        deep.withMutablePlanes(of: UInt16.self) { luma, blue, red, layout in
            for y in 0..<32 { for x in 0..<64 { luma[y * layout.lumaStride + x] = x < 32 ? 100 : 900 } }
            for index in blue.indices { blue[index] = 300 }
            for index in red.indices { red[index] = 700 }
        }
        var small = try VideoFramePool(size: half, depth: 10).makeFrame()
        var scaler = Scaler()
        try scaler.scale(
            PixelArea(x: 32, y: 0, width: 32, height: 32), of: deep, into: PixelArea(size: half), of: &small)
        small.withPlanes(of: UInt16.self) { luma, blue, red, layout in
            #expect(luma[5 * layout.lumaStride] == 900 && luma[5 * layout.lumaStride + 15] == 900)
            #expect(blue[3] == 300 && red[3] == 700)
        }
    }
}
