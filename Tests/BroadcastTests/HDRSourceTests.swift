import FFmpegKit
import Foundation
import Logging
import MediaModel
import MediaTesting
import Show
import Synchronization
import Testing

@testable import Broadcast

/// Sources in HDR: what becomes of their pictures, one after another, and what is said where nothing can be made of them.
@Suite struct HDRSourceTests {
    /// By a filter: since FFmpeg 7 encoders go by the pictures, whatever their own options say.
    private static let hlg = "-vf setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"

    /// Half a second of a grey of ten bits, limited range.
    private func gray(
        _ folder: TemporaryFolder, _ name: String, luma: Int, size: String = "64x114", colors: String,
        layout: String = "yuv420p10le"
    ) throws -> String {
        try folder.makeMedia(
            name, "-f lavfi -i", "color=black:s=\(size):r=30:d=0.4,format=yuv420p10le,geq=lum=\(luma):cb=512:cr=512",
            "-c:v libx264 -preset ultrafast -qp 0 -pix_fmt \(layout) \(colors)")
    }

    private struct Played {
        var pictures: [SourcePicture] = []
        var told: [String] = []
        var log: [String] = []
    }

    /// Has a live source's decoder take files one after another, as if a publisher took over from the one before.
    private func play(
        _ paths: [String], colors: ColorCodePoints? = nil, orientation: Orientation = .upright
    ) throws -> Played {
        let told = Told()
        let log = LineLog()
        let chain = SourceChain.test(context: .test(clock: MonotonicClock(), log: log))
        for path in paths {
            var container = try InputContainer(file: path, interrupt: Interrupt())
            _ = chain.video.push(.sender { told.add($0) })
            _ = chain.video.push(.colors(colors))
            _ = chain.video.push(
                .configuration(try container.makeParameters(of: container.tracks[0]), orientation: orientation))
            while case .packet(let packet) = try container.read() { _ = chain.video.push(.packet(packet)) }
        }
        _ = chain.video.push(.end)
        chain.video.close()
        try LivePictureDecoder(chain).run()
        var played = Played(told: told.sentences, log: log.lines)
        while let entry = chain.pictures.pop() { played.pictures.append(entry.picture) }
        return played
    }

    private final class Told: Sendable {
        private let list = Mutex<[String]>([])
        var sentences: [String] { list.withLock { $0 } }
        func add(_ sentence: String) { list.withLock { $0.append(sentence) } }
    }

    /// The canvas' luma in its middle and near an edge.
    private func canvas(
        of picture: SourcePicture, mode: ReframePreset.Mode = .crop, size: PixelSize = PixelSize(width: 72, height: 128)
    ) throws -> [Int] {
        var preset = ReframePreset()
        preset.mode = mode
        var reframer = try Reframer(preset, canvas: size)
        var frame = try VideoFramePool(size: size).makeFrame()
        try reframer.draw(picture, into: &frame)
        return frame.withPlanes { luma, _, _, layout in
            [
                Int(luma[size.height / 2 * layout.lumaStride + size.width / 2]),
                Int(luma[2 * layout.lumaStride + size.width - 3]),
            ]
        }
    }

