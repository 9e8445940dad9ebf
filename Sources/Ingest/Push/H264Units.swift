/// H.264 with start codes, as encoders make it (ITU-T H.264, annex B), to H.264 with lengths, as FLV has it (ISO 14496-15, 5.2.3).
enum H264Units {
    /// Types of units (ITU-T H.264, table 7-1).
    private enum Kind {
        static let sequenceParameters: UInt8 = 7
        static let pictureParameters: UInt8 = 8
        static let delimiter: UInt8 = 9
    }

    /// Where the units are, each without its start code and the zeros after it.
    static func ranges(in bytes: Span<UInt8>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var index = 0
        while index + 2 < bytes.count {
            // Most bytes of a picture are above 1, and then no start code begins at any of the three.
            if bytes[index + 2] > 1 {
                index += 3
            } else if bytes[index] == 0, bytes[index + 1] == 0, bytes[index + 2] == 1 {
                if let start { append(start..<index, of: bytes, to: &ranges) }
                start = index + 3
                index += 3
            } else {
                index += 1
            }
        }
        if let start { append(start..<bytes.count, of: bytes, to: &ranges) }
        return ranges
    }

    private static func append(_ range: Range<Int>, of bytes: Span<UInt8>, to ranges: inout [Range<Int>]) {
        var end = range.upperBound
        // A unit ends with a one bit, so zeros at its end are the next start code's.
        while end > range.lowerBound, bytes[end - 1] == 0 { end -= 1 }
        if end > range.lowerBound { ranges.append(range.lowerBound..<end) }
    }

    /// Appends a picture's units, each behind its length in four bytes. Delimiters are left out, as messages have lengths themselves.
    static func append(lengthPrefixed bytes: Span<UInt8>, to body: inout [UInt8]) {
        for range in ranges(in: bytes) where bytes[range.lowerBound] & 0x1F != Kind.delimiter {
            body.append(bigEndian: UInt64(range.count), bytes: 4)
            body.append(bytes, range)
        }
    }

    /// The configuration record of parameter sets (ISO 14496-15, 5.3.3.1); `nil` unless there is one of each kind.
    static func configurationRecord(of parameterSets: [UInt8]) -> [UInt8]? {
        let units = ranges(in: parameterSets.span).map { Array(parameterSets[$0]) }
        guard let sequence = units.first(where: { $0[0] & 0x1F == Kind.sequenceParameters }), sequence.count >= 4,
            let picture = units.first(where: { $0[0] & 0x1F == Kind.pictureParameters })
        else { return nil }
        // Version 1; profile, constraints and level; lengths of four bytes; one set of each kind.
        var record: [UInt8] = [1, sequence[1], sequence[2], sequence[3], 0xFF, 0xE1]
        record.append(bigEndian: UInt64(sequence.count), bytes: 2)
        record += sequence
        record.append(1)
        record.append(bigEndian: UInt64(picture.count), bytes: 2)
        record += picture
        // High profiles say again what samples there are: 4:2:0 with 8 bits.
        if [100, 110, 122, 144].contains(sequence[1]) { record += [0xFD, 0xF8, 0xF8, 0] }
        return record
    }
}

extension [UInt8] {
    /// Appends a part of `bytes`.
    fileprivate mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBufferPointer { self += $0 }
    }
}
