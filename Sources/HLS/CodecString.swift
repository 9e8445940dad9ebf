import MediaModel

/// The names of codecs in CODECS, read from what the encoders wrote rather than from what they were asked for.
public enum CodecString {
    /// Why no name can be given.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// - Parameter configuration: What an encoder of that codec says of its stream: parameter sets, an AudioSpecificConfig.
    /// - Throws: ``Failure`` if it lacks what the name is read from.
    public static func name(of codec: Rendition.Codec, configuration: [UInt8]) throws(Failure) -> String {
        switch codec {
        case .avc: try avc(extradata: configuration)
        case .aac: try aac(audioSpecificConfig: configuration)
        case .webVTT, .webVTTText: "wvtt"
        }
    }

    /// `avc1.PPCCLL`: profile, constraints and level in hexadecimal (RFC 6381 3.3).
    ///
    /// - Parameter extradata: An `avcC` record, or NAL units with start codes of 3 or 4 bytes as libx264 gives them.
    /// - Throws: ``Failure`` if there is no sequence parameter set in it, or one too short.
    public static func avc(extradata: [UInt8]) throws(Failure) -> String {
        let set = try sequenceParameterSet(extradata)
        // 7.3.2.1.1 of H.264: after the NAL unit's header come profile_idc, the constraint flags and level_idc. None
        // of them can be part of an emulation prevention byte, since profile_idc and level_idc are never 0.
        guard set.count >= 4 else { throw Failure(description: "a sequence parameter set of \(set.count) bytes") }
        return "avc1." + set.dropFirst().prefix(3).map { hexadecimal($0) }.joined()
    }

    /// `mp4a.40.N`, N being the audio object type: 2 for AAC-LC (RFC 6381 3.3).
    ///
    /// - Throws: ``Failure`` if the configuration is too short.
    public static func aac(audioSpecificConfig config: [UInt8]) throws(Failure) -> String {
        "mp4a.40.\(try audioObjectType(config))"
    }

    /// The object type at the start of an AudioSpecificConfig (ISO 14496-3 1.6.2.1): five bits, or six more after 31.
    static func audioObjectType(_ config: [UInt8]) throws(Failure) -> Int {
        guard config.count >= 2 else { throw Failure(description: "an AudioSpecificConfig of \(config.count) bytes") }
        let type = Int(config[0] >> 3)
        guard type == 31 else { return type }
        return 32 + Int(config[0] & 7) << 3 + Int(config[1] >> 5)
    }

    /// The first SPS, its NAL unit's header included.
    private static func sequenceParameterSet(_ extradata: [UInt8]) throws(Failure) -> ArraySlice<UInt8> {
        if extradata.first == 1 {
            guard AVCConfigurationRecord.sequenceParameterSetCount(extradata) > 0 else {
                throw Failure(description: "an avcC without SPS")
            }
            guard let set = AVCConfigurationRecord.firstSequenceParameterSet(extradata) else {
                throw Failure(description: "an avcC whose SPS is damaged")
            }
            return extradata[set]
        }
        // Annex B of H.264: a NAL unit begins after 00 00 01; a fourth zero before belongs to the start code too.
        var start: Int?
        var index = 0
        while index + 3 <= extradata.count {
            if extradata[index] == 0, extradata[index + 1] == 0, extradata[index + 2] == 1 {
                if let start { return extradata[start..<index] }
                index += 3
                if index < extradata.count, extradata[index] & 0x1f == 7 { start = index }
            } else {
                index += 1
            }
        }
        guard let start else { throw Failure(description: "no sequence parameter set in \(extradata.count) bytes") }
        return extradata[start...]
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
