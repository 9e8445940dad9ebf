@testable import FFmpegKit
import Foundation
import HLS
import MediaModel
import MediaTesting
import Testing

@Suite struct AudioEncoderTests {
    /// Encodes stereo and packs it all into one part, without the encoder's run-up.
    private static func encode(_ samples: [Float]) throws -> [UInt8] {
        var encoder = try AudioEncoder(bitRate: 128_000)
        var muxer = try FragmentMuxer(encoder.makeTrack())
        var times: [Int64] = []
        func drain(_ encoder: inout AudioEncoder, _ muxer: inout FragmentMuxer) throws {
            while case .packet(let packet) = try encoder.receive() {
                let time = packet.presentationTime
                times.append(try #require(time))
                let duration = packet.duration
                #expect(duration == 1024)
                if times.last! >= 0 { try muxer.write(packet) }
            }
        }
        for start in stride(from: 0, to: samples.count, by: 1024) {
            let frame = Array(samples[start..<start + 1024])
            try encoder.send(left: frame.span, right: frame.span, firstSample: Int64(start))
            try drain(&encoder, &muxer)
        }
        try encoder.sendEnd()
        try drain(&encoder, &muxer)
        #expect(times.first == -1024)
        let expected: [Int64] = times.indices.map { Int64($0) * 1024 - 1024 }
        #expect(times == expected)
        let part = try muxer.finishPart()
        #expect(try FragmentIndex(part).baseMediaDecodeTime == 480_000)
        return muxer.initSegment + part
    }

    @Test(arguments: [5000, 20_480, 33_333])
    func aClickComesBackAtItsSample(position: Int) throws {
        var samples = [Float](repeating: 0, count: 48 * 1024)
        samples[position] = 0.9
        let folder = try TemporaryFolder()
        let read = try ReadFile(try folder.write(Self.encode(samples), to: "click.mp4"))
        #expect(read.soundStart == 10_000_000_000)
        let loudest = try #require(read.left.indices.max { abs(read.left[$0]) < abs(read.left[$1]) })
        #expect(abs(loudest - position) <= 1)
        #expect(abs(read.left[loudest]) > 0.2)
    }

    @Test func saysWhatAPlayerMustKnow() throws {
        let encoder = try AudioEncoder(bitRate: 64_000)
        #expect(try CodecString.aac(audioSpecificConfig: encoder.specificConfig) == "mp4a.40.2")
    }

    /// What the same sine gives, byte for byte: two runs of a show are alike.
    @Test func encodesTheSameTwice() throws {
        let tone: [Float] = (0..<16 * 1024).map { (index: Int) -> Float in 0.5 * sin(Float(index) * 0.05) }
        let (first, second) = (try Self.encode(tone), try Self.encode(tone))
        #expect(first == second)
    }
}

@Suite struct ResamplerTests {
    /// A file of one tone at half of full scale in every channel.
    private static func read(_ channels: String, rate: Int, codec: String = "pcm_f32le", seconds: Int = 1) throws
        -> ReadFile
    {
        let folder = try TemporaryFolder()
        return try ReadFile(
            try folder.makeMedia(
                "tone.mov", "-f lavfi -i aevalsrc=\(channels):s=\(rate):d=\(seconds) -c:a \(codec)"))
    }

    private static func peak(_ samples: [Float]) -> Float {
        // Without the ends, where filters ring.
        samples.dropFirst(2000).dropLast(2000).map(abs).max() ?? 0
    }

    @Test(arguments: [48_000, 44_100])
    func monoSoundsAsLoudAsItIs(rate: Int) throws {
        let read = try Self.read("0.5*sin(2*PI*440*t)", rate: rate)
        #expect(abs(Self.peak(read.left) - 0.5) < 0.01)
        #expect(read.left == read.right)
    }

    @Test func stereoKeepsItsChannels() throws {
        let read = try Self.read("0.5*sin(2*PI*440*t)|0.25*sin(2*PI*440*t)", rate: 48_000)
        #expect(abs(Self.peak(read.left) - 0.5) < 0.01)
        #expect(abs(Self.peak(read.right) - 0.25) < 0.01)
    }

