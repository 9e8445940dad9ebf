/// What a segment of one track holds, found from its `moof` boxes (ISO 14496-12 8.8).
///
/// Reads our own segments and hostile bytes alike: an optional `styp`, then `moof` and `mdat` in turn. It never traps.
public struct FragmentIndex: Hashable, Sendable {
    /// One access unit, or one AAC frame.
    public struct Sample: Hashable, Sendable {
        package init(size: Int, duration: Int64, compositionOffset: Int64, isSync: Bool) {
            (self.size, self.duration) = (size, duration)
            (self.compositionOffset, self.isSync) = (compositionOffset, isSync)
        }

        /// In bytes.
        public let size: Int
        /// In ticks of the track.
        public let duration: Int64
        /// From when it is decoded until it is shown, in ticks of the track.
        public let compositionOffset: Int64
        /// Whether decoding can begin here.
        public let isSync: Bool
    }

    /// A `moof` and its samples, in decode order.
    public struct Fragment: Hashable, Sendable {
        /// When the first sample is decoded, in ticks of the track.
        public let baseMediaDecodeTime: Int64
        public let samples: [Sample]

        package init(baseMediaDecodeTime: Int64, samples: [Sample]) {
            (self.baseMediaDecodeTime, self.samples) = (baseMediaDecodeTime, samples)
        }

        /// In ticks of the track.
        public var duration: Int64 { samples.reduce(0) { $0 + $1.duration } }
    }

    /// At least one, each with at least one sample.
    public let fragments: [Fragment]

    /// From the first `moof` to the end of its first sample: what an I-frame playlist's byte range must cover
    /// (RFC 8216bis 4.4.3.6; Apple's rule 6.10).
    public let firstSampleRange: Range<Int>

    /// Where the bytes of all samples are in the segment, in decode order; empty for media without boxes.
    public let sampleRanges: [Range<Int>]

    /// Indexes a segment.
    ///
    /// - Parameter defaults: Of the track's `trex`, for a fragment that leaves them out. Ours never does.
    /// - Throws: ``BoxError`` naming the box: truncated or hostile sizes, a second track, samples outside an `mdat`, a
    ///   decode time of 2⁴⁸ ticks or more (which is what a negative one looks like), no sample at all.
    public init(_ bytes: [UInt8], defaults: TrackDefaults? = nil) throws(BoxError) {
        try self.init(bytes, defaults: defaults, track: nil)
    }

    /// Of media that has no boxes. At least one fragment, each with at least one sample.
    package init(fragments: [Fragment], firstSampleRange: Range<Int>) {
        precondition(!fragments.isEmpty && fragments.allSatisfy { !$0.samples.isEmpty }, "no samples")
        (self.fragments, self.firstSampleRange, sampleRanges) = (fragments, firstSampleRange, [])
    }

    /// Indexes one of several tracks.
    ///
    /// - Parameter track: Its number; `nil` for the only one.
    package init(_ bytes: [UInt8], defaults: TrackDefaults?, track: Int?) throws(BoxError) {
        let reader = BoxReader(bytes: bytes)
        let boxes = try reader.boxes(in: 0..<bytes.count)
        let media = boxes.filter { $0.type == "mdat" }.map(\.content)
        var fragments: [Fragment] = []
        var firstRange: Range<Int>?
        var sampleRanges: [Range<Int>] = []
        var count = 0
        for moof in boxes where moof.type == "moof" {
            let fragmentReader = FragmentReader(
                reader: reader, moof: moof, defaults: defaults, media: media, track: track)
            guard let parsed = try fragmentReader.read() else { continue }
            count += parsed.fragment.samples.count
            guard count <= FragmentReader.maximumSampleCount else { throw moof.error("more than \(count - 1) samples") }
            firstRange = firstRange ?? moof.range.lowerBound..<parsed.sampleRanges[0].upperBound
            fragments.append(parsed.fragment)
            sampleRanges += parsed.sampleRanges
        }
        guard let firstRange else { throw BoxError(path: "", offset: 0, message: "no moof in \(bytes.count) bytes") }
        self.fragments = fragments
        firstSampleRange = firstRange
        self.sampleRanges = sampleRanges
    }
}

extension FragmentIndex {
    private var firstSample: Sample { fragments[0].samples[0] }

    /// When the first sample is decoded, in ticks of the track: the first `tfdt`.
    public var baseMediaDecodeTime: Int64 { fragments[0].baseMediaDecodeTime }

    /// When the first sample is shown, in ticks of the track.
    public var firstPresentationTime: Int64 { baseMediaDecodeTime + firstSample.compositionOffset }

    /// Whether the first sample is a sync sample: an IDR of H.264.
    public var beginsWithSync: Bool { firstSample.isSync }

    /// Of all samples, in ticks of the track.
    public var duration: Int64 { fragments.reduce(0) { $0 + $1.duration } }

    public var sampleCount: Int { fragments.reduce(0) { $0 + $1.samples.count } }

    /// Of all fragments, in decode order.
    public var samples: [Sample] { fragments.flatMap(\.samples) }
}

/// A track's defaults for its fragments' samples (`trex`, ISO 14496-12 8.8.3).
public struct TrackDefaults: Hashable, Sendable {
    /// In ticks of the track.
    public let duration: Int64
    /// In bytes.
    public let size: Int
    /// As in `trun`.
    public let flags: Int

    public init(duration: Int64, size: Int, flags: Int) {
        (self.duration, self.size, self.flags) = (duration, size, flags)
    }
}
