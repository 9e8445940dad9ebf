/// What a sound track says of its own loudness, so that players can bring all that they play to one level: a `ludt` box with one `tlou`
/// in it (ISO/IEC 14496-12 12.2.7; Apple's authoring specification 2.19). The meaning of its numbers is ISO/IEC 23003-4's.
public struct LoudnessBox: Hashable, Sendable {
    /// How far the numbers can be trusted (ISO/IEC 23003-4).
    public enum Reliability: UInt8, Sendable {
        /// Said beforehand, of what is still to come.
        case reported = 1
        case measured = 3
    }

    /// Of the whole programme, in LUFS.
    public var loudness: Double
    /// In dBTP.
    public var truePeak: Double
    public var reliability: Reliability

    public init(loudness: Double, truePeak: Double, reliability: Reliability) {
        (self.loudness, self.truePeak, self.reliability) = (loudness, truePeak, reliability)
    }

    /// The box.
    public var bytes: [UInt8] {
        // Programme loudness by ITU-R BS.1770-4, in quarters of a LU from -57.75; true peak in 32nds of a dB below 20 dBTP.
        let (method, system): (UInt64, UInt64) = (1, 2)
        let peak = UInt64(min(4_095, max(1, ((20 - truePeak) * 32).rounded())))
        let value = UInt64(min(255, max(0, ((loudness + 57.75) * 4).rounded())))
        var bits = Bits()
        bits.append(0, 3)  // reserved
        bits.append(0, 7)  // downmix_ID: as it is
        bits.append(0, 6)  // DRC_set_ID: without compression
        bits.append(0, 12)  // the samples' peak: not said
        bits.append(peak, 12)
        bits.append(system, 4)
        bits.append(UInt64(reliability.rawValue), 4)
        bits.append(1, 8)  // measurement_count
        bits.append(method, 8)
        bits.append(value, 8)
        bits.append(system, 4)
        bits.append(UInt64(reliability.rawValue), 4)
        return Self.box("ludt", Self.box("tlou", [0, 0, 0, 0] + bits.bytes))
    }

    /// Adds the box to an initialisation section of one track, in `moov/trak/udta`.
    ///
    /// - Throws: ``BoxError`` naming the box, if there isn't one track or a size is wrong.
    public func added(to section: [UInt8]) throws(BoxError) -> [UInt8] {
        let reader = BoxReader(bytes: section)
        guard let movie = try reader.boxes(in: 0..<section.count).first(where: { $0.type == "moov" }) else {
            throw BoxError(path: "", offset: 0, message: "no moov in \(section.count) bytes")
        }
        let track = try reader.box("trak", in: movie)
        var result = section
        if let userData = try reader.boxes(in: track).first(where: { $0.type == "udta" }) {
            try Self.insert(bytes, into: &result, within: [movie, track, userData])
        } else {
            try Self.insert(Self.box("udta", bytes), into: &result, within: [movie, track])
        }
        return result
    }

    /// Puts bytes at the end of the innermost of some boxes, and makes all of them as much longer.
    private static func insert(_ added: [UInt8], into bytes: inout [UInt8], within boxes: [Box]) throws(BoxError) {
        for box in boxes {
            // A size of 64 bits, or one that means "to the end", is written where nobody expects so small a box to need it.
            guard box.content.lowerBound - box.range.lowerBound == 8, box.range.count + added.count <= UInt32.max else {
                throw box.error("a size that can't be raised")
            }
            bytes.replaceSubrange(box.range.prefix(4), with: bigEndian(UInt32(box.range.count + added.count)))
        }
        guard let place = boxes.last?.range.upperBound else { return }
        bytes.insert(contentsOf: added, at: place)
    }

    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        bigEndian(UInt32(8 + content.count)) + Array(type.utf8) + content
    }

    private static func bigEndian(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// Fields one after the other, the highest bit first.
    private struct Bits {
        private(set) var bytes: [UInt8] = []
        private var count = 0

        mutating func append(_ value: UInt64, _ width: Int) {
            for bit in (0..<width).reversed() {
                if count.isMultiple(of: 8) { bytes.append(0) }
                bytes[bytes.count - 1] |= UInt8(value >> UInt64(bit) & 1) << UInt8(7 - count % 8)
                count += 1
            }
        }
    }
}
