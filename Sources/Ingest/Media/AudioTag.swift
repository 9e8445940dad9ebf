/// What an audio message holds (Video File Format 10.1, E.4.2; Enhanced RTMP v2, "Enhanced Audio").
enum AudioTag: Hashable {
    case configuration(AudioConfiguration)
    case sound(codec: AudioCodec, bytes: [UInt8])
    /// Nothing to decode: an end of sequence, the channels' layout, an empty message.
    case nothing
    /// Of another track than the first.
    case otherTrack

    /// - Throws: ``ProtocolError`` for codecs that aren't supported, and for what is cut off.
    static func decode(_ body: [UInt8]) throws(ProtocolError) -> AudioTag {
        // Empty messages are how some publishers say that there is no sound now.
        guard !body.isEmpty else { return .nothing }
        var reader = ByteReader(body[...], of: "An audio message")
        let first = try reader.byte()
        switch first >> 4 {
        case 9: return try enhanced(packetType: first & 0x0F, &reader)
        case 10:
            guard reader.remaining > 0 else { return .nothing }
            switch try reader.byte() {
            case 0: return try configuration(.aac, reader.rest)
            case 1: return sound(.aac, reader.rest)
            case let type: throw ProtocolError(.malformed, "An audio message of the unknown packet type \(type).")
            }
        case let format: throw UnsupportedCodec.audioRefusal(UnsupportedCodec.audio(format: format))
        }
    }

    private static func enhanced(
        packetType: UInt8, _ reader: inout ByteReader
    ) throws(ProtocolError) -> AudioTag {
        let (header, payload) = try EnhancedHeader.read(packetType: packetType, from: &reader, markers: .audio)
        guard header.track == 0 else { return .otherTrack }
        guard let kind = EnhancedHeader.PacketType(rawValue: header.packetType), kind != .codedFramesX else {
            throw ProtocolError(.malformed, "An audio message of the unknown packet type \(header.packetType).")
        }
        guard let codec = AudioCodec(fourCC: header.fourCC) else {
            throw UnsupportedCodec.audioRefusal(UnsupportedCodec.fourCC(header.fourCC, kind: "audio"))
        }
        switch kind {
        case .sequenceStart: return try configuration(codec, payload)
        case .codedFrames: return sound(codec, payload)
        case .sequenceEnd, .metadata, .codedFramesX: return .nothing
        }
    }

    private static func configuration(
        _ codec: AudioCodec, _ record: ArraySlice<UInt8>
    ) throws(ProtocolError) -> AudioTag {
        guard !record.isEmpty else { return .nothing }
        // Some encoders send the head of a frame in its place.
        if codec == .aac, let configuration = try ADTSFrame.configuration(ofHead: record) {
            return .configuration(configuration)
        }
        let configuration = AudioConfiguration(codec: codec, record: Array(record))
        try configuration.check()
        return .configuration(configuration)
    }

    private static func sound(_ codec: AudioCodec, _ bytes: ArraySlice<UInt8>) -> AudioTag {
        bytes.isEmpty ? .nothing : .sound(codec: codec, bytes: Array(bytes))
    }
}
