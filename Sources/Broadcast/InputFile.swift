public import Foundation

/// A file that is read whole.
public enum InputFile {
    /// Reads a file of text that somebody names. Blocks.
    ///
    /// - Parameters:
    ///   - limit: In bytes: a larger one isn't read at all.
    ///   - tooLarge: What is said of one, behind its path; `nil`: how large it may be.
    /// - Throws: ``JobError`` for one that isn't there, may not be read, or is too large.
    public static func read(_ path: String, upTo limit: Int, tooLarge: String? = nil) throws(JobError) -> Data {
        var facts = stat()
        if stat(path, &facts) == 0 {
            switch facts.st_mode & S_IFMT {
            case S_IFREG: break
            case S_IFDIR: throw JobError(.inputNotFound, "\(path) is a folder; name a file")
            // Nobody may ever write into a pipe, and a device may never end.
            default: throw JobError(.inputNotFound, "\(path) is a pipe or a device; write what it has into a file")
            }
        }
        guard facts.st_size <= limit else {
            throw JobError(
                .inputUnusable, tooLarge.map { "\(path): \($0)" } ?? "\(path): larger than \(limit >> 20) MiB")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw JobError(.inputNotFound, "\(path) can't be read: no such file, or permission denied")
        }
        return data
    }
}
