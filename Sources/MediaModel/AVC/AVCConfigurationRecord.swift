/// What an `avcC` record (ISO 14496-15 5.3.3.1.2) says, and says of the order of its pictures.
public enum AVCConfigurationRecord {
    /// How many sequence parameter sets there are.
    public static func sequenceParameterSetCount(_ record: [UInt8]) -> Int {
        record.count >= 8 && record[0] == 1 ? Int(record[5] & 0x1f) : 0
    }

    /// Where the first of them is, its NAL unit's header included; `nil` if there is none, or it is damaged.
    public static func firstSequenceParameterSet(_ record: [UInt8]) -> Range<Int>? {
        guard sequenceParameterSetCount(record) > 0 else { return nil }
        // Five bytes, the number of sets, then the first one's size and bytes.
        let end = 8 + (Int(record[6]) << 8 | Int(record[7]))
        return end > 8 && end <= record.count && record[8] & 0x1f == 7 ? 8..<end : nil
    }

    /// Has a record that announces two reordered pictures announce one.
    ///
    /// x264 announces two wherever a B picture may be made from another, though only three in a row need them. A decoder
    /// believes it, and gives out each picture later by one than it could.
    ///
    /// - Returns: As many bytes as in `record`; `nil` where it announces anything but two, or isn't understood.
    public static func withOneReorderedPicture(_ record: [UInt8]) -> [UInt8]? {
        // Whoever sends several may mean any.
        guard sequenceParameterSetCount(record) == 1, let set = firstSequenceParameterSet(record) else { return nil }
        var reader = ParameterSetReader(record[set])
        // In ue(v) 2 is 011, and 1 is 010: the third bit is all.
        guard let found = try? reader.skipToReorderedPictures(), found, (try? reader.bits(2)) == 1 else { return nil }
        let (byte, bit) = (reader.byte, reader.bit)
        guard (try? reader.flag()) == true else { return nil }
        var changed = record
        changed[byte] &= ~(0x80 >> UInt8(bit))
        // The bytes may now read as a start code, or as if one of them were there to prevent that (7.4.1).
        for start in byte - 2...byte where start + 2 < set.upperBound {
            if changed[start] == 0, changed[start + 1] == 0, changed[start + 2] <= 3 { return nil }
        }
        return changed
    }
}

extension ParameterSetReader {
    /// The profiles whose parameter sets tell of chroma and bit depth (7.3.2.1.1).
    private static let highProfiles: Set<UInt32> = [100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]

    /// Reads a sequence parameter set up to max_num_reorder_frames (7.3.2.1.1, E.1.1).
    ///
    /// - Returns: Whether there is such a number.
    fileprivate mutating func skipToReorderedPictures() throws(Damage) -> Bool {
        try bits(8)
        let profile = try bits(8)
        try bits(16)
        try unsigned()
        if Self.highProfiles.contains(profile) { try skipChroma() }
        try unsigned()
        try skipPictureOrder()
        // Reference pictures and gaps among them, width and height.
        try unsigned()
        try bits(1)
        try unsigned()
        try unsigned()
        // Fields, direct prediction, and what is cut off.
        if !(try flag()) { try bits(1) }
        try bits(1)
        if try flag() { for _ in 0..<4 { try unsigned() } }
        guard try flag() else { return false }
        try skipAppearance()
        guard try flag() else { return false }
        // Whether motion vectors lead over edges, and four limits.
        try bits(1)
        for _ in 0..<4 { try unsigned() }
        return true
    }

    private mutating func skipChroma() throws(Damage) {
        let format = try unsigned()
        if format == 3 { try bits(1) }
        try unsigned()
        try unsigned()
        try bits(1)
        guard try flag() else { return }
        for list in 0..<(format == 3 ? 12 : 8) where try flag() {
            // 7.3.2.1.1.1
            var (last, next): (Int64, Int64) = (8, 8)
            for _ in 0..<(list < 6 ? 16 : 64) {
                if next != 0 { next = ((last + (try signed())) % 256 + 256) % 256 }
                if next != 0 { last = next }
            }
        }
    }

    private mutating func skipPictureOrder() throws(Damage) {
        switch try unsigned() {
        case 0: try unsigned()
        case 1:
            try bits(1)
            try signed()
            try signed()
            let count = try unsigned()
            guard count <= 255 else { throw Damage() }
            for _ in 0..<count { try signed() }
        default: break
        }
    }

    /// Skips all that stands before the limits in the video usability information.
    private mutating func skipAppearance() throws(Damage) {
        // Extended_SAR says the shape itself.
        if try flag(), try bits(8) == 255 { try bits(32) }
        if try flag() { try bits(1) }
        if try flag() {
            try bits(4)
            if try flag() { try bits(24) }
        }
        if try flag() {
            try unsigned()
            try unsigned()
        }
        if try flag() {
            try bits(32)
            try bits(32)
            try bits(1)
        }
        let (hasNAL, hasVCL) = (try skipBuffer(), try skipBuffer())
        if hasNAL || hasVCL { try bits(1) }
        try bits(1)
    }

    /// The parameters of a hypothetical decoder (E.1.2), if there are any.
    private mutating func skipBuffer() throws(Damage) -> Bool {
        guard try flag() else { return false }
        let count = try unsigned()
        guard count <= 31 else { throw Damage() }
        try bits(8)
        for _ in 0...count {
            try unsigned()
            try unsigned()
            try bits(1)
        }
        try bits(20)
        return true
    }
}
