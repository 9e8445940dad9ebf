import FFmpegKit
import Foundation

/// Where a source is recorded to: `show.mkv`, then `show-2.mkv` and so on. Never a file that is there already.
public struct SourceRecordingFile: Sendable, Hashable {
    let path: String
    let container: PacketFile.Container

    /// - Throws: ``JobError`` for a name that names no container.
    public init(path: String) throws(JobError) {
        let suffix = (path as NSString).pathExtension.lowercased()
        guard let container = PacketFile.Container(rawValue: suffix), !path.hasSuffix("/"), !path.contains("\0") else {
            throw JobError(
                .usage,
                "--record-source \(path): expected a name that ends in .mkv or .mp4, which hold whatever a source sends"
            )
        }
        (self.path, self.container) = (path, container)
    }

    /// The name of the file of this number, from 1.
    func path(number: Int) -> String {
        number == 1 ? path : "\((path as NSString).deletingPathExtension)-\(number).\((path as NSString).pathExtension)"
    }

    /// Whether this is the name, without folders, of one of the files.
    func isName(_ name: String) -> Bool {
        let file = (path as NSString).lastPathComponent as NSString
        let (base, suffix) = (file.deletingPathExtension, ".\(file.pathExtension)")
        guard name.hasPrefix(base), name.hasSuffix(suffix), name.count >= base.count + suffix.count else {
            return false
        }
        let middle = name.dropFirst(base.count).dropLast(suffix.count)
        return middle.isEmpty || middle.wholeMatch(of: /-[0-9]+/) != nil
    }

    /// Says so before a broadcast if its source can't be recorded there.
    ///
    /// - Parameters:
    ///   - output: The show's folder, if it has one. It will be there; and if a broadcast in it goes on, wherever it was cut
    ///     off, so do the numbers of the files. Without one nobody knows whether one goes on, and nothing is overwritten.
    /// - Throws: ``JobError``.
    func check(output: String?) throws(JobError) {
        let files = FileManager.default
        let begun = [PresentationNames.multivariant, PresentationNames.events, BroadcastManifest.name]
        if files.fileExists(atPath: path), let output,
            !begun.contains(where: { files.fileExists(atPath: "\(output)/\($0)") })
        {
            throw JobError(
                .outputNotWritable, "--record-source \(path) exists: choose another name, or move that file away")
        }
        let parent = FilePath.parent(of: path)
        let folder = parent.isEmpty ? "." : parent
        if let output, Self.isSame(folder, output) { return }
        var isFolder: ObjCBool = false
        guard files.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw JobError(.outputNotWritable, "--record-source \(path): there is no folder \(folder)")
        }
        guard files.isWritableFile(atPath: folder) else {
            throw JobError(.outputNotWritable, "--record-source \(path): nothing may be written in \(folder)")
        }
    }

    private static func isSame(_ path: String, _ other: String) -> Bool {
        URL(fileURLWithPath: path).standardizedFileURL.path == URL(fileURLWithPath: other).standardizedFileURL.path
    }

    /// Creates the first file that isn't there yet, from this number on.
    ///
    /// - Returns: Its path and the number after its own.
    /// - Throws: ``JobError`` if none can be created.
    func create(from first: Int) throws(JobError) -> (path: String, next: Int) {
        for number in first..<(first + 10_000) {
            let path = path(number: number)
            let file = open(path, O_CREAT | O_EXCL | O_WRONLY, 0o644)
            if file >= 0 {
                close(file)
                return (path, number + 1)
            }
            guard errno == EEXIST else {
                throw JobError(.outputNotWritable, "\(path) can't be created: \(String(cString: strerror(errno)))")
            }
        }
        throw JobError(.outputNotWritable, "\(path): ten thousand files of that name are there already")
    }
}
