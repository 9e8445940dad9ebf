import Foundation

/// The files of a report in a folder: all of them appear, or none.
///
/// Each is written beside, and gets its name when all are whole. What was begun goes if one can't be written.
public final class ReportFiles {
    private let folder: String
    private var names: [String] = []
    private var isMade = false

    /// - Parameter folder: Made if need be, with those on the way to it.
    /// - Throws: ``ReportError`` if it can't be.
    public init(folder: String) throws(ReportError) {
        self.folder = folder
        do {
            isMade = !FileManager.default.fileExists(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ReportError(.unwritable, "\(folder) can't be made: name a folder to write the report to")
        }
    }

    deinit {
        for name in names { unlink("\(folder)/\(name).tmp") }
        if isMade { rmdir(folder) }
    }

    /// Writes a file, piece by piece.
    ///
    /// - Throws: ``ReportError`` if there is no room, or no permission; and what `body` throws.
    public func write(
        _ name: String, _ body: (_ put: (String) throws(ReportError) -> Void) throws(ReportError) -> Void
    ) throws(ReportError) {
        let path = "\(folder)/\(name)"
        guard let file = fopen(path + ".tmp", "we") else { throw failure(path) }
        names.append(name)
        var isOpen = true
        defer { if isOpen { fclose(file) } }
        try body { text throws(ReportError) in
            var text = text
            let isWritten = text.withUTF8 { $0.isEmpty || fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
            guard isWritten else { throw failure(path) }
        }
        isOpen = false
        // What waits in memory meets a full disk here.
        guard fclose(file) == 0 else { throw failure(path) }
    }

    public func write(_ text: String, to name: String) throws(ReportError) {
        try write(name) { put throws(ReportError) in try put(text) }
    }

    /// Gives all of them their names.
    public func finish() throws(ReportError) {
        for name in names {
            guard rename("\(folder)/\(name).tmp", "\(folder)/\(name)") == 0 else { throw failure("\(folder)/\(name)") }
        }
        (names, isMade) = ([], false)
    }

    private func failure(_ path: String) -> ReportError {
        ReportError(.unwritable, "\(path) can't be written: \(String(cString: strerror(errno)))")
    }
}