    @Test func showsAPhoneInHDRBetweenTwoInSDR() throws {
        let folder = try TemporaryFolder()
        let sdr = try gray(folder, "sdr.mp4", luma: 504, colors: "", layout: "yuv420p")
        let hdr = try gray(folder, "hdr.mp4", luma: 721, colors: Self.hlg)
        let played = try play([sdr, hdr, sdr])
        #expect(played.pictures.count == 36)
        let lumas = try played.pictures.map { try canvas(of: $0)[0] }
        // Reference white of HLG on SDR, as ColorTableTests has it.
        #expect(
            lumas == [Int](repeating: 126, count: 12) + [Int](repeating: 218, count: 12)
                + [Int](repeating: 126, count: 12))
        #expect(played.pictures.map { $0.colors == nil } == (0..<36).map { !(12..<24).contains($0) })
        #expect(played.told.isEmpty)
        #expect(played.log.contains { $0.contains("the source is HDR (HLG); its pictures are converted to SDR") })
    }

    /// Cut, whole over its own blur, larger, smaller, as large as the canvas: of the same grey everywhere.
    @Test(arguments: ["64x114", "128x72", "72x128", "320x180", "1280x720"], [ReframePreset.Mode.crop, .fit])
    func convertsWhatIsShown(size: String, mode: ReframePreset.Mode) throws {
        let folder = try TemporaryFolder()
        let played = try play([try gray(folder, "hdr.mp4", luma: 721, size: size, colors: Self.hlg)])
        let picture = try #require(played.pictures.first)
        let lumas = try canvas(of: picture, mode: mode)
        #expect(abs(lumas[0] - 218) <= 1)
        if mode == .crop { #expect(abs(lumas[1] - 218) <= 1) }
        // Beside a wide picture is its own blur, which is darker.
        if mode == .fit, size == "320x180" { #expect((110...135).contains(lumas[1])) }
    }

    @Test(arguments: [Orientation.rotated(clockwise: 90), .rotated(clockwise: 180), .rotated(clockwise: 270)])
    func turnsPicturesOfTenBits(_ orientation: Orientation) throws {
        let folder = try TemporaryFolder()
        // Bright above, dark below.
        let path = try folder.makeMedia(
            "half.mp4", "-f lavfi -i",
            "color=black:s=64x64:r=30:d=0.1,format=yuv420p10le,geq=lum='if(lt(Y,32),721,64)':cb=512:cr=512",
            "-c:v libx264 -preset ultrafast -qp 0 -pix_fmt yuv420p10le \(Self.hlg)")
        let picture = try #require(try play([path], orientation: orientation).pictures.first)
        var reframer = try Reframer(ReframePreset(), canvas: PixelSize(width: 64, height: 64))
        var frame = try VideoFramePool(size: PixelSize(width: 64, height: 64)).makeFrame()
        try reframer.draw(picture, into: &frame)
        let corners = frame.withPlanes { luma, _, _, layout in
            [(8, 8), (56, 8), (8, 56), (56, 56)].map { luma[$0.1 * layout.lumaStride + $0.0] > 100 }
        }
        // Upper left, upper right, lower left, lower right.
        let expected = [
            Orientation.rotated(clockwise: 90): [false, true, false, true],
            .rotated(clockwise: 180): [false, false, true, true], .rotated(clockwise: 270): [true, false, true, false],
        ]
        #expect(corners == expected[orientation])
    }

    /// Enhanced RTMP says it in a message of its own.
    @Test func believesTheProtocolOfSilentPictures() throws {
        let folder = try TemporaryFolder()
        let path = try gray(folder, "silent.mp4", luma: 721, colors: "")
        let played = try play([path], colors: ColorCodePoints(primaries: 9, transfer: 18, matrix: 9))
        #expect(try canvas(of: try #require(played.pictures.first))[0] == 218)
        let plain = try play([path])
        #expect(abs(try canvas(of: try #require(plain.pictures.first))[0] - 180) <= 1)
    }

    @Test func tellsTheSenderOfColorsThatCantBeShown() throws {
        let folder = try TemporaryFolder()
        let path = try gray(folder, "silent.mp4", luma: 721, colors: "")
        let played = try play([path], colors: ColorCodePoints(primaries: 9, transfer: 16, matrix: 15))
        #expect(played.pictures.isEmpty)
        #expect(
            played.told == [
                "the source: its colours are coded as IPTPQc2 (Dolby Vision), which isn't supported; set the encoder to SDR "
                    + "(HLG and HDR10 are taken too)"
            ])
        #expect(played.log.contains { $0.contains("set the encoder to SDR") })
    }

    /// A publisher's stream has no record: its pictures alone tell.
    @Test func tellsTheSenderOfDolbyVisionThatNothingElseShows() throws {
        let folder = try TemporaryFolder()
        let plain = try folder.makeMedia(
            "plain.hevc", "-f lavfi -i testsrc2=size=64x64:rate=30:duration=0.2",
            "-c:v libx265 -x265-params log-level=none:slices=1 -pix_fmt yuv420p10le")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: plain)))
        let dolby = try folder.write(DolbyVisionMetadata.added(to: bytes), to: "dolby.hevc")
        #expect(try play([plain]).told.isEmpty)
        let played = try play([dolby])
        #expect(played.pictures.isEmpty)
        #expect(
            played.told == [
                "the source is Dolby Vision profile 5, whose colours only Dolby Vision can show; set the encoder to SDR "
                    + "(HLG and HDR10 are taken too)"
            ])
    }

    @Test func warnsOnceOfWideColorsWithoutTransfer() throws {
        let folder = try TemporaryFolder()
        let path = try gray(
            folder, "wide.mp4", luma: 721, colors: "-vf setparams=color_primaries=bt2020:colorspace=bt2020nc")
        let played = try play([path, path])
        // 75 % stays 75 %.
        #expect(try played.pictures.allSatisfy { abs(try canvas(of: $0)[0] - 180) <= 1 })
        #expect(played.log.count { $0.contains("doesn't say how its light is coded") } == 1)
    }

    @Test(arguments: [(UInt8(5), UInt8(0), true), (8, 4, false)])
    func refusesFilesThatOnlyDolbyVisionShows(profile: UInt8, compatibility: UInt8, isRefused: Bool) throws {
        let folder = try TemporaryFolder()
        let bytes = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: try gray(folder, "base.mp4", luma: 721, colors: Self.hlg))))
        let path = try folder.write(
            try #require(DolbyVisionRecord.added(to: bytes, profile: profile, compatibility: compatibility)),
            to: "dolby.mp4")
        do {
            let opened = try PullSource.openFirst(.file(path: path, loops: false), interrupt: Interrupt())
            #expect(!isRefused && opened != nil)
        } catch let error as JobError {
            #expect(isRefused && error.code == .unreadableColors)
            #expect(
                error.message.hasPrefix("\(path) is Dolby Vision profile 5, whose colours only Dolby Vision can show"))
        }
    }
}
