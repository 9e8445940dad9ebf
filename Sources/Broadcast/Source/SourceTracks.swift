import FFmpegKit
import MediaModel

/// Which of a source's tracks are used, and what is to be said of the others.
struct SourceTracks {
    let video: TrackDescription
    let picture: TrackDescription.Video
    let audio: TrackDescription?
    /// A sentence each.
    let notes: [String]

    /// - Parameter name: The source's, for sentences about it.
    /// - Throws: ``JobError`` if there are no pictures that can be decoded here.
    init(_ container: borrowing InputContainer, name: String) throws(JobError) {
        let videos = container.tracks.filter { if case .video = $0.kind { true } else { false } }
        guard !videos.isEmpty else {
            throw JobError(.inputUnusable, "\(name) has no video track; a show needs pictures")
        }
        guard let video = container.bestTrack({ if case .video = $0 { true } else { false } }),
            case .video(let picture) = video.kind
        else {
            throw JobError(.inputUnusable, Self.undecodable(videos, name))
        }
        guard picture.size.width > 0, picture.size.height > 0 else {
            // FFmpeg before 6.1 opens a file of enhanced FLV, and knows nothing of what is in it.
            if container.formatName == "flv" {
                throw JobError(
                    .inputUnusable,
                    "\(name): its pictures are of a codec that this FFmpeg can't read in FLV, as enhanced RTMP has them; put it into "
                        + "MP4 with ffmpeg 6.1 or later (-c copy), or publish it")
            }
            throw JobError(
                .inputUnusable,
                "\(name) has no key picture in its first minute, and decoding can start at no other: cut it again at a key "
                    + "picture, or encode it anew")
        }
        self.video = video
        self.picture = picture
        audio = container.bestTrack { if case .audio = $0 { true } else { false } }
        notes = Self.notes(on: container, isSilent: audio == nil)
    }

    /// What is to be said of a source that is used, a sentence each.
    static func notes(on container: borrowing InputContainer, isSilent: Bool) -> [String] {
        [container.remark, isSilent ? silence(of: container) : nil].compactMap(\.self)
    }

    /// Why a source whose sound can't be decoded is silent; `nil` if it has none.
    private static func silence(of container: borrowing InputContainer) -> String? {
        let sounds = container.tracks.filter { if case .audio = $0.kind { true } else { false } }
        return sounds.isEmpty ? nil : silence(sounds)
    }

    private static func undecodable(_ tracks: [TrackDescription], _ name: String) -> String {
        let words = list(tracks)
        if tracks.contains(where: \.signs.isEncrypted) {
            return
                "\(name): its pictures are encrypted (\(words)), and nobody here has the key; name a copy without protection"
        }
        return
            "\(name): its pictures are \(words), which nothing here decodes; have the program that made it write H.264"
    }

    private static func silence(_ tracks: [TrackDescription]) -> String {
        let words = list(tracks)
        let reason =
            tracks.contains(where: \.signs.isEncrypted)
            ? "encrypted (\(words))" : "\(words), which nothing here decodes"
        return tracks.count == 1
            ? "the sound track is \(reason); the show is silent"
            : "the sound tracks are \(reason); the show is silent"
    }

    private static func list(_ tracks: [TrackDescription]) -> String {
        var words: [String] = []
        for track in tracks where !words.contains(track.codecWords) { words.append(track.codecWords) }
        return words.joined(separator: " and ")
    }
}
