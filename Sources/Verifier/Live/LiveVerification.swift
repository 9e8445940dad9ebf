import FFmpegKit
import HLS
import MediaModel

/// Follows a broadcast as a player of all its renditions would, and judges what it gets.
///
/// A state machine: it takes answers with their times, and says what to ask next. It never waits itself.
struct LiveVerification {
    /// What a request was for.
    enum Purpose: Hashable {
        case playlist(path: String, query: String, isProbe: Bool)
        case initialisation(path: String, key: String)
        case part(path: String, key: String, isHint: Bool)
        case segment(path: String, sequence: Int)
        /// Of a subtitle track.
        case text(path: String, sequence: Int)
        /// Something that can't be there.
        case missing
        /// The first bytes of a segment.
        case range
    }

    let entry: Entry
    let options: Verifier.Options
    let start: MediaTime
    var followers: [String: PlaylistPoller] = [:]
    var order: [String] = []
    var checker: LiveChecker
    var answers: ResponseChecks
    var media: LiveMedia
    var list: FindingList
    var outgoing: [FetchRequest] = []
    var requestCount: Int
    var segmentCount = 0
    /// By rendition: media that was asked for already.
    var asked: [String: Set<String>] = [:]
    private var purposes: [Int: Purpose] = [:]
    var hasProbed = false
    private var end: MediaTime

    init(entry: Entry, options: Verifier.Options, now: MediaTime) {
        (self.entry, self.options, start, end) = (entry, options, now, now)
        requestCount = entry.requestCount
        checker = LiveChecker(
            options: .init(
                lateness: options.lateness, profile: .generic, resolve: entry.resolve, exceptions: options.exceptions))
        answers = ResponseChecks(entry: entry, options: options)
        media = LiveMedia(entry: entry, options: options)
        list = FindingList(except: options.exceptions)
        begin()
    }

    consuming func run(_ fetcher: some MediaFetcher) async -> Report {
        send(fetcher)
        while let answer = await fetcher.next() {
            end = max(end, answer.arrival)
            if let duration = options.duration, answer.arrival - start >= duration { break }
            if options.stop.isRequested { break }
            receive(answer)
            send(fetcher)
        }
        return report()
    }

    private mutating func send(_ fetcher: some MediaFetcher) {
        for request in outgoing { fetcher.send(request) }
        outgoing = []
    }

    mutating func ask(
        _ purpose: Purpose, _ address: String, range: Range<Int>? = nil, notBefore: MediaTime? = nil,
        patience: MediaTime = .seconds(15)
    ) {
        let isPlaylist = if case .playlist = purpose { true } else { false }
        purposes[requestCount] = purpose
        outgoing.append(
            FetchRequest(
                id: requestCount, address: address, range: range, takesGzip: isPlaylist,
                byteLimit: isPlaylist ? FetchRequest.playlistByteLimit : FetchRequest.mediaByteLimit,
                notBefore: notBefore ?? .zero, patience: patience))
        requestCount += 1
    }

    func seconds(_ time: MediaTime) -> Double { (time - start).seconds }

    mutating func find(
        _ rule: Rule, _ place: String, _ sentence: String, at time: MediaTime, sequence: Int? = nil,
        isWarning: Bool = false
    ) {
        let lines = followers[place].map { PlaylistPlaces($0.text) }
        var finding = Finding(
            rule, entry.shown(place), sentence, sequence: sequence, seconds: seconds(time), isWarning: isWarning)
        finding.line = sequence.flatMap { lines?.line(ofSegment: $0) }
        list.add(finding)
    }
}

// MARK: - Answers

extension LiveVerification {
    private mutating func begin() {
        if let multivariant = try? MultivariantPlaylist(parsing: entry.text, from: .init(address: entry.address)) {
            checker.options.variables = multivariant.variables
            if multivariant.version < multivariant.versionOfVariables {
                find(
                    .protocolVersion, entry.address,
                    "EXT-X-VERSION is \(multivariant.version), its variables need \(multivariant.versionOfVariables)",
                    at: start)
            }
            let uris = multivariant.variants.map(\.uri) + multivariant.audioRenditions.compactMap(\.uri)
            for uri in uris { follow(uri, isOfIFrames: false) }
            for variant in multivariant.iFrameVariants { follow(variant.uri, isOfIFrames: true) }
            for uri in multivariant.subtitleRenditions.compactMap(\.uri) { follow(uri, isOfIFrames: false) }
            media.setMultivariant(multivariant)
        } else {
            follow(entry.address, isOfIFrames: false)
            find(
                .mediaPlaylistAlone, entry.address, "it is a rendition's playlist", at: start, isWarning: true)
        }
    }

