import MediaModel
import MediaTesting
import Testing

/// A flash and a click on one tick come out no more than 5 ms apart, whatever the encoder holds back.
@Suite(.timeLimit(.minutes(10))) struct SyncTests {
    /// White for one picture at 1 s, and a millisecond's click there. The codecs lose nothing and delay nothing.
    private static func flash(rate: Int) -> Clip {
        Clip(
            "flash-\(rate)", "mov",
            [
                "-f", "lavfi", "-i",
                "color=black:s=320x180:r=\(rate):d=2,drawbox=c=white:t=fill:enable='eq(n,\(rate))'",
                "-f", "lavfi", "-i", "aevalsrc='if(between(t,1,1.001),0.9,0)':s=48000:d=2",
                "-c:v", "libx264", "-qp", "0", "-bf", "0", "-preset", "ultrafast", "-c:a", "pcm_s16le",
            ])
    }

    /// The rows of the encoder table have 3, 1 and 0 B pictures. 24 pictures a second make 30, so a flash at 1 s meets a tick.
    @Test(arguments: ["normal", "low", "ultra"], [(24, 30), (30, 30), (25, 25), (50, 50), (60, 60)])
    func flashAndClickStayTogether(latency: String, rates: (source: Int, programme: Int)) async throws {
        let movie = Tatecast.newPath("movie") + ".mp4"
        let run = try await Tatecast.render(
            Self.flash(rate: rates.source), preset: Tatecast.preset(rate: rates.programme, latency: latency),
            arguments: ["--mp4", movie])
        #expect(run.status == 0, "\(run.result.errors)")
        for (video, audio, start) in [
            (run.output + "/v360x640/playlist.m3u8", run.output + "/audio/playlist.m3u8", 10.0), (movie, movie, 0),
        ] {
            let (flash, click) = try await (flash(in: video), click(in: audio))
            #expect(abs(flash - click) <= 0.005, "flash at \(flash), click at \(click)")
            #expect(abs(flash - start - 1) <= 0.0005, "flash at \(flash)")
        }
    }

    /// By the timestamp of the decoded picture, not by its number.
    private func flash(in path: String) async throws -> Double {
        let frames = try await Decoded.list(
            "frame", ["best_effort_timestamp_time", "pict_type"], stream: "v:0", of: path)
        let pictures = try await Decoded.pictures(path, size: .init(width: 360, height: 640))
        try #require(frames.count == pictures.count)
        let index = try #require(pictures.firstIndex { $0.color(x: 0.5, y: 0.5).luma > 128 })
        return try #require(Double(frames[index][0]))
    }

    private func click(in path: String) async throws -> Double {
        let frames = try await Decoded.list("frame", ["best_effort_timestamp_time"], stream: "a:0", of: path)
        let sound = try await Decoded.sound(path)
        // The loudest moment: what a codec spreads before a click is quieter.
        let peak = try #require(sound.samples.indices.max { abs(sound.samples[$0]) < abs(sound.samples[$1]) })
        return try #require(Double(frames[0][0])) + Double(peak) / 48_000
    }
}
