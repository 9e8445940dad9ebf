/// Reads boxes and numbers of bytes that may be hostile: what isn't there is 0, and no box reaches beyond the one around it.
struct MovieBytes {
    struct Box {
        let type: String
        /// Where the box's content lies, without its header.
        let content: Range<Int>
    }

    /// More than any movie has side by side; keeps the work bounded where each box is eight bytes.
    private static let maximumCount = 4_096

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The boxes side by side, up to the first that makes no sense.
    func boxes(in range: Range<Int>) -> [Box] {
        var boxes: [Box] = []
        var start = range.lowerBound
        while range.upperBound - start >= 8, boxes.count < Self.maximumCount {
            var (header, size) = (8, Int(number(start, 4)))
            if size == 1 { (header, size) = (16, Int(max(0, number(start + 8, 8)))) }
            if size == 0 { size = range.upperBound - start }
            guard size >= header, size <= range.upperBound - start else { break }
            boxes.append(
                Box(type: text(at: start + 4), content: start + header..<start + size))
            start += size
        }
        return boxes
    }

    /// A big-endian number of up to eight bytes; 0 where there are none.
    func number(_ offset: Int, _ count: Int) -> Int64 {
        guard offset >= 0, count <= bytes.count, offset <= bytes.count - count else { return 0 }
        return Int64(
            truncatingIfNeeded: bytes[offset..<offset + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// The units a second of mvhd and mdhd (ISO 14496-12 8.2.2, 8.4.2).
    func timescale(of box: Box) -> Int64 {
        number(box.content.lowerBound + (number(box.content.lowerBound, 1) == 1 ? 20 : 12), 4)
    }

    /// Reads the track's number in a tkhd box (8.3.2).
    func trackID(of box: Box) -> Int64 {
        number(box.content.lowerBound + (number(box.content.lowerBound, 1) == 1 ? 20 : 12), 4)
    }

    /// Where the rows of a table begin: as many as it says and has room for.
    func rows(of box: Box, width: Int) -> [Int] {
        let first = box.content.lowerBound + 8
        let room = max(0, box.content.upperBound - first) / width
        return (0..<min(room, Int(number(box.content.lowerBound + 4, 4)))).map { first + $0 * width }
    }

    /// The four characters there, if they lie in the box.
    func type(at offset: Int, within box: Box) -> String {
        offset + 4 <= box.content.upperBound ? text(at: offset) : ""
    }

    private func text(at offset: Int) -> String {
        String(
            bytes[offset..<offset + 4].map { 0x20..<0x7f ~= $0 ? Character(Unicode.Scalar($0)) : "?" })
    }
}
