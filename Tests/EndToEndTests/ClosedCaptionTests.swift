import FFmpegKit
import Foundation
import MediaModel
import MediaTesting
import Testing

/// Closed captions in a clip's pictures (CEA-608), from there through the whole chain into every rung, as FFmpeg reads them.
@Suite(.timeLimit(.minutes(2))) struct ClosedCaptionTests {
    private static let texts = ["TWENTY FOUR HOURS ONLY", "THREE IN STOCK", "TWO OR FORTY"]

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A second and a half for each caption: those of the first field pop on, and the second field only says that there is nothing to say.
    private static func pairs() -> [[UInt8]] {
        func odd(_ byte: UInt8) -> UInt8 { byte.nonzeroBitCount.isMultiple(of: 2) ? byte | 0x80 : byte }
        return texts.flatMap { text in
            let bytes = Array(text.utf8) + [0]
            let characters = stride(from: 0, to: bytes.count - 1, by: 2).map { (bytes[$0], bytes[$0 + 1]) }
            let begin: [(UInt8, UInt8)] = [
                (0x14, 0x20), (0x14, 0x20), (0x14, 0x2e), (0x14, 0x2e), (0x14, 0x70), (0x14, 0x70),
            ]
            let all = begin + characters + [(0x14, 0x2f), (0x14, 0x2f)]
            let nulls = [(UInt8, UInt8)](repeating: (0, 0), count: 45 - all.count)
            return (all + nulls).map { [odd($0.0), odd($0.1)] }
        }
    }

    private func makeClip(rate: FrameRate) throws -> String {
        let size = PixelSize(width: 64, height: 96)
        var encoder = try VideoEncoder(
            .init(
                size: size, frameRate: rate, rate: .init(average: 100_000, peak: 125_000, bufferSize: 150_000),
                keyInterval: 30, encoder: "libx264",
                options: ["preset": "superfast", "x264-params": "bframes=2:b-adapt=0:rc-lookahead=4"], threadCount: 1))
        let path = "\(folder.path)/clip.mp4"
        var file = try MovieFile(path: path, video: encoder.makeTrack())
        func drain(_ encoder: inout VideoEncoder, _ file: inout MovieFile) throws {
            while case .packet(let packet) = try encoder.receive() { try file.write(packet, to: .video) }
        }
        let pool = try VideoFramePool(size: size)
        let pairs = Self.pairs()
        // At 60 pictures a second, every other one has a pair.
        let step = max(1, rate.framesPerSecond / 30)
        for tick in 0..<pairs.count * step {
            var frame = try pool.makeFrame()
            frame.withMutablePlanes { luma, blue, red, _ in
                for index in luma.indices { luma[index] = UInt8(40 + (index + tick) % 100) }
                for index in blue.indices { blue[index] = 128 }
                for index in red.indices { red[index] = 128 }
            }
            let captions = tick % step == 0 ? [0xfc] + pairs[tick / step] + [0xfd, 0x80, 0x80] : [0xfd, 0x80, 0x80]
            try encoder.send(frame, tick: tick, isKey: tick % 30 == 0, captions: captions)
            try drain(&encoder, &file)
        }
        try encoder.sendEnd()
        try drain(&encoder, &file)
        try file.finish()
        return path
    }

    /// The captions in a file's or a playlist's pictures, without their times.
    private func read(_ path: String) async throws -> [String] {
        let result = try await ToolProcess(
            "ffmpeg",
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "movie=\(path)[out0+subcc]", "-map", "0:s", "-f",
                "webvtt", "-",
            ]
        ).run()
        return result.text.split(separator: "\n").map(String.init).filter { $0 != "WEBVTT" && !$0.contains("-->") }
    }

    private func render(_ clip: String, rate: Int, captions: String) async throws -> (Tatecast.Run, master: String) {
        let preset = """
            canvas: {width: 90, height: 160, frameRate: \(rate)}
            ladder: [{width: 90, height: 160, bitRate: 100k}, {width: 46, height: 82, bitRate: 100k}]
            \(captions)
            """
        let run = try await Tatecast.render(path: clip, preset: preset)
        try #require(run.status == 0, "\(run.result.errors)")
        return (run, String(decoding: try #require(run.read("master.m3u8")), as: UTF8.self))
    }

    @Test(arguments: [(30, 25), (30, 60), (60, 30), (25, 30)])
    func keepsEveryWordAtOtherRates(rates: (source: Int, programme: Int)) async throws {
        let clip = try makeClip(rate: try #require(FrameRate(framesPerSecond: rates.source)))
        // At 25, the pairs come at 25 a second.
        #expect(try await read(clip) == Self.texts)
        let (run, master) = try await render(clip, rate: rates.programme, captions: "captions: {source: {CC1: en}}")
        for rung in ["v90x160", "v46x82"] {
            #expect(try await read("\(run.output)/\(rung)/playlist.m3u8") == Self.texts, "\(rung)")
        }
        let media =
            #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,INSTREAM-ID="CC1""#
        #expect(master.split(separator: "\n").contains { $0 == media }, "\(master)")
        #expect(master.split(separator: "\n").filter { $0.contains(#",CLOSED-CAPTIONS="cc""#) }.count == 2)
        #expect(!master.contains("NONE"))
        #expect(run.warnings.isEmpty)
    }

    @Test func tellsOfWhatTheSourceHasWhereNobodySaidItsLanguage() async throws {
        let (run, master) = try await render(try makeClip(rate: .fps30), rate: 30, captions: "")
        #expect(try await read("\(run.output)/v90x160/playlist.m3u8") == Self.texts)
        #expect(master.contains(#"NAME="CC1",LANGUAGE="und",DEFAULT=NO,AUTOSELECT=YES,INSTREAM-ID="CC1""#))
    }

    @Test func leavesThemOutWhereThePresetSaysSo() async throws {
        let (run, master) = try await render(try makeClip(rate: .fps30), rate: 30, captions: "captions: {source: off}")
        #expect(try await read("\(run.output)/v90x160/playlist.m3u8").isEmpty)
        #expect(!master.contains("INSTREAM-ID") && master.contains("CLOSED-CAPTIONS=NONE"))
    }

    @Test func saysWhichOnesThePresetNamesInVain() async throws {
        let (run, master) = try await render(
            try makeClip(rate: .fps30), rate: 30, captions: "captions: {source: {CC1: en, CC3: es}}")
        #expect(!master.contains("CC3"))
        #expect(run.warnings.count == 1 && run.warnings[0].contains("has no closed captions in CC3"), "\(run.warnings)")
    }
}
