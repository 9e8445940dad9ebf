public import MediaModel

/// Checks a finished show against the rules of RFC 8216bis and of Apple's authoring specification.
///
/// It reads through a closure, so that a folder, a bucket or a test's dictionary will do, and looks at the media itself:
/// at boxes, sizes and timestamps, though it decodes no picture.
///
/// One rule is one small function; a rule is added by writing one and naming it in `rules`.
public struct ShowChecker {
    /// What a show was meant to be.
    public struct Options: Sendable {
        /// From the show's folder.
        public var masterPath: String
        /// When every track's first sample is shown, on the media timeline.
        public var timelineStart: MediaTime
        /// Whether rule 9.21 holds: cellular delivery needs a variant of 192 kbit/s or less. Not for TV apps.
        public var needsCellularVariant: Bool

        public init(
            masterPath: String = "master.m3u8", timelineStart: MediaTime = .seconds(10),
            needsCellularVariant: Bool = true
        ) {
            (self.masterPath, self.timelineStart) = (masterPath, timelineStart)
            self.needsCellularVariant = needsCellularVariant
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
    ) -> [ShowFinding] {
        withoutActuallyEscaping(read) { read in
            var loader = ShowLoader(options: options, read: read)
            let show = loader.load()
            return shortened(loader.findings + (show.map { show in rules.flatMap { $0(show) } } ?? []))
        }
    }

    private static let rules: [@Sendable (LoadedShow) -> [ShowFinding]] = [
        endList, playlistType, protocolVersion, targetDuration, sameTargetDuration, independentSegments,
        discontinuities, programDateTime,
        timelineStart, continuousTimeline, beginsWithSync, segmentDuration, sameCuts, audioCuts, sameDuration,
        bandwidth, codecs, resolution, frameRate, videoProfile, audioFormat, audioGroup, closedCaptions,
        severalBitRates, cellularVariant,
        iFramePlaylist, iFrameRange,
    ]

    /// A show of ten hours with one fault has 20,000 findings of a kind: the first few say it.
    private static func shortened(_ findings: [ShowFinding]) -> [ShowFinding] {
        struct Kind: Hashable {
            var rule: ShowRule
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
            return ShowFinding(finding.rule, finding.file, "\(finding.sentence); and \(count - place) more like it")
        }
    }
}
