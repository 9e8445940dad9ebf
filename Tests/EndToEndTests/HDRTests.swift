import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

/// What the command makes of HDR: as a file, as a live source, from a publisher.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HDRTests {
    private static let size = PixelSize(width: 360, height: 640)
    /// HDR reference white as SDR, in luma; see ColorTableTests.
    private static let white = 215...221

    /// Lumas in the middle of all pictures.
    private func lumas(_ output: String) async throws -> [Int] {
        let pictures = try await Decoded.pictures("\(output)/v360x640/playlist.m3u8", size: Self.size)
        return pictures.map { $0.color(x: 0.5, y: 0.5).luma }
    }

    /// 75 % of HLG and 58 % of PQ are reference white, half of HLG is a dark grey.
    @Test(arguments: [
        (721, "arib-std-b67", white), (572, "smpte2084", white), (502, "arib-std-b67", 136...142),
        (64, "arib-std-b67", 15...17), (940, "smpte2084", 233...236),
    ])
    func rendersHDRAsSDR(luma: Int, transfer: String, expected: ClosedRange<Int>) async throws {
        let run = try await Tatecast.render(.gray(luma, transfer: transfer))
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(run.warnings.isEmpty)
        let lumas = try await lumas(run.output)
        #expect(lumas.count == 12)
        #expect(lumas.allSatisfy(expected.contains), "\(lumas)")
        // What the show says of itself.
        let colors = try await Decoded.list(
            "stream", ["pix_fmt", "color_space", "color_transfer", "color_primaries"], stream: "v:0",
            of: "\(run.output)/v360x640/playlist.m3u8")
        #expect(colors.first == ["yuv420p", "bt709", "bt709", "bt709"])
    }

    /// A live broadcast of a file: on air with its pictures, or at an end before anybody is told that it is ready.
    @Test func broadcastsAnHDRFile() async throws {
        let clip = try await ClipLibrary.shared.path(.gray(721, transfer: "arib-std-b67"))
        let output = Tatecast.newPath()
        let run = try await live(clip, output, "--end-when-source-ends")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("is HDR (HLG); its pictures are converted to SDR"))
        let lumas = try await lumas(output)
        // Of half a second a few ticks may show the slate that the source relieves.
        #expect(lumas.count { Self.white.contains($0) } >= 6, "\(lumas)")
        #expect(Self.white.contains(lumas.last ?? 0))
    }

    @Test func refusesDolbyVisionBeforeItIsReady() async throws {
        let clip = try await ClipLibrary.shared.path(.dolbyVision(profile: 5, compatibility: 0))
        let output = Tatecast.newPath()
        let run = try await live(clip, output, "--json")
        #expect(run.status == 65)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("\(clip) is Dolby Vision profile 5"), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    private func live(_ clip: String, _ output: String, _ words: String...) async throws -> ToolProcess.Result {
        try await Tatecast.command(
            [
                "live", "--input", clip, "--preset",
                try Tatecast.file("p.yaml", Tatecast.preset(latency: "low", more: "layers: [{slate: {}}]")),
                "--output", output, "--record", "--log-format", "text",
            ] + words
        ).run()
    }

    @Test func snapshotsHDR() async throws {
        let clip = try await ClipLibrary.shared.path(.gray(721, transfer: "arib-std-b67"))
        let picture = Tatecast.newPath("hdr") + ".png"
        let run = try await ToolProcess(
            Tatecast.executable,
            [
                "snapshot", try Tatecast.file("p.yaml", Tatecast.smallPreset), "--input", clip, "--at", "0.2",
                "--output", picture,
            ]
        ).run()
        #expect(run.status == 0, "\(run.errors)")
        let pixels = try await ToolProcess(
            "ffmpeg", ["-v", "error", "-i", picture, "-f", "rawvideo", "-pix_fmt", "gray", "-"]
        )
        .run().output
        #expect(pixels.count == 360 * 640)
        // The same grey in full range.
        #expect(pixels.allSatisfy { (233...237).contains($0) })
    }

    /// A phone in SDR, one in HDR, one in SDR again: each takes over from the one before.
    @Test func broadcastsPublishersInSDRAndHDR() async throws {
        func phone(_ luma: Int, _ layout: String, _ more: [String] = []) -> [String] {
            ["-f", "lavfi", "-i", "color=black:s=360x640:r=30,format=yuv420p10le,geq=lum=\(luma):cb=512:cr=512"]
                + ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "15", "-pix_fmt", layout]
                + more
        }
        let hdr = ["-vf", "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc"]
        let words = ["--listen", "rtmp://127.0.0.1:0/live", "--duration", "9", "--record", "--no-audio-only"]
        let preset = Tatecast.preset(latency: "low", more: "layers: [{slate: {}}]")
        let rendered = try await Broadcast.run(words, preset: preset) { broadcast in
            try await broadcast.publish(phone(284, "yuv420p"), killedAfter: 2.6)
            try await broadcast.publish(phone(721, "yuv420p10le", hdr), killedAfter: 2.6)
            try await broadcast.publish(phone(284, "yuv420p"), killedAfter: 2.6)
        }
        #expect(rendered.status == 0, "\(rendered.result.errors)")
        #expect(PresentationChecker.findings { rendered.read($0) } == [])
        let lumas = try await lumas(rendered.output)
        #expect(lumas.count == 270)
        let (dark, bright) = (
            lumas.indices.filter { (68...74).contains(lumas[$0]) },
            lumas.indices.filter { Self.white.contains(lumas[$0]) }
        )
        // A publisher on a busy machine takes a second to begin.
        #expect(dark.count >= 20 && bright.count >= 10, "\(lumas) \(rendered.result.errors)")
        #expect(dark.contains { $0 < bright.first ?? 0 } && dark.contains { $0 > bright.last ?? .max })
    }
}
