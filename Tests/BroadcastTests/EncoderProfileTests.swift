import FFmpegKit
import HLS
import MediaModel
import Testing

@testable import Broadcast

/// Feeds an encoder in each mode numbered pictures and reads what comes out, packet by packet.
@Suite struct EncoderProfileTests {
    /// Small, so that the tests are quick: a mode's delay and cuts don't depend on the size.
    private static let small = Rung(size: PixelSize(width: 96, height: 160), bitRate: 200_000)
    /// Just above 720×1280, from where on a rung has two threads.
    private static let large = Rung(size: PixelSize(width: 736, height: 1280), bitRate: 3_000_000)

    @Test(arguments: EncoderProfile.x264.modes)
    func holdsBackExactlyItsDelay(mode: EncoderProfile.Mode) throws {
        let coded = try CodedPictures(mode, Self.small, frameRate: .fps30, count: 130)
        #expect(coded.packetsAfterFrame == (1...130).map { max(0, $0 - mode.delay) })
        #expect(coded.packets.count == 130)
    }

    @Test(arguments: EncoderProfile.x264.modes)
    func holdsBackNoMoreAtOtherFrameRates(mode: EncoderProfile.Mode) throws {
        for rate in [FrameRate.fps25, .fps60] {
            let coded = try CodedPictures(mode, Self.small, frameRate: rate, count: 60)
            #expect(coded.packetsAfterFrame == (1...60).map { max(0, $0 - mode.delay) })
        }
    }

    @Test(arguments: EncoderProfile.x264.modes)
    func holdsBackNoMoreWithTwoThreads(mode: EncoderProfile.Mode) throws {
        #expect(settings(mode, Self.small).threadCount == 1)
        #expect(settings(mode, Rung(size: PixelSize(width: 720, height: 1280), bitRate: 1)).threadCount == 1)
        #expect(settings(mode, Self.large).threadCount == 2)
        let coded = try CodedPictures(mode, Self.large, frameRate: .fps30, count: 30)
        #expect(coded.packetsAfterFrame == (1...30).map { max(0, $0 - mode.delay) })
    }

    @Test(arguments: EncoderProfile.x264.modes)
    func startsEverySegmentWithAnIDRPictureAndMakesNoOther(mode: EncoderProfile.Mode) throws {
        let interval = PartGrid(frameRate: .fps30, latency: mode.latency).framesPerSegment
        let coded = try CodedPictures(mode, Self.small, frameRate: .fps30, count: 3 * interval + 5)
        let starts = [0, interval, 2 * interval, 3 * interval].map(Int64.init)
        #expect(coded.packets.filter(\.hasIDRSlice).map(\.time) == starts)
        #expect(coded.packets.filter(\.isKey).map(\.time) == starts)
    }

    @Test(arguments: EncoderProfile.x264.modes)
    func closesEachGroupOfPictures(mode: EncoderProfile.Mode) throws {
        let interval = PartGrid(frameRate: .fps30, latency: mode.latency).framesPerSegment
        let coded = try CodedPictures(mode, Self.small, frameRate: .fps30, count: 3 * interval)
        // A segment's packets are its pictures, whatever their order: none is shown before its IDR, none comes late.
        for segment in 0..<3 {
            let times = coded.packets[segment * interval..<(segment + 1) * interval].map(\.time)
            #expect(times.first == Int64(segment * interval))
            #expect(times.sorted() == (segment * interval..<(segment + 1) * interval).map(Int64.init))
        }
    }

    @Test(arguments: EncoderProfile.x264.modes)
    func isOfHighProfile(mode: EncoderProfile.Mode) throws {
        let encoder = try VideoEncoder(settings(mode, Self.small))
        // profile_idc 100 in the SPS (ITU-T H.264, 7.4.2.1.1), after the start code and the NAL unit's type.
        #expect(Array(encoder.parameterSets.prefix(6)) == [0, 0, 0, 1, 0x67, 100])
    }

