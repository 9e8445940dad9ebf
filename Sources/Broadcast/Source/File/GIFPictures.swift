/// How many pictures a GIF has, told by its blocks alone (GIF89a, appendix A).
enum GIFPictures {
    /// - Parameter limit: To stop at. What the bytes no longer tell counts as many.
    static func count(_ bytes: [UInt8], upTo limit: Int) -> Int {
        guard bytes.count > 13 else { return 0 }
        func table(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }
        var (place, count) = (13 + table(bytes[10]), 0)
        while count < limit {
            guard place < bytes.count else { return limit }
            switch bytes[place] {
            case 0x2C:
                guard place + 10 < bytes.count else { return limit }
                count += 1
                place += 11 + table(bytes[place + 9])
            case 0x21: place += 2
            case 0x3B: return count
            default: return limit
            }
            // Sub-blocks, each with its length before it, up to an empty one.
            while place < bytes.count, bytes[place] != 0 { place += Int(bytes[place]) + 1 }
            place += 1
        }
        return count
    }
}
