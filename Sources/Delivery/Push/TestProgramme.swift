import Broadcast
import FFmpegKit
import Foundation
import HLS
import MediaModel

/// A few seconds of a picture that nobody takes for a show, with silence: what a destination is tried with.
final class TestProgramme: Sendable {
    let outlets: ProgrammeOutlets

    private static let grid = PartGrid(frameRate: .fps30, latency: .low)
    private static let size = PixelSize(width: 360, height: 640)

    init() {
        let rung = Rung(size: Self.size, bitRate: 600_000)
        outlets = ProgrammeOutlets(
            rungs: [.init(name: "v\(Self.size)", rung: rung)], soundBitRate: 128_000, frameRate: Self.grid.frameRate)
    }

    /// Encodes so many seconds, each picture when it is time for it. Blocks.
    ///
    /// - Parameters:
    ///   - onOpen: Called once the encoders are open, before the first picture.
    ///   - start: Waits until the first picture is wanted.
    ///   - stop: Ends it.
    func run(seconds: Int, onOpen: () -> Void, start: () -> Void, stop: Interrupt) throws {
        guard let mode = EncoderProfile.x264.modes.first(where: { $0.latency == .low }) else { return }
        let pictures = outlets.rungs[0]
        var video = try VideoEncoder(EncoderProfile.x264.encoding(of: pictures.rung, mode, Self.grid).usual)
        var audio = try AudioEncoder(bitRate: outlets.soundBitRate)
        _ = pictures.outlet.begin(try video.makeTrack(), codec: "")
        _ = outlets.sound.begin(try audio.makeTrack(), codec: "")
        onOpen()
        start()
        let pool = try VideoFramePool(size: Self.size)
        let silence = [Float](repeating: 0, count: AudioEncoder.samplesPerPacket)
        let (begin, rate) = (ContinuousClock.now, Self.grid.frameRate.framesPerSecond)
        var frames = 0
        for tick in 0..<seconds * rate {
            let wait = begin + .nanoseconds(Int64(tick) * 1_000_000_000 / Int64(rate)) - .now
            if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
            if stop.isRequested { return }
            // Sound is ahead of its pictures, as in a programme.
            while frames * AudioEncoder.samplesPerPacket * rate <= tick * AudioEncoder.sampleRate {
                try audio.send(
                    left: silence.span, right: silence.span, firstSample: Int64(frames * AudioEncoder.samplesPerPacket))
                try drain(&audio)
                frames += 1
            }
            var frame = try pool.makeFrame()
            Self.draw(tick, of: seconds * rate, into: &frame)
            try video.send(frame, tick: tick, isKey: tick % Self.grid.framesPerSegment == 0)
            try drain(&video)
        }
        try video.sendEnd()
        try drain(&video)
    }

    private func drain(_ encoder: inout VideoEncoder) throws {
        while true {
            guard case .packet(let packet) = try encoder.receive() else { return }
            outlets.rungs[0].outlet.deliver(packet)
        }
    }

    private func drain(_ encoder: inout AudioEncoder) throws {
        while true {
            guard case .packet(let packet) = try encoder.receive() else { return }
            // Before 0 is the encoder's run-up.
            if let time = packet.presentationTime, time >= 0 { outlets.sound.deliver(packet) }
        }
    }

    /// Bars of six colours, and a light line that goes down across them.
    private static func draw(_ tick: Int, of count: Int, into frame: inout VideoFrame) {
        // BT.709, limited range: white, yellow, cyan, green, magenta, blue.
        let bars: [(luma: UInt8, blue: UInt8, red: UInt8)] = [
            (180, 128, 128), (168, 44, 136), (145, 147, 44), (133, 63, 52), (63, 193, 204), (51, 212, 120),
        ]
        frame.withMutablePlanes { luma, blue, red, layout in
            let (width, height) = (layout.size.width, layout.size.height)
            let line = tick * (height - 8) / max(1, count - 1)
            for row in 0..<height {
                for column in 0..<width {
                    let isLine = line..<line + 8 ~= row
                    luma[row * layout.lumaStride + column] = isLine ? 235 : bars[column * bars.count / width].luma
                }
            }
            for row in 0..<height / 2 {
                for column in 0..<width / 2 {
                    let bar = bars[column * 2 * bars.count / width]
                    blue[row * layout.chromaStride + column] = bar.blue
                    red[row * layout.chromaStride + column] = bar.red
                }
            }
        }
    }
}