    @Test(arguments: ["pcm_f32le", "pcm_s16le"])
    func surroundDoesNotClip(codec: String) throws {
        let tone = "0.99*sin(2*PI*440*t)"
        let read = try Self.read(
            Array(repeating: tone, count: 6).joined(separator: "|") + ":c=5.1", rate: 48_000, codec: codec)
        #expect(Self.peak(read.left) <= 1)
        #expect(Self.peak(read.right) <= 1)
        #expect(Self.peak(read.left) > 0.5)
    }

    /// Of a recorder's ten tracks in one, nobody says which speaker they are for: some FFmpegs know a layout of as many.
    @Test(arguments: [9, 10, 12, 16, 24])
    func takesTheFirstTwoOfChannelsWithoutNames(count: Int) throws {
        let folder = try TemporaryFolder()
        let read = try ReadFile(try folder.write(Self.unnamed(count), to: "many.wav"))
        #expect(abs(Self.peak(read.left) - 0.05) < 0.01)
        #expect(abs(Self.peak(read.right) - 0.1) < 0.01)
    }

    /// Up to eight, they are those of the usual layout: two are left and right.
    @Test func takesTwoChannelsWithoutNamesForStereo() throws {
        let folder = try TemporaryFolder()
        let read = try ReadFile(try folder.write(Self.unnamed(2), to: "two.wav"))
        #expect(abs(Self.peak(read.left) - 0.05) < 0.01)
        #expect(abs(Self.peak(read.right) - 0.1) < 0.01)
    }

    /// Half a second of WAV with the plain header, which has no room for the speakers' names. A channel's tone is louder by
    /// 0.05 than that of the one before it; `ffmpeg` would name the channels where it knows a layout.
    private static func unnamed(_ channels: Int) -> [UInt8] {
        let (rate, count) = (48_000, 24_000)
        func number(_ value: Int, bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let format =
            number(1, bytes: 2) + number(channels, bytes: 2) + number(rate, bytes: 4)
            + number(rate * channels * 2, bytes: 4) + number(channels * 2, bytes: 2) + number(16, bytes: 2)
        var samples: [UInt8] = []
        for time in 0..<count {
            let tone = sin(2 * Double.pi * 440 * Double(time) / Double(rate))
            for channel in 1...channels {
                samples += number(Int(Double(min(channel, 19)) / 20 * 32_767 * tone), bytes: 2)
            }
        }
        return Array("RIFF".utf8) + number(36 + samples.count, bytes: 4) + Array("WAVEfmt ".utf8)
            + number(format.count, bytes: 4) + format + Array("data".utf8) + number(samples.count, bytes: 4) + samples
    }

    @Test(arguments: [44_100, 22_050, 32_000, 96_000, 8_000])
    func keepsTheLength(rate: Int) throws {
        let read = try Self.read("0.1*sin(2*PI*440*t)|0", rate: rate, seconds: 2)
        #expect(abs(read.left.count - 96_000) <= 40)
        #expect(read.right.count == read.left.count)
    }

    @Test(arguments: [44_100, 32_000, 96_000])
    func aClickStaysWhereItWas(rate: Int) throws {
        // Half a second in: sample `rate / 2` of the source.
        let read = try Self.read("eq(n\\,\(rate / 2))|0", rate: rate)
        let loudest = try #require(read.left.indices.max { abs(read.left[$0]) < abs(read.left[$1]) })
        #expect(abs(loudest - 24_000) <= 1)
    }

    @Test func tellsHowFarItLags() throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia("tone.wav", "-f lavfi -i sine=sample_rate=44100:duration=1")
        var container = try InputContainer(file: path, interrupt: Interrupt())
        var decoder = try AudioDecoder(container.makeParameters(of: container.tracks[0]))
        var resampler = Resampler()
        #expect(resampler.delay == 0)
        var (taken, given) = (0, 0)
        while case .packet(let packet) = try container.read() {
            try decoder.send(packet)
            while case .frame(let frame) = try decoder.receive() {
                taken += frame.sampleCount
                try resampler.convert(frame) { left, _ in given += left.count }
                let delay = Int(resampler.delay)
                let due: Int = taken * 48_000 / 44_100 - given
                #expect(abs(due - delay) <= 2)
            }
        }
        try resampler.flush { left, _ in given += left.count }
        #expect(abs(given - 48_000) <= 40)
        #expect(resampler.delay == 0)
    }

