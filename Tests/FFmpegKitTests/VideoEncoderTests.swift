@testable import FFmpegKit
import HLS
import MediaModel
import MediaTesting
import Testing

/// Twelve pictures a part, as flat as possible, so that the suite is quick.
private func settings(_ parameters: String, preset: String = "superfast") -> VideoEncoder.Settings {
    VideoEncoder.Settings(
        size: PixelSize(width: 64, height: 96), frameRate: .fps30,
        rate: .init(average: 200_000, peak: 250_000, bufferSize: 300_000), keyInterval: 24, encoder: "libx264",
        options: [
            "profile": "high", "forced-idr": "1", "preset": preset,
            "x264-params": "scenecut=0:open-gop=0:\(parameters)",
        ], threadCount: 1)
}

@Suite struct OptionsTests {
    @Test func namesTheOptionThatNobodyTook() {
        let options: Options = ["movflags": "x", "color": "y"]
        let error = #expect(throws: FFmpegError.self) {
            try options.withDictionary(on: "mp4") { _ throws(FFmpegError) in }
        }
        #expect(error?.operation == "option movflags")
        #expect(error?.subject == "mp4")
    }

    @Test func othersTakeTheirNamesPlacesAndComeLast() {
        let options: Options = ["me": "hex", "subme": "2"]
        #expect(options.overridden(by: ["trellis": "0", "me": "dia"]).text == "me=dia:subme=2:trellis=0")
    }

    @Test func handsOnWhatTheCallThrows() {
        let options: Options = ["movflags": "x"]
        let error = #expect(throws: FFmpegError.self) {
            try options.withDictionary(on: "mp4") { _ throws(FFmpegError) in
                throw FFmpegError(operation: "open", subject: nil, code: .outOfMemory)
            }
        }
        #expect(error?.operation == "open")
    }
}

@Suite struct VideoEncoderTests {
    @Test(arguments: ["bframs=1", "rc-lookahead=3:no-such-key=1", "me=sideways"])
    func refusesAParameterThatX264DoesNotKnow(parameters: String) throws {
        let error = #expect(throws: FFmpegError.self) { _ = try VideoEncoder(settings(parameters)) }
        let wrong = try #require(parameters.split(separator: ":").last?.split(separator: "=").first)
        #expect(error?.description.contains(String(wrong)) == true)
        #expect(error?.subject == "libx264")
    }

    @Test func opensAgainAfterARefusal() throws {
        #expect(throws: FFmpegError.self) { _ = try VideoEncoder(settings("bframs=1")) }
        _ = try VideoEncoder(settings("bframes=1"))
    }

    @Test func refusesAPresetThatDoesNotExist() {
        #expect(throws: FFmpegError.self) { _ = try VideoEncoder(settings("bframes=1", preset: "hyperfast")) }
    }

    /// What each picture says is with that picture behind the decoder, whatever order they are coded in; and with no other, though two of
    /// them are the same.
    @Test(arguments: [0, 1, 3]) func keepsClosedCaptionsWithTheirPictures(bFrames: Int) throws {
        var encoder = try VideoEncoder(
            settings("mbtree=0:force-cfr=1:rc-lookahead=\(bFrames):bframes=\(bFrames):b-adapt=0"))
        var decoder = try VideoDecoder(CodecParameters(.h264, configuration: encoder.parameterSets.span))
        func captions(_ tick: Int) -> [UInt8] {
            tick % 3 == 0 ? [] : [0xfc, UInt8(tick), 0x80, 0xfd, 0x80, UInt8(tick)]
        }
        var found: [[UInt8]] = []
        func decode(_ decoder: inout VideoDecoder) throws {
            while case .frame(let frame) = try decoder.receive() {
                found.append(frame.withClosedCaptions { span in span.indices.map { span[$0] } } ?? [])
            }
        }
        func drain(_ encoder: inout VideoEncoder, _ decoder: inout VideoDecoder) throws {
            while case .packet(let packet) = try encoder.receive() {
                try decoder.send(packet)
                try decode(&decoder)
            }
        }
        let frame = try makeFrame(PixelSize(width: 64, height: 96)) { x, y in UInt8((x + y) % 200) }.share()
        for tick in 0..<48 {
            try encoder.send(frame.frame, tick: tick, isKey: tick % 24 == 0, captions: captions(tick))
            try drain(&encoder, &decoder)
        }
        try encoder.sendEnd()
        try drain(&encoder, &decoder)
        try decoder.sendEnd()
        try decode(&decoder)
        #expect(found == (0..<48).map(captions))
    }

