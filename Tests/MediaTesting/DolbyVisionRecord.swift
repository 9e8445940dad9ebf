/// The record by which an MP4 says that its pictures are Dolby Vision ("Dolby Vision Streams within the ISO Base Media File Format", 3.2).
public enum DolbyVisionRecord {
    /// Adds the record to a file's first video track, whose index (`moov`) stands behind its media. Returns `nil` where there is none.
    ///
    /// - Parameter compatibility: What the base layer is to others: 0 nothing, 1 HDR10, 2 SDR, 4 HLG.
    public static func added(to file: [UInt8], profile: UInt8, compatibility: UInt8) -> [UInt8]? {
        var path: [Int] = []
        var place = 0..<file.count
        for type in ["moov", "trak", "mdia", "minf", "stbl", "stsd"] {
            guard let box = find(type, in: place, of: file) else { return nil }
            path.append(box.lowerBound)
            place = box.lowerBound + 8..<box.upperBound
        }
        // A version, flags and a count; then the first sample entry, whatever its codec.
        let entry = place.lowerBound + 8
        path.append(entry)
        let end = entry + size(at: entry, of: file)
        // Level 4; metadata and base layer are there, an enhancement layer isn't.
        let flags = UInt16(profile) << 9 | 4 << 3 | 0b101
        let record =
            [0, 0, 0, 32] + Array((profile < 8 ? "dvcC" : "dvvC").utf8)
            + [1, 0, UInt8(flags >> 8), UInt8(flags & 0xFF), compatibility << 4] + [UInt8](repeating: 0, count: 19)
        var changed = file
        changed.insert(contentsOf: record, at: end)
        for box in path {
            let new = UInt32(size(at: box, of: file) + record.count)
            for byte in 0..<4 { changed[box + byte] = UInt8(truncatingIfNeeded: new >> (24 - 8 * byte)) }
        }
        return changed
    }

    private static func find(_ type: String, in place: Range<Int>, of file: [UInt8]) -> Range<Int>? {
        var start = place.lowerBound
        while start + 8 <= place.upperBound {
            let size = size(at: start, of: file)
            guard size >= 8, start + size <= place.upperBound else { return nil }
            if file[start + 4..<start + 8].elementsEqual(type.utf8) { return start..<start + size }
            start += size
        }
        return nil
    }

    private static func size(at start: Int, of file: [UInt8]) -> Int {
        file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
