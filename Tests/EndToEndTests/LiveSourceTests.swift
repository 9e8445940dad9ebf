import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

/// What `tatecast live` makes of the sources that it gets: the pictures, the times and the sound of its output.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LiveSourceTests {
    private static let preset = """
        name: small
        canvas: {width: 180, height: 320, frameRate: 30}
        latency: low
        ladder:
          - {width: 180, height: 320, bitRate: 800k}
          - {width: 90, height: 160, bitRate: 200k}
        layers:
          - slate: {}
        """

    /// A broadcast that is published to as it goes.
    private func broadcast(
        _ seconds: Int, environment: [String: String] = [:], publishing body: (Broadcast) async throws -> Void
    ) async throws -> Output {
        let words =
            ["--listen", "rtmp://127.0.0.1:0/live", "--duration", "\(seconds)", "--record", "--no-audio-only"]
        let run = try await Broadcast.run(words, preset: Self.preset, environment: environment, body)
        #expect(run.status == 0, "\(run.result.errors)")
        #expect(PresentationChecker.findings { run.read($0) } == [])
        let pictures = try await Decoded.pictures(
            "\(run.output)/v180x320/playlist.m3u8", size: PixelSize(width: 180, height: 320))
        // Whatever comes, there is a picture for each tick, and sound to the end.
        #expect(pictures.count == seconds * 30)
        let sound = try await Decoded.sound("\(run.output)/audio/playlist.m3u8")
        #expect(abs(sound.duration - Double(seconds)) < 0.03)
        return Output(log: run.result.errors, pictures: pictures, sound: sound)
    }

    private static func lavfi(_ sources: String...) -> [String] {
        sources.flatMap { ["-f", "lavfi", "-i", $0] } + Broadcast.encoding
    }

    private struct Output {
        var log: String
        var pictures: [Picture]
        var sound: Sound

        /// The ticks that show a colour all over.
        func ticks(of color: Picture.Color) -> [Int] {
            pictures.indices.filter { index in
                [0.2, 0.8].allSatisfy { pictures[index].color(x: 0.5, y: $0).distance(color) < 30 }
            }
        }

        /// For how long sound is heard, in seconds: in steps of 10 ms.
        var loud: Double {
            let step = 480
            let count = stride(from: 0, to: sound.samples.count - step, by: step).count { start in
                sound.samples[start..<start + step].contains { abs($0) > 0.03 }
            }
            return Double(count) / 100
        }
    }

    private static let red = Picture.Color(bt709: 255, 0, 0)
    private static let blue = Picture.Color(bt709: 0, 0, 255)

    @Test func showsAnotherSizeAndRateAfterAKilledPublisher() async throws {
        let output = try await broadcast(8) { broadcast in
            try await broadcast.publish(Self.lavfi("color=red:s=640x360:r=25", "sine=f=440"), killedAfter: 2.5)
            try await broadcast.untilSource(is: "frozen", "slate")
            try await broadcast.publish(Self.lavfi("color=blue:s=180x320:r=30", "sine=f=440:r=44100"), killedAfter: 2.5)
        }
        let (red, blue) = (output.ticks(of: Self.red), output.ticks(of: Self.blue))
        // A publisher on a busy machine takes a second to begin.
        #expect(red.count >= 30 && blue.count >= 15, "\(red.count) and \(blue.count) ticks; \(output.log)")
        #expect((red.last ?? 0) < (blue.first ?? 0))
        // The last red picture stays, until the slate or the blue one comes: no tick in between shows anything else.
        #expect(red == Array((red.first ?? 0)...(red.last ?? 0)))
        #expect(output.loud > 1)
    }

    /// A screen that stands still for longer than a stall may last, while its owner speaks.
    @Test(arguments: [nil, "2"]) func thePictureStaysWhileTheSourceIsHeard(longestPause: String?) async throws {
        let still = try await ClipLibrary.shared.path(.stillWithSound)
        let output = try await broadcast(
            8, environment: longestPause.map { ["TATECAST_MAX_PICTURE_PAUSE": $0] } ?? [:]
        ) { broadcast in
            try await broadcast.publish(["-i", still, "-c", "copy", "-max_interleave_delta", "100000"])
        }
        let red = output.ticks(of: Self.red)
        #expect(output.loud > 4, "\(output.log)")
        if longestPause == nil {
            #expect(red.count >= 120, "\(red.count) ticks; \(output.log)")
            #expect(red == Array((red.first ?? 0)...(red.last ?? 0)))
        } else {
            // A second, and two more.
            #expect((60...110).contains(red.count), "\(red.count) ticks; \(output.log)")
            #expect(output.log.contains("its pictures pause for too long"))
        }
    }

    @Test func broadcastsPicturesWithoutSound() async throws {
        let output = try await broadcast(3) { broadcast in
            try await broadcast.publish(Self.lavfi("color=blue:s=320x240:r=30"), killedAfter: 2.5)
        }
        #expect(output.ticks(of: Self.blue).count >= 15, "\(output.log)")
        #expect(output.loud == 0)
    }

    @Test func broadcastsSoundWithoutPictures() async throws {
        let output = try await broadcast(3) { broadcast in
            try await broadcast.publish(Self.lavfi("sine=f=440"), killedAfter: 2.5)
        }
        #expect(output.ticks(of: Self.blue).isEmpty && output.ticks(of: Self.red).isEmpty)
        #expect(output.loud > 0.5, "\(output.log)")
    }

    /// A flash and a click each second, while the publisher's clock of 32 bits begins anew.
    @Test(arguments: ["0", "4294966.3"]) func keepsPicturesAndSoundTogether(start: String) async throws {
        let output = try await broadcast(6) { broadcast in
            let flash = "color=black:s=180x320:r=30,drawbox=c=white:t=fill:enable='eq(mod(n,30),15)'"
            let click = "aevalsrc='if(lt(mod(t+0.5,1),0.002),0.9,0)':s=48000"
            try await broadcast.publish(Self.lavfi(flash, click) + ["-output_ts_offset", start], killedAfter: 5.5)
        }
        let isWhite = output.pictures.map { $0.color(x: 0.5, y: 0.5).luma > 128 }
        let flashes = isWhite.indices.filter { isWhite[$0] && ($0 == 0 || !isWhite[$0 - 1]) }
        let clicks = Self.clicks(output.sound)
        #expect(flashes.count >= 3 && clicks.count >= 3, "\(flashes) \(clicks) \(output.log)")
        // Of the first and the last, the picture or the click may have been before or after the source was on air.
        for flash in flashes.dropFirst().dropLast() {
            let time = Double(flash) / 30
            let click = try #require(clicks.min { abs($0 - time) < abs($1 - time) })
            // Half a tick for the rounding of pictures to ticks, and 20 ms that anybody could see.
            #expect(abs(click - time) <= 0.020 + 0.0167, "flash at \(time), click at \(click)")
        }
    }

    /// When each click is loudest, in seconds.
    private static func clicks(_ sound: Sound) -> [Double] {
        var clicks: [Double] = []
        var index = 0
        while index < sound.samples.count {
            guard abs(sound.samples[index]) > 0.2 else {
                index += 1
                continue
            }
            let reach = index..<min(sound.samples.count, index + 2_400)
            let peak = reach.max { abs(sound.samples[$0]) < abs(sound.samples[$1]) } ?? index
            clicks.append(Double(peak) / 48_000)
            index = reach.upperBound
        }
        return clicks
    }
}

extension Clip {
    /// A second of red, and a tone that goes on.
    fileprivate static let stillWithSound = Clip(
        "still-with-sound", "flv",
        ["-f", "lavfi", "-i", "color=red:s=320x240:r=30:d=1"] + tone(7.5)
            + ["-c:v", "libx264", "-preset", "ultrafast", "-g", "15", "-pix_fmt", "yuv420p"] + aac)
}