    @Test func begetsParameterSetsOfHighProfile() throws {
        let codec = try CodecString.avc(extradata: VideoEncoder(settings("bframes=1")).parameterSets)
        #expect(codec.hasPrefix("avc1.64"))
    }
}

@Suite struct FragmentMuxerTests {
    /// Encodes pictures, and packs twelve packets a part.
    private static func makeParts(bFrames: Int, count: Int = 36) throws -> (head: [UInt8], parts: [[UInt8]]) {
        var encoder = try VideoEncoder(
            settings("mbtree=0:force-cfr=1:rc-lookahead=\(bFrames):bframes=\(bFrames):b-adapt=0"))
        var muxer = try FragmentMuxer(encoder.makeTrack())
        var parts: [[UInt8]] = []
        var packets = 0
        func drain(_ encoder: inout VideoEncoder, _ muxer: inout FragmentMuxer) throws {
            while case .packet(let packet) = try encoder.receive() {
                try muxer.write(packet)
                packets += 1
                if packets % 12 == 0 { parts.append(try muxer.finishPart()) }
            }
        }
        for tick in 0..<count {
            let frame = try makeFrame(PixelSize(width: 64, height: 96)) { x, y in UInt8((x + y + 3 * tick) % 200) }
            try encoder.send(frame, tick: tick, isKey: tick % 24 == 0)
            try drain(&encoder, &muxer)
        }
        try encoder.sendEnd()
        try drain(&encoder, &muxer)
        #expect(try muxer.finishPart() == [])
        return (muxer.initSegment, parts)
    }

    @Test(arguments: [0, 1, 3])
    func packsEachPartIntoOneFragmentOnTheProgrammesTime(bFrames: Int) throws {
        let (_, parts) = try Self.makeParts(bFrames: bFrames)
        #expect(parts.count == 3)
        var shown: [Int64] = []
        for (number, part) in parts.enumerated() {
            #expect(Self.boxes(part) == ["moof", "mdat"])
            let index = try FragmentIndex(part)
            #expect(index.sampleCount == 12)
            #expect(index.duration == 12_000)
            // 30 000 ticks a second, ten seconds of run-up, and B pictures decode up to two pictures early.
            let reordering = Int64(min(bFrames, 2))
            let expected: Int64 = 300_000 + Int64(number) * 12_000 - reordering * 1000
            #expect(index.baseMediaDecodeTime == expected)
            #expect(index.beginsWithSync == (number != 1))
            var time = index.baseMediaDecodeTime
            for sample in index.samples {
                shown.append(time + sample.compositionOffset)
                #expect(sample.compositionOffset >= 0)
                time += sample.duration
            }
        }
        let expected: [Int64] = (0..<36).map { (tick: Int64) -> Int64 in 300_000 + tick * 1000 }
        #expect(shown.sorted() == expected)
    }

    @Test func makesTheSameBytesTwice() throws {
        let (first, second) = (try Self.makeParts(bFrames: 1), try Self.makeParts(bFrames: 1))
        #expect(first.head == second.head)
        #expect(first.parts == second.parts)
        #expect(Self.boxes(first.head) == ["ftyp", "moov"])
        #expect(first.head.firstRange(of: Array("Lavf".utf8)) == nil)
    }

    /// What a player does: the init segment and the parts in a row.
    @Test(arguments: [0, 1, 3])
    func playsFromTenSecondsOn(bFrames: Int) throws {
        let (head, parts) = try Self.makeParts(bFrames: bFrames)
        let folder = try TemporaryFolder()
        let read = try ReadFile(try folder.write(head + parts.flatMap(\.self), to: "show.mp4"))
        #expect(read.pictures.count == 36)
        for (tick, picture) in read.pictures.enumerated() {
            let expected: Int64 = 10_000_000_000 + Int64(tick) * 1_000_000_000 / 30
            let time = try #require(picture.time)
            #expect(abs(time - expected) <= 1)
        }
    }

    private static func boxes(_ bytes: [UInt8]) -> [String] {
        var (names, start): ([String], Int) = ([], 0)
        while start + 8 <= bytes.count {
            names.append(String(decoding: bytes[start + 4..<start + 8], as: UTF8.self))
            var size = 0
            for byte in bytes[start..<start + 4] { size = size << 8 | Int(byte) }
            start += max(8, size)
        }
        return start == bytes.count ? names : names + ["rest"]
    }
}
