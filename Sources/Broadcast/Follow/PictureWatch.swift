import FFmpegKit
import Follow
import MediaModel

/// Looks at a file's pictures, one after the other, for cuts and subjects. Belongs to one thread; nothing depends on how quick that is.
final class PictureWatch {
    /// Deep pictures, and those of other colours, are made smaller and plain first.
    private static let plainBox = PixelSize(width: 1280, height: 1280)

    private let detector: any SubjectDetector
    private var cuts: CutDetector
    private var lastLook: Int64?
    private var plain: SourceView?

    init(_ detector: any SubjectDetector, lookAhead: Int64, frameDuration: Int64) {
        self.detector = detector
        cuts = CutDetector(lookAhead: lookAhead, frameDuration: frameDuration)
    }

    /// Looks at the next picture.
    ///
    /// - Returns: What is new, for the camera.
    /// - Throws: ``FollowError`` if the detector can't look; ``FFmpegError`` without memory.
    func look(at picture: SourcePicture) throws -> [Finding] {
        guard picture.colors == nil, picture.frame.frame.depth == 8 else {
            let size = SourceView.size(of: picture, in: Self.plainBox)
            if plain?.size != size { plain = try SourceView(size: size) }
            guard let frame = try plain?.draw(picture, nil) else { return [] }
            return try look(at: frame, time: picture.time)
        }
        return try look(at: picture.frame.frame, time: picture.time)
    }

    private func look(at frame: borrowing VideoFrame, time: Int64) throws -> [Finding] {
        let thumbnail = frame.withPlanes { luma, _, _, layout in LumaThumbnail(reducing: luma, layout) }
        var news: [Finding] = []
        var mayBegin = lastLook == nil
        switch cuts.take(thumbnail, at: time) {
        case .none: break
        case .suspected: mayBegin = true
        case .cut(let cut):
            news.append(Finding(time: cut, subjects: [], isCut: true))
            if cut == time { mayBegin = true }
        }
        // A live source's clock may be set back.
        let since = time - (lastLook ?? time)
        guard mayBegin || since >= detector.interval || since < 0 else { return news }
        lastLook = time
        let shot = Shot(time: time, isCut: mayBegin, thumbnail: thumbnail)
        news.append(
            try frame.withPlanes { luma, blue, red, layout throws(FollowError) in
                try detector.look(at: luma, blue, red, layout, shot)
            })
        return news
    }
}
