import Broadcast
import Follow
import Show

extension FollowEyes {
    /// Who finds what a show's crop follows, tried before it begins: a damaged model is said to whoever starts the show, rather than seen
    /// by viewers.
    ///
    /// - Parameter track: What is found, if that is known already.
    /// - Throws: ``FollowError`` if a model in this program is damaged.
    init(for preset: Preset, track: SubjectTrack? = nil) throws(FollowError) {
        self.init(track: track)
        // A program without OpenCV has no models: its crop stands at its anchor.
        guard track == nil, let follow = preset.reframe.following, FollowDetectors.library != nil else { return }
        _ = try FollowDetectors.make(for: follow.subject)
    }
}
