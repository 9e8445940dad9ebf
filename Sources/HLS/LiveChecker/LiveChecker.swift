public import MediaModel

/// Checks a broadcast's playlists as they come, against each other and over time: what no single version shows.
///
/// It reads no clock and opens no connection: whoever fetches hands in each answer with its time, in the order of arrival.
/// `PresentationChecker` looks at the media; this looks at the promises.
///
/// One rule is one small function on a ``LiveStep``; a rule is added by writing one and naming it in `rules`.
public struct LiveChecker {
    public struct Options: Sendable {
        /// How much later than promised an answer may come: the network's and the machine's share.
        public var lateness: MediaTime
        public var profile: Profile
        /// The path of what a URI names in the playlist at `base`; `nil` for what can't belong to the broadcast.
        public var resolve: @Sendable (_ uri: String, _ base: String) -> String?
        /// Names of rules that aren't looked at.
        public var exceptions: Set<String>
        /// What the multivariant playlist defines; `nil` if there is none.
        public var variables: [String: String]?

        public init(
            lateness: MediaTime = .milliseconds(300), profile: Profile = .tatecast,
            resolve: (@Sendable (_ uri: String, _ base: String) -> String?)? = nil, exceptions: Set<String> = []
        ) {
            (self.lateness, self.profile, self.exceptions) = (lateness, profile, exceptions)
            self.resolve = resolve ?? { LoadedPresentation.resolve($0, from: $1) }
        }
    }

    package var options: Options
    private var states: [String: LiveState] = [:]
    private var claims = ReportClaims()
    private var list: FindingList

    public init(options: Options = Options()) {
        self.options = options
        list = FindingList(except: options.exceptions)
    }

    /// What has been found so far; the first few of a kind.
    public var findings: [Finding] { list.all }

    /// Looks at the next answer.
    ///
    /// - Returns: The whole playlist that it stands for; `nil` if it can't be read, or doesn't go on from the last.
    @discardableResult
    public mutating func receive(_ fetch: LiveFetch) -> MediaPlaylist? {
        let (found, whole) = check(fetch)
        for finding in found { list.add(finding) }
        return whole
    }

    static let rules: [@Sendable (LiveStep) -> [Finding]] = [
        blockingReload, updateInterval,
        constants, sameConstants, serverControl, playlistType, protocolVersion,
        window, discontinuitySequence, sameDiscontinuities, targetDuration, initialisationSection,
        programDateTime, endList,
        partInformation, partDuration, partsMakeSegment, partsVanish, independentPart, gap, preloadHint, hintKept,
        renditionReport, reportBehind, reportAhead, delta, skipBoundary, dateRanges,
    ]

    private mutating func check(_ fetch: LiveFetch) -> (findings: [Finding], whole: MediaPlaylist?) {
        func finding(_ rule: Rule, _ sentence: String) -> Finding {
            Finding(rule, fetch.path, sentence, seconds: fetch.arrival.seconds)
        }
        let old = states[fetch.path]
        guard fetch.status == 200 else {
            // What must be refused may be; anything else is an answer that a player can't use.
            if fetch.status == 400, Self.mustBeRefused(fetch.request, old?.whole) { return ([], nil) }
            return ([finding(.answerStatus, "status \(fetch.status) for \"\(fetch.query)\"")], nil)
        }
        let playlist: MediaPlaylist
        do throws(PlaylistError) {
            playlist = try MediaPlaylist(
                parsing: fetch.text, from: .init(address: fetch.address ?? fetch.path, imports: options.variables))
        } catch {
            return ([finding(.liveReadablePlaylist, "\(error)")], nil)
        }
        if !playlist.isEnded, Self.mustBeRefused(fetch.request, playlist) {
            return ([finding(.badRequest, "\"\(fetch.query)\" must be refused with 400")], nil)
        }
        // Numbers that don't fit what is known would make every other comparison fail too.
        if let old {
            if let sentence = Self.stepBack(old.whole, playlist) {
                return ([finding(playlist.skip == nil ? .mediaSequence : .delta, sentence)], nil)
            }
            let changes = Self.changedSegments(playlist, old.whole)
            if !changes.isEmpty {
                let rule = playlist.skip == nil ? Rule.segmentIdentity : .delta
                return (changes.map { finding(rule, $0) }, nil)
            }
        }
        guard let whole = Self.merged(playlist, old?.whole) else {
            return ([finding(.delta, "it leaves out segments that no earlier answer had")], nil)
        }

        let others = states.filter { $0.key != fetch.path }.sorted { $0.key < $1.key }.map(\.value)
        let step = LiveStep(
            fetch: fetch, options: options, playlist: playlist, whole: whole, old: old, others: others,
            claims: claims.due(for: fetch, lateness: options.lateness))
        claims.note(step)
        states[fetch.path] = Self.next(step)
        let findings = Self.rules.flatMap { $0(step) } + Self.presence(of: "EXT-X-DISCONTINUITY-SEQUENCE", step)
        return (findings, whole)
    }

    /// 6.2.5.2: what can't be read, a part of no segment, and a segment more than two ahead.
    private static func mustBeRefused(_ request: ReloadRequest?, _ playlist: MediaPlaylist?) -> Bool {
        guard let request else { return true }
        guard let sequence = request.mediaSequence, let last = playlist?.last else { return false }
        return sequence > last.mediaSequence + 2
    }

    /// 4.4.3.2: numbers never go back, at either end.
    private static func stepBack(_ old: MediaPlaylist, _ new: MediaPlaylist) -> String? {
        if new.mediaSequence < old.mediaSequence {
            return "EXT-X-MEDIA-SEQUENCE goes back from \(old.mediaSequence) to \(new.mediaSequence)"
        }
        if new.nextSequence < old.nextSequence {
            return "segment \(old.nextSequence - 1) was listed, now \(new.nextSequence - 1) is the last"
        }
        return nil
    }

    /// The whole playlist that a delta update stands for (6.3.7); `nil` if what it leaves out isn't known.
    private static func merged(_ playlist: MediaPlaylist, _ old: MediaPlaylist?) -> MediaPlaylist? {
        guard let skip = playlist.skip else { return playlist }
        guard let old, playlist.firstListedSequence <= old.nextSequence else { return nil }
        let known = old.numberedSegments.filter {
            playlist.mediaSequence..<playlist.firstListedSequence ~= $0.sequence
        }
        guard known.count == skip.segmentCount else { return nil }
        var whole = playlist
        whole.segments = known.map(\.segment) + playlist.segments
        whole.skip = nil
        return whole
    }

    private static func next(_ step: LiveStep) -> LiveState {
        var state =
            step.old
            ?? LiveState(
                path: step.fetch.path, firstHeader: step.header, whole: step.whole, arrival: step.fetch.arrival,
                progress: step.fetch.arrival, discontinuities: [:])
        if step.old?.whole.last != step.whole.last {
            state.progress = step.fetch.arrival
            if let last = step.whole.last { state.edges.append((step.fetch.arrival, last)) }
            if state.edges.count > LiveState.maximumEdgeCount { state.edges.removeFirst() }
        }
        (state.whole, state.arrival) = (step.whole, step.fetch.arrival)
        var count = step.whole.discontinuitySequence
        for (sequence, segment) in step.whole.numberedSegments {
            count = (state.discontinuities[sequence - 1] ?? count) + (segment.isDiscontinuous ? 1 : 0)
            state.discontinuities[sequence] = state.discontinuities[sequence] ?? count
            count = state.discontinuities[sequence] ?? count
        }
        state.discontinuities = state.discontinuities.filter { $0.key >= step.whole.mediaSequence - 1 }
        return state
    }
}
