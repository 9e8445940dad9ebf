/// Notices that only one of two channels has sound, as from a microphone in one half of a plug, and has both play it. Belongs before
/// the meter: two channels are 3 dB louder than one.
struct LoneChannel: Sendable {
    typealias Side = SoundLeveller.Channel

    /// Above this many LUFS a channel is heard.
    private static let heard = blockEnergy(ofLoudness: -60)
    /// In hops with sound in one channel alone: 3 s.
    private static let patience = 30

    /// The one that plays on both sides; `nil` for sound that has two.
    private(set) var side: Side?
    private var hops = 0
    /// How much of the lone channel the other one plays, at the hop's beginning and at its end.
    private var share: (from: Float, to: Float) = (0, 0)
    /// The one that `share` is of, and that was alone last: it fades out after `side` is `nil` again.
    private var source = Side.left
    /// The one that was alone from the first sound on; `nil` before that is known, and where the other has been heard.
    private(set) var first: Side?
    private var hasChanged = false

    /// - Parameter side: The one that is known to be alone; `nil`: it shows.
    init(_ side: Side? = nil) {
        guard let side else { return }
        (self.side, source, first, share) = (side, side, side, (1, 1))
    }

    /// Mends some samples.
    ///
    /// - Parameter position: Of the first, in its hop.
    func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>, at position: Int) {
        guard share.from > 0 || share.to > 0 else { return }
        let step = (share.to - share.from) / Float(SoundHop.length)
        for index in left.indices {
            let share = share.from + step * Float(position + index + 1)
            switch source {
            case .left: right[index] += (left[index] - right[index]) * share
            case .right: left[index] += (right[index] - left[index]) * share
            }
        }
    }

    /// Ends the hop.
    ///
    /// - Parameter hop: As it came, before anything was mended.
    mutating func finishHop(_ hop: SoundHop) {
        share.from = share.to
        if let side {
            // The other one is heard again.
            if (side == .left ? hop.right : hop.left) > Self.heard { (self.side, share.to, hops) = (nil, 0, 0) }
            if self.side == nil { (first, hasChanged) = (nil, true) }
            return
        }
        let louder = hop.left >= hop.right ? Side.left : .right
        if min(hop.left, hop.right) > SoundHop.silenceEnergy {
            (hops, hasChanged) = (0, true)
        } else if max(hop.left, hop.right) > Self.heard {
            if louder != source, hops > 0 { hasChanged = true }
            hops = louder == source ? hops + 1 : 1
            source = louder
            guard hops == Self.patience else { return }
            (side, share.to) = (source, 1)
            if !hasChanged { first = source }
        }
    }
}
