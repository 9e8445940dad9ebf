import FFmpegKit
import Foundation

/// Writes the one-file MP4 beside the show, from the top rung's thread and the audio thread.
///
/// The file appears whole: it is written under another name, and gets its own when it is finished.
final class MovieWriter: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.
    private let changed = NSCondition()
    private let path: String
    private let temporaryPath: String
    private var tracks: [MovieFile.Track: EncodedTrack] = [:]
    private var file: MovieFile?
    private var isAborted = false

    init(path: String) {
        self.path = path
        temporaryPath = path + ".tmp"
    }

    /// Describes a track. Both must be before either's first packet can be written.
    func add(_ kind: MovieFile.Track, _ track: EncodedTrack) throws {
        changed.lock()
        defer { changed.unlock() }
        tracks[kind] = track
        guard let video = tracks[.video], let audio = tracks[.audio] else { return }
        try explaining { file = try MovieFile(path: temporaryPath, video: video, audio: audio) }
        changed.broadcast()
    }

    /// Adds a packet; waits until both tracks are described.
    func write(_ packet: consuming Packet, to track: MovieFile.Track) throws {
        changed.lock()
        defer { changed.unlock() }
        while file == nil && !isAborted { changed.wait() }
        guard !isAborted else { return }
        do {
            try file?.write(packet, to: track)
        } catch {
            throw explain(error)
        }
    }

    /// Completes the file and gives it its name.
    func finish() throws {
        changed.lock()
        defer { changed.unlock() }
        try explaining { try file?.finish() }
        file = nil
        guard rename(temporaryPath, path) == 0 else {
            throw JobError(.outputNotWritable, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Lets everyone go who waits, and removes what was written.
    func abort() {
        changed.lock()
        defer { changed.unlock() }
        isAborted = true
        file = nil
        unlink(temporaryPath)
        changed.broadcast()
    }

    private func explaining(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch {
            throw explain(error)
        }
    }

    private func explain(_ error: any Error) -> any Error {
        guard let error = error as? FFmpegError, error.code.systemError != nil else { return error }
        return JobError(.outputNotWritable, "\(path) can't be written: \(error.code.message)")
    }
}
