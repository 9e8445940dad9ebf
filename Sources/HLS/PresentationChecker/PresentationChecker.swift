public import MediaModel

/// Checks a finished show against the rules of RFC 8216bis and of Apple's authoring specification.
///
/// It reads through a closure, so that a folder, a bucket or a test's dictionary will do, and looks at the media itself:
/// at boxes, sizes and timestamps, though it decodes no picture.
///
/// One rule is one small function; a rule is added by writing one and naming it in `rules`.
public struct PresentationChecker {
    /// What a show was meant to be.
    public struct Options: Sendable {
        /// From the show's folder; or its address.
        public var multivariantPath: String
        /// When every track's first sample is shown, on the media timeline; `nil`: all at the same time, whenever.
        public var timelineStart: MediaTime?
        /// Whether rule 9.21 holds: cellular delivery needs a variant of 192 kbit/s or less. Not for TV apps.
        public var needsCellularVariant: Bool
        public var profile: Profile
        /// The path of what a URI names in the playlist at `base`; `nil` for what can't belong to the show.
        public var resolve: @Sendable (_ uri: String, _ base: String) -> String?
        /// Names of rules that aren't looked at.
        public var exceptions: Set<String>
        /// Looks into a segment that is a transport stream, pictures first; without, such a segment can't be read.
        package var readTransportStream: ReadTransportStream?

        package typealias ReadTransportStream =
            @Sendable (_ bytes: [UInt8]) throws(BoxError) -> [(
                initialisation: InitialisationSegment, index: FragmentIndex
            )]

        public init(
            multivariantPath: String = "master.m3u8", timelineStart: MediaTime? = .seconds(10),
            needsCellularVariant: Bool = true, profile: Profile = .tatecast,
            resolve: (@Sendable (_ uri: String, _ base: String) -> String?)? = nil,
            exceptions: Set<String> = []
        ) {
            (self.multivariantPath, self.timelineStart) = (multivariantPath, timelineStart)
            (self.needsCellularVariant, self.profile) = (needsCellularVariant, profile)
            self.resolve = resolve ?? { LoadedPresentation.resolve($0, from: $1) }
            self.exceptions = exceptions
        }
    }

    /// What is wrong with a show; empty if nothing is.
    ///
    /// Each segment is read once, and one at a time.
    ///
    /// - Parameter read: A file's bytes by its path from the show's folder, `nil` if there is none.
    public static func findings(
        options: Options = Options(), read: (_ path: String) -> [UInt8]?
    ) -> [Finding] {
        var loader = PresentationLoader(options: options)
        while let wanted = loader.next() {
            let bytes = read(wanted.path)
            loader.receive(wanted.range.map { range in bytes.flatMap { $0.slice(range) } } ?? bytes, for: wanted)
        }
        return findings(in: loader)
    }

    /// What is wrong with a show that has been read.
    package static func findings(in loader: consuming PresentationLoader) -> [Finding] {
        var list = FindingList(except: loader.options.exceptions)
        let (show, found) = loader.finish()
        for finding in found + (show.map { check($0) } ?? []) { list.add(finding) }
        return list.all
    }

    private static func check(_ show: LoadedPresentation) -> [Finding] {
        (rules + (show.hasMultivariant ? masterRules : [])).flatMap { $0(show) }
    }

    private static let rules: [@Sendable (LoadedPresentation) -> [Finding]] = [
        endList, playlistType, protocolVersion, targetDuration, sameTargetDuration, independentSegments,
        discontinuities, programDateTime,
        timelineStart, continuousTimeline, beginsWithSync, segmentDuration, sameCuts, audioCuts, sameDuration,
        videoProfile, audioFormat,
    ]

    /// About what a multivariant playlist says.
    private static let masterRules: [@Sendable (LoadedPresentation) -> [Finding]] = [
        bandwidth, codecs, resolution, frameRate, audioGroup, closedCaptions, subtitleGroup, subtitlePlaylist,
        timestampMap, subtitleTimes,
        severalBitRates, cellularVariant,
        iFramePlaylist, iFrameRange, imagePlaylist, imageTiles,
    ]
}

extension [UInt8] {
    /// The bytes in `range`; `nil` if not all of them are there.
    package func slice(_ range: Range<Int>) -> [UInt8]? {
        range.lowerBound >= 0 && range.upperBound <= count ? Array(self[range]) : nil
    }
}
