import Foundation
import Lines
import Show

/// Takes comments out of an event log that were removed from the show: nobody is to read there what viewers mustn't.
///
/// Their lines become blank ones, of the same length, where they are: so nothing else of the file moves, a process that is killed amid it leaves a log that can be
/// read, and a recording that is drawn again never shows them. The line that says that they were removed stays.
enum CommentEraser {
    private static let pieceSize = 1 << 20
    private static let word = Array("\"comment\"".utf8)

    /// Reads the log once through, for all of the ids. Blocks for as long as that takes: on the log's own thread.
    ///
    /// - Returns: Whether it could; `false` with `errno`.
    static func erase(_ ids: Set<String>, in path: String) -> Bool {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let decoder = EventDecoder()
        // Where the lines in hand begin in the file.
        var (bytes, start): ([UInt8], off_t) = ([], 0)
        while true {
            let old = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: pieceSize))
            let count = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + old, pieceSize, start + off_t(old))
            }
            if count < 0, errno == EINTR {
                bytes.removeLast(pieceSize)
                continue
            }
            guard count >= 0 else { return false }
            bytes.removeLast(pieceSize - count)
            var lineStart = 0
            while let end = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = bytes[lineStart..<end]
                if names(line, ids, decoder) {
                    let blank = [UInt8](repeating: UInt8(ascii: " "), count: line.count)
                    guard overwrite(descriptor, at: start + off_t(lineStart), with: blank) else { return false }
                }
                lineStart = end + 1
            }
            // A last line without its end isn't ours to touch, and a file of one endless line has no comments.
            guard count > 0, bytes.count - lineStart <= EventDecoder.maximumByteCount * 2 else { return true }
            bytes.removeFirst(lineStart)
            start += off_t(lineStart)
        }
    }

    /// Whether a line shows one of these comments.
    private static func names(_ line: ArraySlice<UInt8>, _ ids: Set<String>, _ decoder: EventDecoder) -> Bool {
        guard line.count > word.count, line.count <= EventDecoder.maximumByteCount + 64,
            Data(line).range(of: Data(word)) != nil, let event = try? decoder.decode(line),
            case .comment(.show(let comment, _)) = event.action, let id = comment.id
        else { return false }
        return ids.contains(id)
    }

    private static func overwrite(_ descriptor: Int32, at offset: off_t, with bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = pwrite(descriptor, buffer.baseAddress! + done, buffer.count - done, offset + off_t(done))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}
