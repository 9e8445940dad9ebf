extension VideoConfiguration {
    /// Refuses records that no decoder takes: better said to the publisher now than found out by a black picture.
    ///
    /// Parameter sets may be missing, as they may come with the pictures, but none may be cut off.
    func check() throws(ProtocolError) {
        var reader = ByteReader(record[...], of: "A sequence header")
        let isSound =
            switch codec {
            case .h264: record.count >= 7 && (try? reader.passAVCConfiguration()) != nil
            case .hevc: (try? reader.passHEVCConfiguration()) != nil
            // AV1 in ISOBMFF 2.3.3: a marker bit and version 1.
            case .av1: record.count >= 4 && record[0] == 0x81
            }
        guard isSound else { throw .unreadable(codec.rawValue, record) }
    }
}

extension AudioConfiguration {
    func check() throws(ProtocolError) {
        let isSound =
            switch codec {
            case .aac: Self.isAudioSpecificConfig(record)
            case .opus: Self.isOpusHead(record)
            }
        guard isSound else { throw .unreadable(codec.rawValue, record) }
    }

    /// ISO 14496-3, 1.6.2.1: the object type, then the sampling rate.
    private static func isAudioSpecificConfig(_ record: [UInt8]) -> Bool {
        guard record.count >= 2 else { return false }
        let bits = record.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } << UInt64(max(0, 8 - record.count) * 8)
        let (objectType, escape) = (bits >> 59, bits >> 53 & 0x3F)
        // 31 says that six more bits have the type, from 32 on.
        let isEscaped = objectType == 31
        let index = bits >> (isEscaped ? 49 : 55) & 0x0F
        let explicitRate = bits >> (isEscaped ? 25 : 31) & 0xFF_FFFF
        // 42 is the last type that has a meaning (USAC); 13 and 14 are no rates, and after 15 it is said in hertz.
        return objectType > 0 && (!isEscaped || escape <= 10) && index != 13 && index != 14
            && (index != 15 || (record.count >= 5 && 1...192_000 ~= explicitRate))
    }

    /// RFC 7845, 5.1: of version 0 with at least one channel, and for more than two how they are laid out.
    private static func isOpusHead(_ record: [UInt8]) -> Bool {
        record.count >= 19 && record.starts(with: "OpusHead".utf8) && record[8] < 16 && record[9] > 0
            && (record[18] == 0 ? record[9] <= 2 : record.count >= 21 + Int(record[9]))
    }
}

extension ProtocolError {
    fileprivate static func unreadable(_ codec: String, _ record: [UInt8]) -> ProtocolError {
        ProtocolError(
            .configuration,
            "The sequence header for \(codec) of \(record.count) bytes can't be read: start the encoder's stream again."
        )
    }
}

extension ByteReader {
    /// ISO 14496-15 5.3.3.1: version 1, four bytes of profile and lengths, then two lists of parameter sets.
    fileprivate mutating func passAVCConfiguration() throws(ProtocolError) {
        guard try byte() == 1 else { throw ProtocolError(.configuration, "") }
        _ = try take(4)
        try passUnits(Int(try byte() & 0x1F))
        // The second list is missing where the sets come with the pictures.
        if remaining > 0 { try passUnits(Int(try byte())) }
    }

    /// ISO 14496-15 8.3.3.1. Version 0 was the draft's, and FFmpeg took to writing it for a while.
    fileprivate mutating func passHEVCConfiguration() throws(ProtocolError) {
        guard try byte() <= 1 else { throw ProtocolError(.configuration, "") }
        _ = try take(21)
        for _ in 0..<Int(try byte()) {
            _ = try byte()
            try passUnits(Int(try integer(bytes: 2)))
        }
    }

    private mutating func passUnits(_ count: Int) throws(ProtocolError) {
        for _ in 0..<count { _ = try take(Int(try integer(bytes: 2))) }
    }
}
