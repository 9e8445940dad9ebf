import Foundation
import Synchronization

/// Watches a preset's files, on a thread of its own, and tells when somebody has saved one.
///
/// The kernel says when a file was closed after writing, or took another's place: editors save in both ways, and what is
/// half written isn't looked at. Some network folders and containers' mounts never say anything, and which those are can't be known: so
/// the files are also compared every ``pause`` milliseconds, and believed when they have stayed the same for one.
final class PresetWatch: Sendable {
    /// What tells one state of a file from the next.
    private struct Stamp: Equatable {
        let inode: Int?
        let modified: Date?
        let byteCount: Int?

        /// `nil` if there is no such file.
        init?(_ path: String) {
            // Of what a link leads to.
            let path = (path as NSString).resolvingSymlinksInPath
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
            inode = attributes[.systemFileNumber] as? Int
            modified = attributes[.modificationDate] as? Date
            byteCount = attributes[.size] as? Int
        }
    }

    private static let pause: Int32 = 20
    /// In looks.
    private static let longestAbsence = 15
    private static let closings = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO)

    private let paths: Mutex<[String]>
    private let isStopped = Atomic(false)
    private let onChange: @Sendable () -> Void

    /// - Parameter onChange: Called on the watch's thread, which looks on when it has returned.
    init(_ paths: [String], onChange: @escaping @Sendable () -> Void) {
        self.paths = Mutex(paths)
        self.onChange = onChange
    }

    /// Watches these files from now on.
    func watch(_ paths: [String]) { self.paths.withLock { $0 = paths } }

    func start() {
        let thread = Thread { [self] in run() }
        thread.name = "preset watch"
        thread.start()
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func run() {
        let kernel = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        defer { if kernel >= 0 { close(kernel) } }
        var folders: Set<String> = []
        var seen = stamps()
        var known = Set(paths.withLock { $0 })
        var changing: [String: Stamp]?
        var looksWithout = 0
        while !isStopped.load(ordering: .relaxed) {
            let paths = paths.withLock { $0 }
            // Folders, as a file that is replaced takes its watch with it.
            for path in paths where kernel >= 0 {
                let folder = (path as NSString).deletingLastPathComponent
                guard folders.insert(folder).inserted else { continue }
                inotify_add_watch(kernel, folder.isEmpty ? "." : folder, Self.closings)
            }
            let wasClosed = wait(kernel)
            let now = stamps()
            // What is watched only since the last look is as it should be.
            for path in paths where known.insert(path).inserted { seen[path] = now[path] }
            known.formIntersection(paths)
            seen = seen.filter { known.contains($0.key) }
            guard now != seen else {
                (changing, looksWithout) = (nil, 0)
                continue
            }
            if seen.keys.contains(where: { now[$0] == nil }) {
                // One that is away for a moment is being replaced.
                looksWithout += 1
                guard looksWithout == Self.longestAbsence else { continue }
            } else if !wasClosed, changing != now {
                changing = now
                continue
            }
            (seen, changing, looksWithout) = (now, nil, 0)
            onChange()
        }
    }

    private func stamps() -> [String: Stamp] {
        var stamps: [String: Stamp] = [:]
        for path in paths.withLock({ $0 }) { stamps[path] = Stamp(path) }
        return stamps
    }

    /// Returns whether a file was closed after writing, or put in its place, before the pause was over.
    private func wait(_ kernel: Int32) -> Bool {
        guard kernel >= 0 else {
            usleep(UInt32(Self.pause) * 1_000)
            return false
        }
        var descriptor = pollfd(fd: kernel, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, Self.pause) > 0 else { return false }
        // Which file it was, the stamps tell.
        var isAny = false
        withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 8) { buffer in
            while read(kernel, buffer.baseAddress, buffer.count) > 0 { isAny = true }
        }
        return isAny
    }
}
