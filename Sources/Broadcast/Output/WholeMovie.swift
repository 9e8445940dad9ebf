package import FFmpegKit
import Foundation

/// An MP4 file that appears whole: it is written under another name, and gets its own when it is finished. Whatever can't be written
/// is told as ``JobError``.
package struct WholeMovie: ~Copyable {
    private var file: MovieFile
    private let path: String

    /// - Parameter audio: `nil` for a silent film.
    package init(path: String, video: EncodedTrack, audio: EncodedTrack? = nil, notes: MovieNotes = MovieNotes()) throws
    {
        let file: MovieFile
        do {
            file = try MovieFile(path: Self.unfinished(path), video: video, audio: audio, notes: notes)
        } catch {
            throw Self.explain(error, path)
        }
        self.file = file
        self.path = path
    }

    /// How many bytes have been written so far.
    package var byteCount: Int { file.byteCount }

    /// Adds a packet, as ``MovieFile/write(_:to:)`` does.
    package mutating func write(_ packet: consuming Packet, to track: MovieFile.Track) throws {
        do {
            try file.write(packet, to: track)
        } catch {
            throw Self.explain(error, path)
        }
    }

    /// Completes the file and gives it its name.
    ///
    /// - Parameters:
    ///   - movesIndex: Whether the index stands first, for which the whole file is written again.
    ///   - chapters: Of a file that was begun without any, as its length wasn't known.
    package mutating func finish(movesIndex: Bool = true, chapters: [MovieNotes.Chapter] = []) throws {
        do {
            try file.finish(movesIndex: movesIndex, chapters: chapters)
        } catch {
            throw Self.explain(error, path)
        }
        guard rename(Self.unfinished(path), path) == 0 else {
            throw JobError(.outputNotWritable, "\(path) can't be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Removes what was written of one that isn't finished.
    package static func abandon(_ path: String) { unlink(unfinished(path)) }

    private static func unfinished(_ path: String) -> String { path + ".tmp" }

    private static func explain(_ error: FFmpegError, _ path: String) -> any Error {
        guard error.code.systemError != nil else { return error }
        return JobError(.outputNotWritable, "\(path) can't be written: \(error.code.message)")
    }
}
