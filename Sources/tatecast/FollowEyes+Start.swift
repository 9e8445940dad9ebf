import Broadcast
import Follow
import Show

extension FollowEyes {
    /// Who finds what a show's crop follows. What looks is made before the show begins: a damaged model is said to whoever starts it, rather
    /// than seen by viewers.
    ///
    /// - Parameter track: What is found, if that is known already.
    /// - Throws: ``FollowError`` if a model in this program is damaged.
    init(for preset: Preset, track: SubjectTrack? = nil) throws(FollowError) {
        // A program without OpenCV has no models: its crop stands at its anchor.
        guard track == nil, let follow = preset.reframe.following, FollowDetectors.library != nil else {
            self.init(track: track)
            return
        }
        try self.init(readyFor: follow.subject)
    }
}
