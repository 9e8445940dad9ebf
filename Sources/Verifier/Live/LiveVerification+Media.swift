import Captions
import HLS
import MediaModel

// What media is asked for, and what its answers are.

extension LiveVerification {
    /// Of one rendition, under way or new at a time: a player asks for one or two.
    private static let maximumRequestCount = 24

    mutating func askForMedia(_ path: String, _ playlist: MediaPlaylist, at time: MediaTime) {
        guard let follower = followers[path], !follower.isOfIFrames else { return }
        let wait = MediaTime.seconds(Int64(3 * playlist.header.targetDuration) + 5)
        var count = 0
        func isNew(_ key: String) -> Bool {
            count += 1
            return count <= Self.maximumRequestCount && asked[path, default: []].insert(key).inserted
        }
        for map in Set(playlist.segments.suffix(1).compactMap(\.map) + [playlist.unfinished?.map].compactMap { $0 }) {
            guard isNew(map.key), let address = entry.resolve(map.uri, path) else { continue }
            ask(.initialisation(path: path, key: map.key), address, range: map.byteRange?.range)
        }
        for (position, part) in playlist.placedParts where position.mediaSequence >= follower.firstWatched {
            guard !part.isGap, isNew(part.key), let address = entry.resolve(part.uri, path) else { continue }
            ask(.part(path: path, key: part.key, isHint: false), address, range: part.byteRange?.range)
        }
        for (sequence, segment) in playlist.numberedSegments where sequence >= follower.firstWatched {
            guard !segment.isGap, isNew("segment \(sequence)"), let address = entry.resolve(segment.uri, path) else {
                continue
            }
            let purpose =
                playlist.isText
                ? Purpose.text(path: path, sequence: sequence) : .segment(path: path, sequence: sequence)
            ask(purpose, address, range: segment.byteRange?.range)
        }
        // A hint at a part of a larger resource has no end yet: it is asked for once it is listed.
        if let hint = playlist.partHint, hint.start == 0, hint.length == nil, !playlist.isEnded,
            playlist.nextSequence >= follower.firstWatched, isNew(hint.uri), let address = entry.resolve(hint.uri, path)
        {
            ask(.part(path: path, key: hint.uri, isHint: true), address, patience: wait)
        }
    }

    /// RFC 8216bis 3.1.4, Apple 5.3.
    mutating func receiveText(_ answer: FetchResult, _ path: String, _ sequence: Int) {
        guard let bytes = receiveMedia(answer, path, "segment \(sequence)") else { return }
        segmentCount += 1
        do throws(WebVTTDocument.Fault) {
            guard try WebVTTDocument(parsing: bytes).timestampMap == nil else { return }
            find(.webVTT, path, "segment \(sequence): no X-TIMESTAMP-MAP", at: answer.arrival, sequence: sequence)
        } catch {
            find(.webVTT, path, "segment \(sequence): \(error)", at: answer.arrival, sequence: sequence)
        }
    }

    /// - Returns: `nil`, and a finding, for what a playlist names and can't be had.
    mutating func receiveMedia(_ answer: FetchResult, _ path: String, _ name: String) -> [UInt8]? {
        answers.receive(answer, .media, seconds: seconds(answer.arrival))
        switch answer.outcome {
        case .failure(.unreachable(let reason)):
            find(.fileExists, path, "\(name): \(reason)", at: answer.arrival)
        // What has no end is found already.
        case .failure: break
        case .response(let response):
            if [200, 206].contains(response.status) { return response.body }
            find(.fileExists, path, "\(name): status \(response.status)", at: answer.arrival)
        }
        return nil
    }

    mutating func receivePart(_ answer: FetchResult, _ path: String, _ key: String, isHint: Bool) {
        guard isHint else {
            if let bytes = receiveMedia(answer, path, key) {
                media.receivePart(bytes, path, key, at: seconds(answer.arrival))
                settle(path, answer.arrival)
            }
            return
        }
        // A broadcast that ends takes its last hint along.
        let isOver = followers[path]?.whole?.isEnded == true
        switch answer.outcome {
        case .failure(let failure):
            if !isOver { find(.hintAnswer, path, "\(key): \(failure)", at: answer.arrival) }
        case .response(let response):
            guard response.status == 200 else {
                media.missHint(path, key, status: response.status, at: seconds(answer.arrival))
                return
            }
            answers.receive(answer, .media, seconds: seconds(answer.arrival))
            media.receivePart(response.body, path, key, at: seconds(answer.arrival))
            settle(path, answer.arrival)
        }
    }

    private mutating func settle(_ path: String, _ time: MediaTime) {
        guard let whole = followers[path]?.whole else { return }
        media.settle(path, whole, at: seconds(time))
    }
}

// MARK: - Probes

extension LiveVerification {
    /// Asks once what must be refused, and what a server should know besides.
    mutating func probe(_ path: String, _ playlist: MediaPlaylist) {
        hasProbed = true
        if playlist.header.serverControl?.canBlockReload == true {
            for query in ["_HLS_part=0", "_HLS_msn=\(playlist.nextSequence + 20)"] {
                ask(.playlist(path: path, query: query, isProbe: true), Address.adding(query: query, to: path))
            }
        }
        guard let segment = playlist.segments.last(where: { !$0.isGap }),
            let address = entry.resolve(segment.uri, path)
        else { return }
        if let missing = entry.resolve("tatecast-verify-no-such-\(Address.name(address))", address) {
            ask(.missing, missing)
        }
        let start = segment.byteRange?.offset ?? 0
        ask(.range, address, range: start..<start + 100)
    }

    mutating func receiveMissing(_ answer: FetchResult) {
        let address = answer.request.address
        switch answer.outcome {
        case .failure(let failure): find(.notFound, address, "\(failure)", at: answer.arrival)
        case .response(let response):
            guard ![404, 410].contains(response.status) else { return }
            find(
                .notFound, address, "status \(response.status)", at: answer.arrival,
                isWarning: response.status >= 400)
        }
    }

    mutating func receiveRange(_ answer: FetchResult) {
        guard let response = answer.response, response.status == 206, response.body.count == 100 else {
            let text = answer.response.map { "status \($0.status) and \($0.body.count) bytes" } ?? "no answer"
            // Where no playlist has ranges, players fare without.
            find(
                .byteRange, answer.request.address, "\(text) to a request for 100", at: answer.arrival,
                isWarning: true)
            return
        }
    }
}

extension MediaPlaylist.Map {
    /// Tells it from others of its playlist.
    var key: String { uri + (byteRange.map { "@\($0.range)" } ?? "") }
}

extension MediaPlaylist.Part {
    /// Tells it from others of its playlist; a hint at a whole resource has its URI for one.
    var key: String { uri + (byteRange.map { "@\($0.range)" } ?? "") }
}
