import MediaModel
import ImageCodecs
import Typeset

/// The folder that events name pictures in.
struct PictureFolder: Sendable {
    /// Absolute, or relative to the process' folder; `nil` if the show has none.
    let path: String?

    /// An animation may take a third of the cache's standard size, so that several fit beside all else.
    private static let animationBytes = 20 << 20

    /// The path of a picture that an event names.
    ///
    /// - Parameter name: Relative to the folder. It can't leave it: events come from outside.
    func path(of name: String) throws(OverlayError) -> String {
        guard let path else {
            throw OverlayError(.unusablePicture, "\(name) can't be shown: this show has no folder of pictures")
        }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.isEmpty, name.utf8.count <= 1_024, !name.contains("\0"),
            parts.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." })
        else {
            throw OverlayError(.unusablePicture, "\(name) can't be shown: it isn't within the show's folder")
        }
        return "\(path)/\(name)"
    }

    /// Reads a picture at the size that it is shown at.
    static func load(path: String, _ fit: PictureFit) throws(OverlayError) -> Picture {
        do throws(PictureError) {
            return try PictureLoader(fit, animationBytes: animationBytes).load(path: path)
        } catch {
            throw OverlayError(.unusablePicture, "\(error)")
        }
    }
}
