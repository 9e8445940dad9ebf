/// A frame of AAC behind a head of its own (ISO 13818-7, 6.2), as MPEG-TS has them. FLV doesn't, and yet some encoders send them so.
struct ADTSFrame: Hashable {
    /// What a sequence header would say.
    var configuration: AudioConfiguration
    /// In hertz.
    var sampleRate: Int64
    /// Of each channel.
    var samples: Int64
    /// Without the head.
    var bytes: [UInt8]

    private static let sampleRates: [Int64] = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
    ]
}

extension ADTSFrame {
    /// The frames of an audio message, one as a rule; `nil` if it doesn't begin with a head.
    ///
    /// A frame without one can't begin so: it would end with its first three bits (ISO 14496-3, 4.5.2.1).
    ///
    /// - Throws: ``ProtocolError`` for a head that says nothing a decoder knows.
    static func frames(in bytes: [UInt8]) throws(ProtocolError) -> [ADTSFrame]? {
        guard isHead(bytes[...]) else { return nil }
        var frames: [ADTSFrame] = []
        var rest = bytes[...]
        while isHead(rest) {
            guard frames.count < mostFrames else {
                throw ProtocolError(.limit, "More than \(mostFrames) frames of AAC in one message.")
            }
            let (frame, length) = try frame(in: rest)
            if !frame.bytes.isEmpty { frames.append(frame) }
            rest = rest.dropFirst(length)
        }
        return frames
    }

    /// What a head says in the place of a sequence header; `nil` if it is none.
    static func configuration(ofHead bytes: ArraySlice<UInt8>) throws(ProtocolError) -> AudioConfiguration? {
        isHead(bytes) ? try frame(in: bytes).frame.configuration : nil
    }

    /// Two seconds of sound: beyond, it is an attack.
    private static let mostFrames = 100

    /// Twelve ones, whichever version, and layer 0.
    private static func isHead(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex
        return bytes.count >= 7 && bytes[start] == 0xFF && bytes[start + 1] & 0xF6 == 0xF0
    }

    /// The first frame of `bytes`, which begin with a head, and how many of them it takes.
    private static func frame(in bytes: ArraySlice<UInt8>) throws(ProtocolError) -> (frame: ADTSFrame, length: Int) {
        let head = Array(bytes.prefix(7))
        let hasChecksum = head[1] & 1 == 0
        let objectType = head[2] >> 6 + 1
        let rate = head[2] >> 2 & 0x0F
        let channels = (head[2] & 1) << 2 | head[3] >> 6
        let blocks = Int(head[6] & 3) + 1
        guard rate < sampleRates.count else {
            throw ProtocolError(.configuration, "The head of an AAC frame states a sampling rate that there is none.")
        }
        guard channels > 0 else {
            throw ProtocolError(
                .codec,
                "The encoder sends AAC with channels of its own arrangement, which isn't supported: set it to mono or stereo."
            )
        }
        guard blocks == 1 || !hasChecksum else {
            throw ProtocolError(.malformed, "An AAC frame has \(blocks) blocks with checksums between them.")
        }
        let headLength = hasChecksum ? 9 : 7
        let stated = Int(head[3] & 3) << 11 | Int(head[4]) << 3 | Int(head[5]) >> 5
        // Some encoders count without the head. It matters only where another frame follows.
        let length = stated > headLength && isHead(bytes.dropFirst(stated)) ? stated : bytes.count
        let frame = ADTSFrame(
            configuration: AudioConfiguration(
                codec: .aac, record: [objectType << 3 | rate >> 1, rate << 7 | channels << 3]),
            sampleRate: sampleRates[Int(rate)], samples: 1_024 * Int64(blocks),
            bytes: Array(bytes.prefix(length).dropFirst(headLength)))
        return (frame, length)
    }
}
