import FFmpegKit
import HLS
import MediaModel
import Testing

@testable import Broadcast

/// A sink that keeps what it gets, and wants no more after so many packets.
private final class RecordingSink: PacketSink {
    private(set) var codec: String?
    private(set) var packets: [(time: Int64, address: Int, bytes: [UInt8])] = []
    private(set) var hasFinished = false
    private let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    func begin(_ track: EncodedTrack, codec: String) -> Bool {
        self.codec = codec
        return limit > 0
    }

    func receive(_ packet: consuming Packet, _ timing: TickTiming?) -> Bool {
        packet.withBytes { bytes in
            let address = bytes.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
            packets.append((packet.presentationTime ?? .min, address, bytes.indices.map { bytes[$0] }))
        }
        return packets.count < limit
    }

    func finish() { hasFinished = true }
}

@Suite struct PacketSinkTests {
    private static let grid = PartGrid(frameRate: .fps30, latency: .low)

    private static func run(_ sinks: [any PacketSink], count: Int) throws {
        let size = PixelSize(width: 96, height: 160)
        let rung = Rung(size: size, bitRate: 200_000)
        let canvases = CanvasQueue(capacity: count)
        let pool = try VideoFramePool(size: size)
        for tick in 0..<count {
            var frame = try pool.makeFrame()
            frame.withMutablePlanes { luma, blue, red, _ in
                for index in luma.indices { luma[index] = UInt8(16 + tick * 3 % 200) }
                for index in blue.indices { blue[index] = 128 }
                for index in red.indices { red[index] = 128 }
            }
            let timing = TickTiming(lead: Int64(tick), composed: Int64(2 * tick))
            #expect(canvases.push(CanvasTick(frame: frame.share(), tick: tick, timing: timing)))
        }
        canvases.close()
        try RungEncoder(
            EncoderProfile.x264.encoding(of: rung, EncoderProfile.x264.mode(.low), grid),
            grid: grid, canvases: canvases, sinks: sinks
        ).run()
    }

    @Test func allGetEveryPacketInOrderAndShareItsBytes() throws {
        let sinks = [RecordingSink(), RecordingSink(), RecordingSink()]
        try Self.run(sinks, count: 60)
        for sink in sinks {
            #expect(sink.codec?.hasPrefix("avc1.64") == true && sink.hasFinished)
            #expect(sink.packets.map(\.time).sorted() == (0..<60).map(Int64.init))
            #expect(sink.packets.map(\.bytes) == sinks[0].packets.map(\.bytes))
            #expect(sink.packets.map(\.address) == sinks[0].packets.map(\.address))
        }
    }

    @Test func whoeverWantsNoMoreLeavesAndTheOthersGoOn() throws {
        let (none, some, all) = (RecordingSink(limit: 0), RecordingSink(limit: 7), RecordingSink())
        for order in [[none, some, all], [all, some, none]] {
            try Self.run(order, count: 60)
        }
        #expect(none.packets.isEmpty && !none.hasFinished)
        // Seven in the first order; in the second it is asked once more.
        #expect(some.packets.count == 8 && !some.hasFinished)
        #expect(all.packets.count == 120 && all.hasFinished)
    }

    /// In whatever order the packets come, a part is there when its last picture is.
    @Test func aPartHasTheTimingOfItsLastTick() throws {
        let output = BoundedQueue<TrackOutput>(capacity: 10)
        try Self.run([Segmenter(track: 0, cuts: .video(Self.grid), output: output, emitsParts: true)], count: 60)
        var timings: [TickTiming?] = []
        while let item = output.tryPop() {
            if case .part(_, let part) = item { timings.append(part.timing) }
        }
        #expect(timings == [15, 31, 47, 59].map { TickTiming(lead: $0, composed: 2 * $0) })
    }

    @Test func theEncoderStopsWhenNobodyIsLeft() throws {
        let sinks = [RecordingSink(limit: 3), RecordingSink(limit: 5)]
        try Self.run(sinks, count: 60)
        #expect(sinks.map(\.packets.count) == [3, 5] && sinks.allSatisfy { !$0.hasFinished })
    }
}
