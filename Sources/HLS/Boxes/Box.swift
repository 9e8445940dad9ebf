/// A box of an MP4 file: its type, and where it and its content lie (ISO 14496-12 4.2).
struct Box {
    /// Four characters; others than ASCII's printable ones are written as `?`.
    let type: String
    /// The types of the boxes around it and its own.
    let path: String
    /// From the header's first byte.
    let range: Range<Int>
    /// Without the header.
    let content: Range<Int>

    func error(_ message: String) -> BoxError { BoxError(path: path, offset: range.lowerBound, message: message) }
}

/// Finds boxes in bytes that may be hostile: no box reaches beyond the one around it, and no size is believed before
/// it has been compared.
struct BoxReader {
    /// More than a segment of ours has; keeps the work bounded where each box is eight bytes.
    private static let maximumCount = 4_096

    let bytes: [UInt8]

    /// The boxes side by side in `range`.
    ///
    /// - Parameter parent: The path of the box around them; empty for the file.
    func boxes(in range: Range<Int>, of parent: String = "") throws(BoxError) -> [Box] {
        var boxes: [Box] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let left = range.upperBound - start
            func failure(_ message: String) -> BoxError { BoxError(path: parent, offset: start, message: message) }
            guard boxes.count < Self.maximumCount else { throw failure("more than \(Self.maximumCount) boxes") }
            guard left >= 8 else { throw failure("\(left) bytes where a box begins") }
            let type = fourCharacters(at: start + 4)
            let path = parent.isEmpty ? type : "\(parent)/\(type)"
            var header = 8
            var size = integer(start, bytes: 4)
            if size == 1 {
                guard left >= 16 else {
                    throw BoxError(path: path, offset: start, message: "its 64-bit size is cut off")
                }
                header = 16
                size = integer(start + 8, bytes: 8)
            } else if size == 0 {
                // "To the end of the file": only a box of the file's own level can mean that.
                guard parent.isEmpty else { throw BoxError(path: path, offset: start, message: "size 0 inside a box") }
                size = UInt64(left)
            }
            guard size >= UInt64(header), size <= UInt64(left) else {
                throw BoxError(path: path, offset: start, message: "a size of \(size) bytes, of \(left) that are there")
            }
            let end = start + Int(size)
            boxes.append(Box(type: type, path: path, range: start..<end, content: start + header..<end))
            start = end
        }
        return boxes
    }

    func boxes(in box: Box, skipping header: Int = 0) throws(BoxError) -> [Box] {
        guard box.content.count >= header else { throw box.error("\(box.content.count) bytes, too few") }
        return try boxes(in: box.content.dropFirst(header), of: box.path)
    }

    /// The one box of this type inside `box`.
    func box(_ type: String, in box: Box, skipping header: Int = 0) throws(BoxError) -> Box {
        let found = try boxes(in: box, skipping: header).filter { $0.type == type }
        guard found.count == 1 else { throw box.error("\(found.count) \(type) boxes in it") }
        return found[0]
    }

    /// A reader of the fields of `box`.
    func fields(of box: Box) -> BoxFields { BoxFields(reader: self, box: box) }

    /// A big-endian number. The caller has checked that it is there.
    fileprivate func integer(_ offset: Int, bytes count: Int) -> UInt64 {
        bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func fourCharacters(at offset: Int) -> String {
        String(bytes[offset..<offset + 4].map { 0x20..<0x7f ~= $0 ? Character(Unicode.Scalar($0)) : "?" })
    }
}

/// Reads a box's fields one after the other.
struct BoxFields {
    private let reader: BoxReader
    private let box: Box
    private(set) var offset: Int

    fileprivate init(reader: BoxReader, box: Box) {
        (self.reader, self.box, offset) = (reader, box, box.content.lowerBound)
    }

    var remaining: Int { box.content.upperBound - offset }

    /// The next field, a big-endian number of 1 to 8 bytes.
    mutating func integer(bytes count: Int) throws(BoxError) -> UInt64 {
        try skip(count)
        return reader.integer(offset - count, bytes: count)
    }

    /// The next field, a number of 1 to 4 bytes.
    mutating func number(bytes count: Int = 4) throws(BoxError) -> Int { Int(try integer(bytes: count)) }

    /// The next field, 32 bits and a sign.
    mutating func signed() throws(BoxError) -> Int {
        Int(Int32(truncatingIfNeeded: try integer(bytes: 4)))
    }

    /// A full box's version and flags (4.2).
    mutating func versionAndFlags(upTo latest: Int) throws(BoxError) -> (version: Int, flags: Int) {
        let word = try number()
        guard word >> 24 <= latest else { throw box.error("version \(word >> 24)") }
        return (word >> 24, word & 0xff_ffff)
    }

    mutating func skip(_ count: Int) throws(BoxError) {
        guard remaining >= count else { throw box.error("its fields are cut off after \(box.content.count) bytes") }
        offset += count
    }

    /// The next `count` bytes.
    mutating func bytes(_ count: Int) throws(BoxError) -> [UInt8] {
        try skip(count)
        return Array(reader.bytes[offset - count..<offset])
    }
}
