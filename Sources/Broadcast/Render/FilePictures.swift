import MediaModel

/// A file's pictures, as the preset wants them: each as it is, or with where its crop lies.
struct FilePictures: PictureSupply {
    // One of them is there. Each is changed where it is: a copy would have all that it keeps copied on every tick.
    private var still: QueuedPictures?
    private var followed: FollowedPictures?

    init(_ still: QueuedPictures) { self.still = still }

    init(_ followed: FollowedPictures) { self.followed = followed }

    mutating func prepare(_ tick: Int) -> Bool { still?.prepare(tick) ?? followed?.prepare(tick) ?? false }

    mutating func picture(forTick tick: Int) -> TickPicture? {
        followed == nil ? still?.picture(forTick: tick) : followed?.picture(forTick: tick)
    }

    func finish() {
        still?.finish()
        followed?.finish()
    }

    func leave() {
        still?.leave()
        followed?.leave()
    }
}