    private mutating func follow(_ uri: String, isOfIFrames: Bool) {
        guard let path = entry.resolve(uri, entry.address) else {
            find(.fileExists, entry.address, "\"\(uri)\" is no address", at: start)
            return
        }
        guard followers[path] == nil else { return }
        followers[path] = PlaylistPoller(path: path, isOfIFrames: isOfIFrames)
        order.append(path)
        ask(.playlist(path: path, query: "", isProbe: false), path)
    }

    mutating func receive(_ answer: FetchResult) {
        guard let purpose = purposes.removeValue(forKey: answer.request.id) else { return }
        switch purpose {
        case .playlist(let path, let query, let isProbe):
            if !isProbe {
                answers.receive(
                    answer, .playlist(targetDuration: followers[path]?.targetDuration), seconds: seconds(answer.arrival)
                )
            }
            receivePlaylist(answer, path, query, isProbe: isProbe)
        case .initialisation(let path, let key):
            guard let bytes = receiveMedia(answer, path, "EXT-X-MAP") else { return }
            media.receiveInitialisation(bytes, path, key, at: seconds(answer.arrival))
        case .part(let path, let key, let isHint):
            receivePart(answer, path, key, isHint: isHint)
        case .segment(let path, let sequence):
            guard let bytes = receiveMedia(answer, path, "segment \(sequence)") else { return }
            segmentCount += 1
            media.receiveSegment(bytes, path, sequence, at: seconds(answer.arrival))
        case .text(let path, let sequence): receiveText(answer, path, sequence)
        case .missing: receiveMissing(answer)
        case .range: receiveRange(answer)
        }
    }

    private mutating func receivePlaylist(_ answer: FetchResult, _ path: String, _ query: String, isProbe: Bool) {
        guard let response = answer.response else {
            if case .failure(let failure) = answer.outcome {
                if isProbe {
                    find(.badRequest, path, "\"\(query)\": \(failure)", at: answer.arrival)
                } else if case .unreachable = failure {
                    find(.answerStatus, path, "\"\(query)\": \(failure)", at: answer.arrival)
                }
            }
            if !isProbe { retry(path, answer.arrival) }
            return
        }
        let text = String(validating: response.body, as: UTF8.self)
        if text == nil, response.status == 200 {
            let name = TextEncoding.other(response.body).map { "\($0), " } ?? ""
            find(.liveReadablePlaylist, path, "\(name)not UTF-8", at: answer.arrival)
        }
        var fetch = LiveFetch(
            path: path, query: query, sent: answer.sent - start, arrival: answer.arrival - start,
            status: response.status, text: text ?? "")
        fetch.address = response.address
        let whole = checker.receive(fetch)
        if isProbe { return }
        guard let whole else { return retry(path, answer.arrival) }
        let wasNew = followers[path]?.take(whole, text: text ?? "", at: answer.arrival) ?? false
        askForMedia(path, whole, at: answer.arrival)
        if followers[path]?.isOfIFrames == true {
            media.receiveIFrames(path, whole, at: seconds(answer.arrival))
        } else if !whole.isText {
            media.settle(path, whole, at: seconds(answer.arrival))
        }
        if !hasProbed, followers[path]?.answerCount == 3 { probe(path, whole) }
        reload(path, answer.arrival, wasNew: wasNew)
    }

    private mutating func retry(_ path: String, _ time: MediaTime) {
        followers[path]?.fail()
        reload(path, time, wasNew: true)
    }

    private mutating func reload(_ path: String, _ time: MediaTime, wasNew: Bool) {
        guard let follower = followers[path], !follower.isOver else { return }
        let (query, notBefore) = follower.nextReload(after: time, wasNew: wasNew)
        ask(
            .playlist(path: path, query: query, isProbe: false), Address.adding(query: query, to: path),
            notBefore: notBefore, patience: .seconds(Int64(3 * follower.targetDuration) + 5))
    }
}

// MARK: - The end

extension LiveVerification {
    private consuming func report() -> Report {
        var report = Report()
        let renditions = order.compactMap { followers[$0] }
        report.summary.isLive = true
        report.summary.renditions = renditions.count
        report.summary.segments = segmentCount
        report.summary.parts = renditions.reduce(0) { $0 + $1.partCount }
        report.summary.seconds = seconds(end)
        report.summary.requests = requestCount
        report.summary.partGap = Report.Spread(renditions.flatMap(\.gaps))
        media.finish(at: seconds(end))
        report.findings =
            list.all
            + checker.findings.map { finding in
                let lines = PlaylistPlaces(followers[finding.place]?.text ?? "")
                var shown = finding
                shown.place = entry.shown(finding.place)
                shown.line = finding.uri.flatMap { lines.line(of: $0) }
                return shown
            }
        report.findings += media.findings + answers.findings
        return report
    }
}
