import Foundation

/// A file of lines that is read from its start to its end, a piece at a time: a log of any length takes a megabyte or two.
struct LineFile: ~Copyable {
    /// Longer ones are no lines of ours: an event has 64 KiB at most.
    static let longestLine = 1 << 17
    private static let pieceSize = 1 << 20

    private let descriptor: Int32
    private let path: String

    /// - Throws: ``ReportError`` if it isn't there, or can't be read.
    init(path: String) throws(ReportError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else {
            throw ReportError(.notFound, "\(path) can't be read: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// A line, without its end.
    struct Line {
        /// From 1.
        let number: Int
        let bytes: ArraySlice<UInt8>
        /// Whether it has its end; the last one of a file that was broken off hasn't.
        let isWhole: Bool
        /// Whether some of it is left out, as it was too long.
        let isCut: Bool
    }

    /// Hands out all lines but empty ones, in order.
    ///
    /// - Parameter blank: Is told of each line of spaces alone.
    func forEachLine(
        blank: () -> Void = {}, _ body: (Line) throws(ReportError) -> Void
    ) throws(ReportError) {
        var (rest, number, isCut): ([UInt8], Int, Bool) = ([], 0, false)
        while true {
            var piece = rest
            let old = piece.count
            piece.append(contentsOf: repeatElement(0, count: Self.pieceSize))
            let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + old, Self.pieceSize) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ReportError(.notFound, "\(path) can't be read any further: \(String(cString: strerror(errno)))")
            }
            let end = old + count
            var start = 0
            while let newline = Self.newline(in: piece, start..<end) {
                number += 1
                try Self.hand(piece[start..<newline], number, isWhole: true, isCut, blank, body)
                (start, isCut) = (newline + 1, false)
            }
            if count == 0 {
                if start < end { try Self.hand(piece[start..<end], number + 1, isWhole: false, isCut, blank, body) }
                return
            }
            // Of a line that is too long the beginning is enough to say so.
            if end - start > Self.longestLine { isCut = true }
            rest = Array(piece[start..<min(end, start + Self.longestLine)])
        }
    }

    private static func hand(
        _ bytes: ArraySlice<UInt8>, _ number: Int, isWhole: Bool, _ isCut: Bool, _ blank: () -> Void,
        _ body: (Line) throws(ReportError) -> Void
    ) throws(ReportError) {
        guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else {
            if !bytes.isEmpty { blank() }
            return
        }
        try body(Line(number: number, bytes: bytes, isWhole: isWhole, isCut: isCut || bytes.count > longestLine))
    }

    private static func newline(in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard !range.isEmpty, let base = buffer.baseAddress,
                let found = memchr(base + range.lowerBound, 0x0A, range.count)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
