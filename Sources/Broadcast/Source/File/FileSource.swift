import FFmpegKit
import Foundation
import MediaModel
import Reframe

/// A media file, opened and looked into: which tracks to use, and what their decoders need.
struct FileSource: ~Copyable {
    var container: InputContainer
    let video: TrackDescription
    let picture: TrackDescription.Video
    let audio: TrackDescription?
    /// What whoever named the file should know, a sentence each.
    let notes: [String]
    let trust: TimeTrust

    /// - Throws: ``JobError`` in words for whoever named the file.
    init(path: String, interrupt: Interrupt) throws(JobError) {
        var container = try Self.open(path, interrupt)
        let tracks = try SourceTracks(container, name: path)
        try PictureNormaliser.check(tracks.picture, name: path)
        (video, picture, audio) = (tracks.video, tracks.picture, tracks.audio)
        notes = tracks.notes
        trust = TimeTrust(container, [video] + (audio.map { [$0] } ?? []))
        container.select([video] + (audio.map { [$0] } ?? []))
        self.container = container
    }

    /// Opens a file that is to be read.
    ///
    /// - Throws: ``JobError`` in words for whoever named the file.
    static func open(_ path: String, _ interrupt: Interrupt) throws(JobError) -> InputContainer {
        try checkFile(path)
        let kind = FileKind(path: path)
        if let kind, kind.isCertain { throw JobError(.inputUnusable, kind.sentence(path)) }
        var hints = InputContainer.FileHints()
        if let layout = MovieLayout(path: path) {
            hints.index = layout.index
            if layout.lacksFragments {
                throw JobError(
                    .inputUnusable,
                    "\(path) is a fragmented MP4 that was cut off before its first fragment was whole; record it anew")
            }
            if let cut = layout.cut, layout.fragmentCount > 0 {
                hints.byteCount = cut
                hints.remark =
                    "\(path) was cut off in the middle of a fragment; its \(layout.fragmentCount) whole ones are used"
            }
        }
        do {
            return try open(path, hints, interrupt)
        } catch {
            throw explain(error, path, kind)
        }
    }

    private static func open(
        _ path: String, _ hints: InputContainer.FileHints, _ interrupt: Interrupt
    ) throws(FFmpegError) -> InputContainer {
        let container = try InputContainer(file: path, hints: hints, interrupt: interrupt)
        let sizes = container.tracks.compactMap { track in
            if case .video(let video) = track.kind { video.size.width } else { nil }
        }
        guard sizes.contains(0), !sizes.contains(where: { $0 > 0 }) else { return container }
        // A stream that was cut anywhere may have its first key picture, which tells the size, much later.
        var hints = hints
        hints.looksFar = true
        return try InputContainer(file: path, hints: hints, interrupt: interrupt)
    }

    /// How long the longer track says it is, in nanoseconds; `nil` if neither says.
    var duration: Int64? {
        let zero = self.zero
        return [video, audio].compactMap { track in
            track.flatMap { track in track.duration.map { $0 + (track.startTime ?? zero) - zero } }
        }.max()
    }

    /// Until when the container has the last picture stay, in nanoseconds from the programme's start. `nil` unless it is an MP4 file
    /// with a whole index: of it alone FFmpeg's length is what the index has.
    var pictureEnd: Int64? {
        guard container.formatName.hasPrefix("mov"), video.signs.isWhole, video.signs.lastIndexedTime != nil else {
            return nil
        }
        return video.duration.map { $0 + (video.startTime ?? zero) - zero }
    }

    private var zero: Int64 { [video.startTime, audio?.startTime].compactMap(\.self).min() ?? 0 }

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
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        // What a pipe sends can't be looked at twice, and a device may have no end.
        if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
            throw JobError(
                .inputUnusable, "\(path) is a pipe or a device; name a file, or publish the stream over RTMP")
        }
        if attributes?[.size] as? Int == 0 { throw JobError(.inputUnusable, "\(path) is empty") }
    }

    private static func explain(_ error: FFmpegError, _ path: String, _ kind: FileKind?) -> JobError {
        if let system = error.code.systemError, [ENOENT, EACCES, EIO].contains(system) {
            return JobError(.inputNotFound, "\(path) can't be read: \(error.code.message)")
        }
        if let kind { return JobError(.inputUnusable, kind.sentence(path)) }
        // What FFmpeg answers for a container that isn't among those that are read.
        let reason = error.code.systemError == EINVAL ? "its format isn't one that is read here" : error.code.message
        return JobError(.inputUnusable, "\(path) isn't media that can be decoded: \(reason)")
    }
}
