import FFmpegKit
import Foundation
import Reframe

/// A media file, opened and looked into: which tracks to use, and what their decoders need.
struct FileSource: ~Copyable {
    var container: InputContainer
    let video: TrackDescription
    let picture: TrackDescription.Video
    let audio: TrackDescription?

    /// - Throws: ``JobError`` in words for whoever named the file.
    init(path: String, interrupt: Interrupt) throws(JobError) {
        try Self.checkFile(path)
        var container: InputContainer
        do {
            container = try InputContainer(file: path, interrupt: interrupt)
        } catch {
            throw Self.explain(error, path)
        }
        guard let video = container.bestTrack({ if case .video = $0 { true } else { false } }),
            case .video(let picture) = video.kind
        else {
            throw JobError(.inputUnusable, "\(path) has no video track; a show needs pictures")
        }
        try PictureNormaliser.check(picture, name: path)
        self.video = video
        self.picture = picture
        audio = container.bestTrack { if case .audio = $0 { true } else { false } }
        container.select([video] + (audio.map { [$0] } ?? []))
        self.container = container
    }

    /// How long the longer track says it is, in nanoseconds; `nil` if neither says.
    var duration: Int64? {
        let starts = [video.startTime, audio?.startTime].compactMap(\.self)
        let zero = starts.min() ?? 0
        return [video, audio].compactMap { track in
            track.flatMap { track in track.duration.map { $0 + (track.startTime ?? zero) - zero } }
        }.max()
    }

    private static func checkFile(_ path: String) throws(JobError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw JobError(.inputNotFound, "\(path): no such file")
        }
        if isDirectory.boolValue {
            throw JobError(.inputNotFound, "\(path) is a folder; name a media file")
        }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw JobError(.inputNotFound, "\(path) can't be read: permission denied")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        if size == 0 { throw JobError(.inputUnusable, "\(path) is empty") }
    }

    private static func explain(_ error: FFmpegError, _ path: String) -> JobError {
        if let system = error.code.systemError, system == ENOENT || system == EACCES {
            return JobError(.inputNotFound, "\(path) can't be read: \(error.code.message)")
        }
        let head = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 8) } ?? Data()
        if head.count == 8, head[4...] == Data("ftyp".utf8) {
            return JobError(
                .inputUnusable,
                "\(path) is an MP4 whose index (moov) is missing or broken: the recording was cut off before it was "
                    + "closed")
        }
        return JobError(.inputUnusable, "\(path) isn't media that can be decoded: \(error.code.message)")
    }
}
