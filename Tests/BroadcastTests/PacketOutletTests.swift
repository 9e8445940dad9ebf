import FFmpegKit
import HLS
import MediaModel
import Synchronization
import Testing

@testable import Broadcast

@Suite struct PacketOutletTests {
    private final class Listener: PacketListener {
        let packets = Mutex<[ProgrammePacket]>([])
        func receive(_ packet: ProgrammePacket) { packets.withLock { $0.append(packet) } }
        var count: Int { packets.withLock { $0.count } }
    }

    /// Two pictures of an encoder, and what it says of itself.
    private static func encode(_ body: (EncodedTrack, consuming Packet) throws -> Void) throws {
        let (size, grid) = (PixelSize(width: 96, height: 160), PartGrid(frameRate: .fps30, latency: .ultra))
        let rung = Rung(size: size, bitRate: 200_000)
        var encoder = try VideoEncoder(
            EncoderProfile.x264.encoding(of: rung, EncoderProfile.x264.mode(.ultra), grid).usual)
        let pool = try VideoFramePool(size: size)
        for tick in 0..<2 {
            var frame = try pool.makeFrame()
            frame.withMutablePlanes { luma, blue, red, _ in
                for index in luma.indices { luma[index] = 60 }
                for index in blue.indices { blue[index] = 128 }
                for index in red.indices { red[index] = 128 }
            }
            try encoder.send(frame, tick: tick, isKey: tick == 0)
            while case .packet(let packet) = try encoder.receive() { try body(encoder.makeTrack(), packet) }
        }
        try encoder.sendEnd()
        while case .packet(let packet) = try encoder.receive() { try body(encoder.makeTrack(), packet) }
    }

    @Test func handsEachPacketToAllWhoListenThen() throws {
        let outlet = PacketOutlet(.picture)
        let (early, late) = (Listener(), Listener())
        outlet.add(early)
        #expect(outlet.track == nil)
        #expect(!outlet.begun.isRequested)
        var number = 0
        try Self.encode { track, packet in
            if number == 0 {
                #expect(outlet.begin(track, codec: "avc1"))
            } else {
                outlet.add(late)
                outlet.remove(early)
            }
            let goesOn = outlet.receive(packet, nil)
            #expect(goesOn, "whoever listens, the encoder does")
            number += 1
        }
        #expect(outlet.begun.isRequested)
        #expect(outlet.track?.configuration.starts(with: [0, 0, 0, 1, 0x67]) == true)
        let first = try #require(early.packets.withLock { $0 }.first)
        #expect(early.count == 1 && late.count == 1)
        #expect(first.isKey && first.kind == .picture)
        #expect(first.presentationTime == .zero)
        let second = try #require(late.packets.withLock { $0 }.first)
        #expect(!second.isKey)
        #expect(second.decodingTime == MediaTime(1, timescale: 30))
    }
}
