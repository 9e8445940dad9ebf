import HLS
import MediaModel

/// Judges a finished show: reads all of it, once.
struct ShowVerification {
    private let entry: Entry
    private let options: Verifier.Options
    private var loader: ShowLoader
    private var answers: AnswerChecks
    private var report = Report()
    private var longest = MediaTime.zero

    /// Read ahead so far: a segment's way takes longer than looking into it.
    private static let depth = 4

    init(entry: Entry, options: Verifier.Options) {
        (self.entry, self.options) = (entry, options)
        loader = ShowLoader(
            options: .init(
                masterPath: entry.address, timelineStart: nil, isOurs: false, resolve: entry.resolve,
                switchedOff: Set(ShowRule.allCases.filter { options.exceptions.contains($0.rawValue) })))
        answers = AnswerChecks(entry: entry, options: options)
    }

    consuming func run(_ fetcher: some MediaFetcher) async -> Report {
        var waiting: [(wanted: ShowLoader.Wanted, id: Int, answer: FetchAnswer?)] = []
        report.summary.requests = entry.requestCount
        while true {
            while waiting.count < Self.depth, let wanted = loader.next() {
                let id = report.summary.requests
                report.summary.requests += 1
                waiting.append((wanted, id, nil))
                fetcher.send(request(wanted, id: id))
            }
            guard !waiting.isEmpty, let answer = await fetcher.next() else { break }
            if let index = waiting.firstIndex(where: { $0.id == answer.request.id }) { waiting[index].answer = answer }
            // In the order in which they were wanted.
            while let first = waiting.first, let answer = first.answer {
                waiting.removeFirst()
                take(answer, first.wanted)
            }
        }
        return finish()
    }

    private func request(_ wanted: ShowLoader.Wanted, id: Int) -> FetchRequest {
        let isPlaylist = [.master, .playlist, .iFrames].contains(wanted.kind)
        return FetchRequest(
            id: id, address: wanted.path, range: wanted.range, takesGzip: isPlaylist,
            byteLimit: isPlaylist ? FetchRequest.playlistByteLimit : FetchRequest.mediaByteLimit,
            patience: .seconds(60))
    }

    private mutating func take(_ answer: FetchAnswer, _ wanted: ShowLoader.Wanted) {
        let kind: AnswerChecks.Kind =
            switch wanted.kind {
            case .master, .playlist, .iFrames: .playlist(targetDuration: nil)
            case .initialisation, .segment: .media
            }
        if !entry.isFolder { answers.take(answer, kind) }
        guard let response = answer.response, [200, 206].contains(response.status) else {
            loader.take(nil, for: wanted)
            return
        }
        var body = response.body
        // A server that knows no ranges sends all.
        if let range = wanted.range, response.status == 200 {
            guard let part = body.slice(range) else {
                loader.take(nil, for: wanted)
                return
            }
            body = part
        }
        if wanted.kind == .segment { report.summary.segments += 1 }
        loader.take(body, for: wanted)
    }

    private consuming func finish() -> Report {
        let texts = loader.texts
        let (show, _) = loader.finish()
        report.summary.renditions = (show?.renditions.count ?? 0) + (show?.iFramePlaylists.count ?? 0)
        report.summary.seconds = show?.renditions.map(\.duration.seconds).max() ?? 0
        report.findings = ShowChecker.findings(in: loader).map { finding in
            let lines = PlaylistPlaces(texts[finding.file] ?? "")
            return Finding(
                .show(finding.rule), entry.shown(finding.file), finding.sentence,
                line: finding.uri.flatMap { lines.line(of: $0) },
                sequence: finding.uri.flatMap { lines.sequence(of: $0) },
                isWarning: finding.isWarning)
        }
        report.findings += answers.findings
        return report
    }
}
