package import AfterShow
package import Broadcast
package import HLS
package import Origin

/// The files of a broadcast that keeps nothing on a disk: what its viewers can fetch just now.
package struct WindowFiles: SegmentSource {
    package let place = "the live window"
    private let window: OriginWindow

    /// Opens what there is at this instant.
    ///
    /// - Throws: ``JobError`` before the first segment.
    package static func open(_ origin: Origin) throws(JobError) -> RecordingReader {
        guard let window = origin.window else {
            throw JobError(.inputNotFound, "the programme has not begun: wait two seconds after its start")
        }
        let playlist: MultivariantPlaylist
        do throws(PlaylistError) {
            playlist = try MultivariantPlaylist(parsing: window.multivariant)
        } catch {
            throw JobError(.internal, "the programme's own master.m3u8 can't be read: \(error)")
        }
        let files = WindowFiles(window: window)
        return try RecordingReader(playlist, files: files) { id throws(JobError) in
            ("playlist.m3u8", window.playlist(of: id) ?? "")
        }
    }

    package func bytes(of name: String, in rendition: RenditionID) throws(JobError) -> [UInt8] {
        guard let bytes = window.media(name, of: rendition) else {
            throw JobError(
                .inputUnusable, "\(place) has no \(rendition)/\(name) any more: viewers can go back by --window alone")
        }
        return bytes
    }
}
