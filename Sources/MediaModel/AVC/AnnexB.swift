/// H.264 with start codes (ITU-T H.264, annex B), out of H.264 with lengths, as MP4 has it (ISO 14496-15 5.3.4.2).
public enum AnnexB {
    private static let startCode: [UInt8] = [0, 0, 0, 1]

    /// The parameter sets of an `avcC` record (ISO 14496-15 5.3.3.1.2), each behind a start code; `nil` if it is damaged, or its pictures'
    /// lengths don't have four bytes.
    public static func parameterSets(of record: [UInt8]) -> [UInt8]? {
        guard record.count >= 7, record[0] == 1, record[4] & 3 == 3 else { return nil }
        var (place, sets): (Int, [UInt8]) = (5, [])
        for mask in [UInt8(0x1f), 0xff] {
            guard place < record.count else { return nil }
            let count = record[place] & mask
            place += 1
            for _ in 0..<count {
                guard place + 2 <= record.count else { return nil }
                let size = Int(record[place]) << 8 | Int(record[place + 1])
                guard size > 0, place + 2 + size <= record.count else { return nil }
                sets += startCode + record[place + 2..<place + 2 + size]
                place += 2 + size
            }
        }
        return sets.isEmpty ? nil : sets
    }

    /// Puts start codes in the place of a picture's lengths, which are as long.
    ///
    /// - Returns: `nil` if the lengths don't add up.
    public static func picture(lengthPrefixed bytes: some Collection<UInt8>) -> [UInt8]? {
        var picture = Array(bytes)
        var place = 0
        while place < picture.count {
            guard place + 4 <= picture.count else { return nil }
            let size = picture[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
            guard size > 0, size <= picture.count - place - 4 else { return nil }
            picture.replaceSubrange(place..<place + 4, with: startCode)
            place += 4 + size
        }
        return picture
    }
}
