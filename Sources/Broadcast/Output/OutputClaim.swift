public import FFmpegKit
import Foundation
import Synchronization

/// The right to write to some outputs, alone among all processes.
///
/// A lock on a file in the folder, or beside the file, that is written to: `flock`, which the system takes back when the process
/// ends, however it does; which sees one folder behind all of its names; and which NFS and SMB carry to other machines, as a
/// lock on the folder itself wouldn't be. The file names its owner, and goes when the claim is given up. What a process that was
/// killed leaves of it is no lock.
///
/// Any thread; ``take(_:stop:)`` blocks.
public final class OutputClaim: Sendable {
    /// Something that is written to.
    public enum Place: Hashable, Sendable {
        case folder(String)
        /// A file, or several with this one's name and numbers.
        case file(String)
    }

    private struct State {
        var held: [Held] = []
        /// What was made on the way, in that order.
        var folders: [OutputFolder] = []
        var isGivenUp = false
        var complaints: [String] = []
    }

    private struct Held {
        let path: String
        let descriptor: Int32
    }

    private let state = Mutex(State())

    private let patience: Duration

    /// - Parameter patience: How long another process may take to end: one that was killed is gone in a moment, and so it may
    ///   be started again at once.
    public init(patience: Duration = .seconds(2)) { self.patience = patience }

    /// What couldn't be claimed since its file system has no locks, for the log.
    public var complaints: [String] { state.withLock { $0.complaints } }

    /// Makes folders that aren't there, and claims everything, or nothing.
    ///
    /// - Parameter stop: Ends the wait for another process; then nothing is claimed, and nobody is blamed.
    /// - Throws: ``JobError`` that names the place and its owner.
    public func take(_ places: [Place], stop: Interrupt) throws(JobError) {
        do throws(JobError) {
            for place in places { try take(place, stop) }
        } catch {
            giveUp()
            throw error
        }
    }

    /// Gives everything back, and removes the folders that were made as far as nothing is in them. Never waits for a lock.
    public func giveUp() {
        let (held, folders) = state.withLock { state in
            defer { (state.held, state.folders, state.isGivenUp) = ([], [], true) }
            return (state.held, state.folders)
        }
        for lock in held.reversed() {
            // While it is held: who opened the file before sees that it is another's by then.
            unlink(lock.path)
            close(lock.descriptor)
        }
        for folder in folders.reversed() { folder.removeIfEmpty() }
    }

    private func take(_ place: Place, _ stop: Interrupt) throws(JobError) {
        switch place {
        case .folder(let path):
            // One that can't be written needs no owner: the job says why, in its turn.
            guard let folder = try? OutputFolder(path: path, overwrites: true, canBeReverted: false) else { return }
            state.withLock { $0.folders.append(folder) }
            try lock("\(path)/.tatecast.lock", what: path, stop)
        case .file(let path):
            // A pipe or a device is read as it is written, and has no place for a lock beside it.
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return }
            let (parent, name) = (FilePath.parent(of: path), (path as NSString).lastPathComponent)
            try lock("\(parent.isEmpty ? "." : parent)/.\(name).lock", what: path, stop)
        }
    }

    private func lock(_ path: String, what: String, _ stop: Interrupt) throws(JobError) {
        let end = ContinuousClock.now + patience
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
            guard descriptor >= 0 else { return complain(what, errno) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                let owner = Self.owner(descriptor)
                close(descriptor)
                guard code == EWOULDBLOCK || code == EINTR else { return complain(what, code) }
                // Who is asked to stop needs nothing any more.
                if stop.isRequested { return }
                guard ContinuousClock.now < end else { throw Self.refusal(what, owner) }
                // `flock` waits without an end or not at all, and nothing tells when a lock goes.
                usleep(20_000)
                continue
            }
            guard Self.isStill(path, descriptor) else {
                // Its last owner has just removed it.
                close(descriptor)
                continue
            }
            Self.sign(descriptor)
            let isWanted = state.withLock { state in
                if !state.isGivenUp { state.held.append(Held(path: path, descriptor: descriptor)) }
                return !state.isGivenUp
            }
            if !isWanted {
                unlink(path)
                close(descriptor)
            }
            return
        }
    }

    /// A place that can't be written is somebody else's to tell; a full disk, or a file system without locks, is no reason
    /// not to begin.
    private func complain(_ what: String, _ code: Int32) {
        guard code != ENOENT, code != EACCES, code != ENOTDIR, code != EROFS else { return }
        state.withLock {
            $0.complaints.append(
                "\(what) can't be locked (\(String(cString: strerror(code)))): see to it that no other process writes there"
            )
        }
    }

    /// Who writes to a folder now; `nil` if nobody does. Blocks, and leaves nothing behind.
    package static func owner(ofFolder path: String) -> String? {
        let descriptor = open("\(path)/.tatecast.lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        // The lock that is taken here goes with the descriptor: who begins to write just now waits for that long.
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return owner(descriptor)
    }

    private static func isStill(_ path: String, _ descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
            && named.st_dev == opened.st_dev
    }

    // MARK: - The owner's name

    /// For whoever comes second. A full disk takes none, and the lock holds all the same.
    private static func sign(_ descriptor: Int32) {
        let text = Array("\(getpid()) \(hostName)\n".utf8)
        ftruncate(descriptor, 0)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 300)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let number = Int32(words[0]) else { return "another process" }
        return words[1] == hostName ? "process \(number)" : "process \(number) of \(words[1].prefix(100))"
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func refusal(_ what: String, _ owner: String) -> JobError {
        JobError(
            .outputNotWritable,
            "\(owner) writes to \(what) already, and two would spoil each other's: end that one first, or choose another "
                + "name")
    }
}
