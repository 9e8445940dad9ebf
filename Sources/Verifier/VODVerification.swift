import FFmpegKit
import HLS
import MediaModel

/// Judges a finished show: reads all of it, once.
struct VODVerification {
    private let entry: Entry
    private let options: Verifier.Options
    private var loader: PresentationLoader
    private var answers: ResponseChecks
    private var report = Report()
    private var decoding: FindingList
    private var sections: [PresentationLoader.Section: [UInt8]] = [:]
    private var longest = MediaTime.zero

    /// Read ahead so far: a segment's way takes longer than looking into it.
    private static let depth = 4

    init(entry: Entry, options: Verifier.Options) {
        (self.entry, self.options) = (entry, options)
        loader = PresentationLoader(
            options: .init(
                multivariantPath: entry.address, timelineStart: nil, profile: .generic, resolve: entry.resolve,
                exceptions: options.exceptions))
        loader.options.readTransportStream = { bytes throws(BoxError) in try MediaProbe.indexTransportStream(bytes) }
        answers = ResponseChecks(entry: entry, options: options)
        decoding = FindingList(except: options.exceptions)
    }

    consuming func run(_ fetcher: some MediaFetcher) async -> Report {
        var waiting: [(wanted: PresentationLoader.Wanted, id: Int, answer: FetchResult?)] = []
        report.summary.requests = entry.requestCount
        while true {
            while waiting.count < Self.depth, let wanted = loader.next() {
                let id = report.summary.requests
                report.summary.requests += 1
                waiting.append((wanted, id, nil))
                fetcher.send(request(wanted, id: id))
            }
            guard !waiting.isEmpty, !options.stop.isRequested, let answer = await fetcher.next() else { break }
            if let index = waiting.firstIndex(where: { $0.id == answer.request.id }) { waiting[index].answer = answer }
            // In the order in which they were wanted.
            while let first = waiting.first, let answer = first.answer {
                waiting.removeFirst()
                if let body = take(answer, first.wanted) { await decode(body, first.wanted) }
            }
        }
        return finish()
    }

    private func request(_ wanted: PresentationLoader.Wanted, id: Int) -> FetchRequest {
        let isPlaylist = [.multivariant, .playlist, .iFrames, .images].contains(wanted.kind)
        return FetchRequest(
            id: id, address: wanted.path, range: wanted.range, takesGzip: isPlaylist,
            byteLimit: isPlaylist ? FetchRequest.playlistByteLimit : FetchRequest.mediaByteLimit,
            patience: .seconds(60))
    }

    /// - Returns: What was wanted; `nil` if it can't be had.
    private mutating func take(_ answer: FetchResult, _ wanted: PresentationLoader.Wanted) -> [UInt8]? {
        let kind: ResponseChecks.Kind =
            switch wanted.kind {
            case .multivariant, .playlist, .iFrames, .subtitles, .images: .playlist(targetDuration: nil)
            case .initialisation, .segment, .text: .media
            case .picture: .picture
            }
        if !entry.isFolder { answers.receive(answer, kind) }
        guard let response = answer.response, [200, 206].contains(response.status) else {
            // What has no end is found already; in a folder, nobody has looked yet.
            if case .failure(let failure) = answer.outcome, !entry.isFolder {
                if case .unreachable = failure { loader.receive(nil, for: wanted) }
            } else {
                loader.receive(nil, for: wanted)
            }
            return nil
        }
        var body = response.body
        // A server that knows no ranges sends all.
        if let range = wanted.range, response.status == 200 {
            guard let part = body.slice(range) else {
                loader.receive(nil, for: wanted)
                return nil
            }
            body = part
        }
        if wanted.kind == .segment || wanted.kind == .text { report.summary.segments += 1 }
        loader.receive(body, for: wanted, from: response.address)
        return body
    }

    /// Of a rendition at most: evenly over its length, the first and the last among them.
    private static let decodedSegmentCount = 8

    /// Whether sound and pictures come out: what boxes promise, a decoder must find.
    private mutating func decode(_ body: [UInt8], _ wanted: PresentationLoader.Wanted) async {
        guard options.decodes, !options.exceptions.contains(Rule.decodes.name) else { return }
        if wanted.kind == .initialisation, let section = wanted.section { sections[section] = body }
        let count = loader.segmentCount(of: wanted.base)
        guard wanted.kind == .segment, count > 0 else { return }
        // Of every eighth of the playlist one; of the last, its end.
        let share = max(1, (count + Self.decodedSegmentCount - 1) / Self.decodedSegmentCount)
        guard wanted.place % share == 0 || wanted.place == count - 1 else { return }
        var file = body
        if let section = wanted.section {
            // Without one that could be read, that is found already.
            guard let head = sections[section] else { return }
            file = head + body
        }
        for problem in await MediaProbe.decode(file) {
            decoding.add(Finding(.decodes, entry.shown(wanted.path), problem))
        }
    }

    private consuming func finish() -> Report {
        let texts = loader.texts
        let (show, _) = loader.finish()
        report.summary.renditions =
            (show?.renditions.count ?? 0) + (show?.iFramePlaylists.count ?? 0)
            + (show?.subtitles.count ?? 0) + (show?.imagePlaylists.count ?? 0)
        report.summary.seconds = show?.renditions.map(\.duration.seconds).max() ?? 0
        report.findings = PresentationChecker.findings(in: loader).map { finding in
            let lines = PlaylistPlaces(texts[finding.place] ?? "")
            var shown = finding
            shown.place = entry.shown(finding.place)
            shown.line = finding.uri.flatMap { lines.line(of: $0) }
            shown.sequence = finding.uri.flatMap { lines.sequence(of: $0) }
            return shown
        }
        report.findings += decoding.all + answers.findings
        return report
    }
}
