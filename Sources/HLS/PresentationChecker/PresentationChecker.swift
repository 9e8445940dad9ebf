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
        /// Whether the show is one of ours, which promise more than the standards ask: durations to the millisecond,
        /// stereo at 48 kHz, a frame rate that is kept exactly, dates everywhere.
        public var isOurs: Bool
        /// The path of what a URI names in the playlist at `base`; `nil` for what can't belong to the show.
        public var resolve: @Sendable (_ uri: String, _ base: String) -> String?
        /// Rules that aren't looked at.
        public var switchedOff: Set<PresentationRule>
        /// Looks into a segment that is a transport stream, pictures first; without, such a segment can't be read.
        package var readTransportStream: ReadTransportStream?

        package typealias ReadTransportStream =
            @Sendable (_ bytes: [UInt8]) throws(BoxError) -> [(
                initialisation: InitialisationSegment, index: FragmentIndex
            )]

        public init(
            multivariantPath: String = "master.m3u8", timelineStart: MediaTime? = .seconds(10),
            needsCellularVariant: Bool = true, isOurs: Bool = true,
            resolve: (@Sendable (_ uri: String, _ base: String) -> String?)? = nil,
            switchedOff: Set<PresentationRule> = []
        ) {
            (self.multivariantPath, self.timelineStart) = (multivariantPath, timelineStart)
            (self.needsCellularVariant, self.isOurs) = (needsCellularVariant, isOurs)
            self.resolve = resolve ?? { LoadedPresentation.resolve($0, from: $1) }
            self.switchedOff = switchedOff
        }
    }

    /// Findings about the same rule and file beyond these are only counted.
    static let maximumFindingsOfAKind = 3

    /// What is wrong with a show; empty if nothing is.
    ///
    /// Each segment is read once, and one at a time.
    ///
    /// - Parameter read: A file's bytes by its path from the show's folder, `nil` if there is none.
    public static func findings(
        options: Options = Options(), read: (_ path: String) -> [UInt8]?
    ) -> [PresentationFinding] {
        var loader = PresentationLoader(options: options)
        while let wanted = loader.next() {
            let bytes = read(wanted.path)
            loader.take(wanted.range.map { range in bytes.flatMap { $0.slice(range) } } ?? bytes, for: wanted)
        }
        return findings(in: loader)
    }

    /// What is wrong with a show that has been read.
    package static func findings(in loader: consuming PresentationLoader) -> [PresentationFinding] {
        let options = loader.options
        let (show, found) = loader.finish()
        let all = found + (show.map { check($0) } ?? [])
        return shortened(all.filter { !options.switchedOff.contains($0.rule) })
    }

    private static func check(_ show: LoadedPresentation) -> [PresentationFinding] {
        (rules + (show.hasMultivariant ? masterRules : [])).flatMap { $0(show) }
    }

    private static let rules: [@Sendable (LoadedPresentation) -> [PresentationFinding]] = [
        endList, playlistType, protocolVersion, targetDuration, sameTargetDuration, independentSegments,
        discontinuities, programDateTime,
        timelineStart, continuousTimeline, beginsWithSync, segmentDuration, sameCuts, audioCuts, sameDuration,
        videoProfile, audioFormat,
    ]

    /// About what a multivariant playlist says.
    private static let masterRules: [@Sendable (LoadedPresentation) -> [PresentationFinding]] = [
        bandwidth, codecs, resolution, frameRate, audioGroup, closedCaptions,
        severalBitRates, cellularVariant,
        iFramePlaylist, iFrameRange,
    ]

    /// A show of ten hours with one fault has 20,000 findings of a kind: the first few say it.
    private static func shortened(_ findings: [PresentationFinding]) -> [PresentationFinding] {
        struct Kind: Hashable {
            var rule: PresentationRule
            var file: String
        }
        var counts: [Kind: Int] = [:]
        for finding in findings { counts[Kind(rule: finding.rule, file: finding.file), default: 0] += 1 }
        var listed: [Kind: Int] = [:]
        return findings.compactMap { finding in
            let kind = Kind(rule: finding.rule, file: finding.file)
            listed[kind, default: 0] += 1
            let (place, count) = (listed[kind, default: 0], counts[kind, default: 0])
            guard place == maximumFindingsOfAKind, count > place else {
                return place <= maximumFindingsOfAKind ? finding : nil
            }
            return PresentationFinding(
                finding.rule, finding.file, "\(finding.sentence); and \(count - place) more like it",
                about: finding.uri, isWarning: finding.isWarning)
        }
    }
}

extension [UInt8] {
    /// The bytes in `range`; `nil` if not all of them are there.
    package func slice(_ range: Range<Int>) -> [UInt8]? {
        range.lowerBound >= 0 && range.upperBound <= count ? Array(self[range]) : nil
    }
}
