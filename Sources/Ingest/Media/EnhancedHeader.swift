/// What stands before the payload of an enhanced message, audio or video (Enhanced RTMP v2, "Extended AudioTagHeader" and
/// "Extended VideoTagHeader").
struct EnhancedHeader {
    /// Packet types that audio and video share.
    enum PacketType: UInt8 {
        case sequenceStart = 0
        case codedFrames = 1
        case sequenceEnd = 2
        /// Video only: coded frames whose composition offset is 0.
        case codedFramesX = 3
        /// Metadata of pictures (colours), or the channels' layout of sound.
        case metadata = 4
    }

    var packetType: UInt8
    var fourCC: ArraySlice<UInt8>

    /// Which of several tracks it belongs to; 0 where there is one.
    var track: UInt8 = 0

    /// The packet type by which a message says that it has tracks, and the one for modifiers.
    struct Markers {
        var multitrack: UInt8
        var modifier: UInt8 = 7

        static let audio = Markers(multitrack: 5)
        static let video = Markers(multitrack: 6)
    }

    /// Reads what follows the first byte, and returns the header with its payload.
    ///
    /// Of a message with several tracks it is track 0, the default one; without one in the message, its first.
    static func read(
        packetType: UInt8, from reader: inout ByteReader, markers: Markers
    ) throws(ProtocolError) -> (header: EnhancedHeader, payload: ArraySlice<UInt8>) {
        var packetType = packetType
        while packetType == markers.modifier {
            // Nanoseconds are the only modifier there is, and this server counts in milliseconds.
            var size = Int(try reader.byte()) + 1
            if size == 256 { size = Int(try reader.integer(bytes: 2)) + 1 }
            _ = try reader.take(size)
            packetType = try reader.byte() & 0x0F
        }
        guard packetType == markers.multitrack else {
            let header = EnhancedHeader(packetType: packetType, fourCC: try reader.take(4))
            return (header, reader.rest)
        }
        return try readTracks(from: &reader)
    }

    private static func readTracks(
        from reader: inout ByteReader
    ) throws(ProtocolError) -> (header: EnhancedHeader, payload: ArraySlice<UInt8>) {
        let byte = try reader.byte()
        let (kind, packetType) = (byte >> 4, byte & 0x0F)
        // One track, many tracks of one codec, many of several.
        guard kind <= 2 else {
            throw ProtocolError(.malformed, "Several tracks in one message, of the unknown kind \(kind).")
        }
        var fourCC: ArraySlice<UInt8> = kind == 2 ? [] : try reader.take(4)
        var first: (EnhancedHeader, ArraySlice<UInt8>)?
        while reader.remaining > 0 || first == nil {
            if kind == 2 { fourCC = try reader.take(4) }
            let track = try reader.byte()
            let header = EnhancedHeader(packetType: packetType, fourCC: fourCC, track: track)
            if kind == 0 { return (header, reader.rest) }
            let payload = try reader.take(Int(try reader.integer(bytes: 3)))
            if track == 0 { return (header, payload) }
            if first == nil { first = (header, payload) }
        }
        return first!  // The loop doesn't end without one.
    }
}
