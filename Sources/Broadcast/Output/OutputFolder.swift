import Foundation
package import HLS
import Lines

/// The folder that a show is written to. Files appear whole: written beside, then renamed.
///
/// Remembers what it made, so that a failed job leaves the folder as it found it. Safe on any thread.
package final class OutputFolder: @unchecked Sendable {
    // Sendable, as every access to `made` holds the lock.
    let path: String
    private let lock = NSLock()
    private let canBeReverted: Bool
    /// Files and folders in the order they were made.
    private var made: [String] = []
    /// What an earlier show left here: removed once this one is complete.
    private let previous: [String]

    /// Creates the folder if need be, and makes sure that files can be made in it.
    ///
    /// - Parameters:
    ///   - overwrites: Whether what is there is replaced. Where it isn't, a show that a render didn't finish is all the same:
    ///     it has no multivariant playlist, so nobody could ever see it.
    ///   - others: The names of the job's other files in the folder.
    ///   - canBeReverted: Whether to remember what is made.
    /// - Throws: ``JobError`` if it can't be written, or holds something else and `overwrites` isn't set.
    init(
        path: String, overwrites: Bool, others: Set<String> = [], canBeReverted: Bool = true
    ) throws(JobError) {
        self.path = path
        self.canBeReverted = canBeReverted
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isDirectory) {
            guard isDirectory.boolValue else {
                throw JobError(.outputNotWritable, "\(path) is a file; name a folder to write the show to")
            }
            let contents: [String]
            do {
                contents = try files.contentsOfDirectory(atPath: path)
            } catch {
                throw JobError(.outputNotWritable, "\(path) can't be read: permission denied")
            }
            let replaces =
                overwrites
                || Self.isUnfinishedShow(path, contents.filter { !PresentationNames.isIgnored($0) }, others: others)
            guard replaces else {
                throw JobError(
                    .outputNotWritable, "\(path) isn't empty; use --overwrite to replace the show in it")
            }
            previous = canBeReverted ? Self.showFiles(in: path) : []
        } else {
            previous = []
            try Self.makeFolders(path, noting: &made)
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw JobError(.outputNotWritable, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Makes a folder inside.
    func makeFolder(_ name: String) throws(JobError) {
        lock.lock()
        defer { lock.unlock() }
        try Self.makeFolders("\(path)/\(name)", noting: &made)
    }

    func write(_ bytes: [UInt8], to name: String) throws(JobError) { try write([bytes], to: name, isDurable: false) }

    package func write(_ pieces: [[UInt8]], to name: String, isDurable: Bool) throws(JobError) {
        let target = "\(path)/\(name)"
        note(target + ".tmp")
        try Self.replace(target, with: pieces, isDurable: isDurable)
        note(target)
    }

    /// Writes a file under another name and gives it its own, so that whoever reads finds the old one or the new one.
    package static func replace(
        _ target: String, with pieces: [[UInt8]], isDurable: Bool = false
    ) throws(JobError) {
        let temporary = target + ".tmp"
        do throws(JobError) {
            try writeFile(pieces, to: temporary, isDurable: isDurable)
            guard rename(temporary, target) == 0 else { throw failure(target) }
            // The name is the folder's, not the file's. Where a folder can't be synchronised, nothing is lost but this.
            if isDurable { synchronise(FilePath.parent(of: target)) }
        } catch {
            // What was begun is of no use, and a full disk needs its room.
            unlink(temporary)
            throw error
        }
    }

    /// Writes files all or none: an old show's are replaced, in this order, only once all new ones are on the disk.
    func write(together files: [(name: String, bytes: [UInt8])]) throws(JobError) {
        for file in files {
            let temporary = "\(path)/\(file.name).tmp"
            note(temporary)
            try Self.writeFile([file.bytes], to: temporary)
        }
        for file in files {
            let target = "\(path)/\(file.name)"
            guard rename(target + ".tmp", target) == 0 else { throw Self.failure(target) }
            note(target)
        }
    }

    package func remove(_ name: String) {
        unlink("\(path)/\(name)")
    }

    /// Removes the folder, with those that were made on the way to it, as far as nothing is in them.
    func removeIfEmpty() {
        lock.lock()
        defer { lock.unlock() }
        for folder in made.reversed() { rmdir(folder) }
    }

    /// Removes a file that stands elsewhere.
    static func removeFile(_ path: String) {
        unlink(path)
    }

    /// Removes what an earlier show left, now that this one is complete; but not what it wrote anew.
    func removePrevious() {
        lock.lock()
        let kept = Set(made)
        lock.unlock()
        for file in previous where !kept.contains(file) { unlink(file) }
        for folder in Set(previous.map { FilePath.parent(of: $0) }) { rmdir(folder) }
    }

    /// Leaves the folder as it was found.
    func revert() {
        lock.lock()
        defer { lock.unlock() }
        let old = Set(previous)
        // In reverse, so that folders are empty when their turn comes. What stood here before stays.
        for item in made.reversed() where !old.contains(item) && unlink(item) != 0 { rmdir(item) }
        made = []
    }

    private func note(_ item: String) {
        // A broadcast makes files for hours.
        guard canBeReverted else { return }
        lock.lock()
        made.append(item)
        lock.unlock()
    }

    private static func makeFolders(_ path: String, noting made: inout [String]) throws(JobError) {
        var missing: [String] = []
        var ancestor = path
        while !ancestor.isEmpty, ancestor != "/", access(ancestor, F_OK) != 0 {
            missing.append(ancestor)
            ancestor = FilePath.parent(of: ancestor)
        }
        for folder in missing.reversed() {
            guard mkdir(folder, 0o777) == 0 else {
                let error = failure(folder)
                for parent in missing.reversed().prefix(while: { $0 != folder }).reversed() { rmdir(parent) }
                throw error
            }
            made.append(folder)
        }
    }

    private static func writeFile(_ pieces: [[UInt8]], to path: String, isDurable: Bool = false) throws(JobError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path) }
        let isWritten = pieces.allSatisfy { writeAll($0, to: descriptor) }
        let code = errno
        if isDurable && isWritten { fsync(descriptor) }
        // A full disk may be reported as late as here.
        let isClosed = close(descriptor) == 0
        guard isWritten && isClosed else { throw failure(path, isWritten ? errno : code) }
    }

    /// Sees to it that the names of a folder's files outlast a power failure, as far as its file system can. Blocks.
    package static func synchronise(_ folder: String) {
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func failure(_ path: String, _ code: Int32 = errno) -> JobError {
        let advice = code == ENOSPC ? "; free some space and start again" : ""
        return JobError(.outputNotWritable, "\(path) can't be written: \(String(cString: strerror(code)))\(advice)")
    }

    /// Whether nothing but what a render leaves that was cut off is there.
    ///
    /// - Parameter contents: The names in the folder.
    private static func isUnfinishedShow(_ folder: String, _ contents: [String], others: Set<String>) -> Bool {
        let hasRenditions = contents.contains { PresentationNames.isRendition($0) }
        return contents.allSatisfy { name in
            if name == Storyboard.folder {
                return names(in: "\(folder)/\(name)").allSatisfy(PresentationNames.isStoryboardFile)
            }
            if hasRenditions && PresentationNames.isSideFile(name) { return true }
            if others.contains(PresentationNames.whole(name)) || name == "\(PresentationNames.multivariant).tmp" {
                return true
            }
            guard PresentationNames.isRendition(name) else { return false }
            // A broadcast that is kept would go on by itself.
            return names(in: "\(folder)/\(name)").allSatisfy {
                isShowFile($0) && PresentationNames.whole($0) != "recording.m3u8"
            }
        }
    }

    /// The files of a show, and nothing else that may lie in the folder.
    private static func showFiles(in folder: String) -> [String] {
        var found: [String] = []
        for name in names(in: folder) {
            if PresentationNames.whole(name) == PresentationNames.multivariant || PresentationNames.isSideFile(name) {
                found.append("\(folder)/\(name)")
            }
            if name == Storyboard.folder {
                found += names(in: "\(folder)/\(name)").filter(PresentationNames.isStoryboardFile).map {
                    "\(folder)/\(name)/\($0)"
                }
            }
            guard PresentationNames.isRendition(name) else { continue }
            found += names(in: "\(folder)/\(name)").filter(isShowFile).map { "\(folder)/\(name)/\($0)" }
        }
        return found
    }

    private static func names(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func isShowFile(_ name: String) -> Bool {
        let whole = PresentationNames.whole(name)
        return PresentationNames.isPlaylist(whole) || PresentationNames.isMedia(whole)
    }
}

// MARK: - As a store

extension OutputFolder: SegmentStore {
    package var noun: String { "the disk" }
    package var location: String { path }
    package var readableFolder: String? { path }

    package func prepare(_ rendition: RenditionID) throws(JobError) { try makeFolder("\(rendition)") }
}
