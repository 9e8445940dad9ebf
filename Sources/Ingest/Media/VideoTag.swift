/// What a video message holds (Video File Format 10.1, E.4.3; Enhanced RTMP v2, "Enhanced Video").
enum VideoTag: Hashable {
    case configuration(VideoConfiguration)
    case picture(codec: VideoCodec, isKeyFrame: Bool, compositionOffset: Int64, bytes: ArraySlice<UInt8>)
    /// What the pictures' colours are, in AMF0.
    case metadata([UInt8])
    /// Nothing to decode: an end of sequence, a seek command, an empty message.
    case nothing
    /// Of another track than the first.
    case otherTrack

    /// - Throws: ``ProtocolError`` for codecs that aren't supported, and for what is cut off.
    static func decode(_ body: [UInt8]) throws(ProtocolError) -> VideoTag {
        guard !body.isEmpty else { return .nothing }
        var reader = ByteReader(body[...], of: "A video message")
        let first = try reader.byte()
        let frameType = first >> 4 & 0x07
        if first & 0x80 == 0 { return try legacy(codec: first & 0x0F, frameType: frameType, &reader) }

        var packetType = first & 0x0F
        if frameType == 5, packetType != EnhancedHeader.PacketType.metadata.rawValue {
            // A command, e.g. around a server's seek, has one byte more and no picture.
            return .nothing
        }
        let (header, payload) = try EnhancedHeader.read(packetType: packetType, from: &reader, markers: .video)
        guard header.track == 0 else { return .otherTrack }
        packetType = header.packetType
        if packetType == 5 {
            throw ProtocolError(
                .codec, "The encoder sends AV1 as MPEG-2 TS inside RTMP, which isn't supported: set it to plain AV1.")
        }
        guard let kind = EnhancedHeader.PacketType(rawValue: packetType) else {
            throw ProtocolError(.malformed, "A video message of the unknown packet type \(packetType).")
        }
        guard kind != .metadata else { return .metadata(Array(payload)) }
        guard let codec = VideoCodec(fourCC: header.fourCC) else {
            throw UnsupportedCodec.videoRefusal(UnsupportedCodec.fourCC(header.fourCC, kind: "video"))
        }
        switch kind {
        case .sequenceStart: return try configuration(codec, payload)
        case .codedFrames, .codedFramesX:
            var reader = ByteReader(payload, of: "A video message")
            let hasOffset = kind == .codedFrames && codec.hasCompositionOffset
            let offset = hasOffset ? try compositionOffset(&reader) : 0
            return picture(codec, isKeyFrame: frameType == 1, offset, reader.rest)
        case .sequenceEnd, .metadata: return .nothing
        }
    }

    private static func legacy(
        codec id: UInt8, frameType: UInt8, _ reader: inout ByteReader
    ) throws(ProtocolError) -> VideoTag {
        if frameType == 5 { return .nothing }
        // 12 is no standard's: it is how encoders sent HEVC before Enhanced RTMP, laid out as for H.264.
        guard id == 7 || id == 12 else { throw UnsupportedCodec.videoRefusal(UnsupportedCodec.video(id: id)) }
        let codec: VideoCodec = id == 7 ? .h264 : .hevc
        let packetType = try reader.byte()
        // The end of a sequence has no composition offset with some.
        if packetType == 2 { return .nothing }
        let offset = try compositionOffset(&reader)
        switch packetType {
        case 0: return try configuration(codec, reader.rest)
        case 1: return picture(codec, isKeyFrame: frameType == 1 || frameType == 4, offset, reader.rest)
        default:
            throw ProtocolError(.malformed, "A video message of the unknown packet type \(packetType).")
        }
    }

    private static func configuration(
        _ codec: VideoCodec, _ record: ArraySlice<UInt8>
    ) throws(ProtocolError) -> VideoTag {
        // Some encoders end with an empty one.
        guard !record.isEmpty else { return .nothing }
        let configuration = VideoConfiguration(codec: codec, record: Array(record))
        try configuration.check()
        return .configuration(configuration)
    }

    private static func picture(
        _ codec: VideoCodec, isKeyFrame: Bool, _ offset: Int64, _ bytes: ArraySlice<UInt8>
    ) -> VideoTag {
        guard !bytes.isEmpty else { return .nothing }
        return .picture(codec: codec, isKeyFrame: isKeyFrame, compositionOffset: offset, bytes: bytes)
    }

    /// A signed number of three bytes.
    private static func compositionOffset(_ reader: inout ByteReader) throws(ProtocolError) -> Int64 {
        let value = Int64(try reader.integer(bytes: 3))
        return value < 0x80_0000 ? value : value - 0x100_0000
    }
}
