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
        var process = ToolProcess(
            Tatecast.executable,
            [
                "live", "--input", clip, "--preset",
                try Tatecast.file("p.yaml", Tatecast.preset(latency: "low", more: "layers: [{slate: {}}]")),
                "--output", output, "--record", "--log-format", "text",
            ] + words)
        process.deadline = 60
        return try await process.run()
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
        let output = Tatecast.newPath()
        let script = """
            "$0" live --listen rtmp://127.0.0.1:0/live --preset "$1" --output "$2" --duration 9 --record \
                --no-audio-only --json --log-format text > "$3" &
            worker=$!
            until URL=$(sed -n 's/.*"publish":"\\([^"]*\\)".*/\\1/p' "$3") && [ -n "$URL" ]; do sleep 0.05; done
            publish() {
                luma=$1; shift
                timeout -s KILL 2.6 ffmpeg -v error -re -f lavfi \
                    -i "color=black:s=360x640:r=30,format=yuv420p10le,geq=lum=$luma:cb=512:cr=512" -c:v libx264 \
                    -preset ultrafast -tune zerolatency -g 15 "$@" -f flv "$URL/sesame" < /dev/null
            }
            publish 284 -pix_fmt yuv420p
            publish 721 -pix_fmt yuv420p10le \
                -vf setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc
            publish 284 -pix_fmt yuv420p
            wait $worker
            """
        var process = ToolProcess(
            "sh",
            [
                "-c", script, Tatecast.executable,
                try Tatecast.file("p.yaml", Tatecast.preset(latency: "low", more: "layers: [{slate: {}}]")), output,
                Tatecast.newPath("ready"),
            ])
        process.environment = ["TATECAST_STREAM_KEY": "sesame"]
        process.deadline = 60
        let run = try await process.run()
        #expect(run.status == 0, "\(run.errors)")
        let rendered = Tatecast.Run(result: run, output: output)
        #expect(PresentationChecker.findings { rendered.read($0) } == [])
        let lumas = try await lumas(output)
        #expect(lumas.count == 270)
        let (dark, bright) = (
            lumas.indices.filter { (68...74).contains(lumas[$0]) },
            lumas.indices.filter { Self.white.contains(lumas[$0]) }
        )
        // A publisher on a busy machine takes a second to begin.
        #expect(dark.count >= 20 && bright.count >= 10, "\(lumas) \(run.errors)")
        #expect(dark.contains { $0 < bright.first ?? 0 } && dark.contains { $0 > bright.last ?? .max })
    }
}