    /// One byte a second of sound would become gigabytes.
    @Test(arguments: [1, 100, 2_000_000])
    func refusesARateThatNoDeviceRecords(rate: UInt32) throws {
        let folder = try TemporaryFolder()
        let path = try folder.makeMedia("tone.wav", "-f lavfi -i sine=sample_rate=48000:duration=0.1")
        var bytes = try folder.read("tone.wav")
        for byte in 0..<4 { bytes[24 + byte] = UInt8(truncatingIfNeeded: rate >> (8 * UInt32(byte))) }
        try folder.write(bytes, to: "tone.wav")
        let error = #expect(throws: FFmpegError.self) { _ = try ReadFile(path) }
        #expect(error?.code == .invalidData)
    }
}

@Suite struct MovieFileTests {
    @Test func standsWithItsIndexFirstAndBothTracksTogether() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a:movie.mp4"
        var audio = try AudioEncoder(bitRate: 64_000)
        var video = try VideoEncoder(
            .init(
                size: PixelSize(width: 64, height: 96), frameRate: .fps25,
                rate: .init(average: 100_000, peak: 100_000, bufferSize: 100_000), keyInterval: 25, encoder: "libx264",
                options: ["profile": "high", "preset": "superfast", "x264-params": "scenecut=0:bframes=1"],
                threadCount: 1))
        var movie = try MovieFile(path: path, video: video.makeTrack(), audio: audio.makeTrack())
        // Tick 10 is white, and so is the sound at the same instant.
        for tick in 0..<25 {
            let frame = try makeFrame(PixelSize(width: 64, height: 96)) { _, _ in tick == 10 ? 235 : 16 }
            try video.send(frame, tick: tick, isKey: tick == 0)
            while case .packet(let packet) = try video.receive() { try movie.write(packet, to: .video) }
        }
        try video.sendEnd()
        while case .packet(let packet) = try video.receive() { try movie.write(packet, to: .video) }
        var samples = [Float](repeating: 0, count: 1024 * 46)
        samples[19_200] = 0.9
        for start in stride(from: 0, to: samples.count, by: 1024) {
            let part = Array(samples[start..<start + 1024])
            try audio.send(left: part.span, right: part.span, firstSample: Int64(start))
            while case .packet(let packet) = try audio.receive() {
                if packet.presentationTime! >= 0 { try movie.write(packet, to: .audio) }
            }
        }
        try movie.finish()

        let bytes = try folder.read("a:movie.mp4")
        let index = try #require(bytes.firstRange(of: Array("moov".utf8)))
        let media = try #require(bytes.firstRange(of: Array("mdat".utf8)))
        #expect(index.lowerBound < media.lowerBound)
        let read = try ReadFile(path)
        let flash = try #require(read.pictures.max { $0.luma < $1.luma }?.time)
        let click = try #require(read.left.indices.max { abs(read.left[$0]) < abs(read.left[$1]) })
        let start = try #require(read.soundStart)
        let clickTime: Int64 = start + Int64(click) * 1_000_000_000 / 48_000
        #expect(abs(flash - clickTime) < 5_000_000)
    }

    @Test func namesAFileThatCannotBeMade() throws {
        let audio = try AudioEncoder(bitRate: 64_000)
        let video = try VideoEncoder(
            .init(
                size: PixelSize(width: 64, height: 96), frameRate: .fps25,
                rate: .init(average: 100_000, peak: 100_000, bufferSize: 100_000), keyInterval: 25, encoder: "libx264",
                options: ["profile": "high", "preset": "superfast", "x264-params": "scenecut=0:bframes=0"],
                threadCount: 1))
        let tracks = (try video.makeTrack(), try audio.makeTrack())
        let error = #expect(throws: FFmpegError.self) {
            _ = try MovieFile(path: "/nonexistent/a.mp4", video: tracks.0, audio: tracks.1)
        }
        #expect(error?.subject == "/nonexistent/a.mp4")
        #expect(error?.code.systemError == 2)
    }
}

@Suite struct FFmpegErrorTests {
    @Test func readsAsOneSentence() {
        let error = FFmpegError(operation: "avcodec_open2", subject: "libx264", code: .init(rawValue: -22))
        #expect(error.description == "avcodec_open2 failed on \"libx264\": Invalid argument (-22)")
        #expect(error.code.systemError == 22)
        #expect(FFmpegError.Code.endOfFile.systemError == nil)
        #expect(FFmpegError.Code.invalidData.message == "Invalid data found when processing input")
    }
}