    @Test func refusesAMisspeltParameterByItsName() throws {
        let right = EncoderProfile.x264.mode(.low)
        let mode = EncoderProfile.Mode(
            latency: .low, preset: right.preset, parameters: right.parameters.overridden(by: ["rc-lookahaed": "3"]),
            delay: 3)
        let error = try #require(throws: FFmpegError.self) { _ = try VideoEncoder(settings(mode, Self.small)) }
        #expect(error.description.contains("rc-lookahaed"))
    }

    @Test func refusesAValueThatMakesNoSenseByItsKey() throws {
        let mode = EncoderProfile.Mode(
            latency: .low, preset: "superfast", parameters: ["rc-lookahead": "three"], delay: 3)
        let error = try #require(throws: FFmpegError.self) { _ = try VideoEncoder(settings(mode, Self.small)) }
        #expect(error.description.contains("rc-lookahead"))
    }

    @Test(arguments: LatencyMode.allCases)
    func hasAModeForEachLatency(latency: LatencyMode) {
        #expect(EncoderProfile.x264.mode(latency).latency == latency)
        #expect(EncoderProfile.x264.modes.filter { $0.latency == latency }.count == 1)
    }
}

/// The settings of a rung, cut as a broadcast at 30 pictures a second.
private func settings(
    _ mode: EncoderProfile.Mode, _ rung: Rung, frameRate: FrameRate = .fps30
) -> VideoEncoder.Settings {
    EncoderProfile.x264.encoding(of: rung, mode, PartGrid(frameRate: frameRate, latency: mode.latency)).usual
}

/// What an encoder made of moving pictures with a hard cut every 19, which must not become key pictures.
private struct CodedPictures {
    struct Packet: Sendable {
        let time: Int64
        let isKey: Bool
        let hasIDRSlice: Bool
    }

    /// In decoding order.
    private(set) var packets: [Packet] = []
    /// How many had come out when so many pictures, and one more, had gone in.
    private(set) var packetsAfterFrame: [Int] = []

    init(_ mode: EncoderProfile.Mode, _ rung: Rung, frameRate: FrameRate, count: Int) throws {
        let interval = PartGrid(frameRate: frameRate, latency: mode.latency).framesPerSegment
        var encoder = try VideoEncoder(settings(mode, rung, frameRate: frameRate))
        let pool = try VideoFramePool(size: rung.size)
        for tick in 0..<count {
            var frame = try pool.makeFrame()
            Self.draw(tick, on: &frame)
            try encoder.send(frame, tick: tick, isKey: tick % interval == 0)
            try drain(&encoder)
            packetsAfterFrame.append(packets.count)
        }
        try encoder.sendEnd()
        try drain(&encoder)
    }

    private mutating func drain(_ encoder: inout VideoEncoder) throws {
        while true {
            switch try encoder.receive() {
            case .needsInput: return
            case .finished: return
            case .packet(let packet):
                // A packet without a time fails every comparison.
                packets.append(
                    Packet(
                        time: packet.presentationTime ?? .min, isKey: packet.isKey,
                        hasIDRSlice: packet.withBytes { Self.hasIDRSlice($0) }))
            }
        }
    }

    private static func draw(_ tick: Int, on frame: inout VideoFrame) {
        frame.withMutablePlanes { luma, blue, red, layout in
            let shade = tick / 19 % 2 == 0 ? 40 : 140
            for y in 0..<layout.size.height {
                for x in 0..<layout.size.width {
                    luma[y * layout.lumaStride + x] = UInt8(shade + (x + 3 * tick) / 4 % 32 + y / 8 % 32)
                }
            }
            for index in blue.indices { blue[index] = 128 }
            for index in red.indices { red[index] = UInt8(112 + tick % 32) }
        }
    }

    /// Whether there is a NAL unit of type 5 (ITU-T H.264, table 7-1) behind a start code.
    private static func hasIDRSlice(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 4 else { return false }
        return (0..<bytes.count - 3).contains { index in
            bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] == 1 && bytes[index + 3] & 0x1f == 5
        }
    }
}
