import HLS
import MediaModel

/// Looks at how a server answers, whatever it is that it sends.
struct ResponseChecks {
    enum Kind: Hashable {
        /// - targetDuration: Of a live one, in seconds; `nil` for one that won't change.
        case playlist(targetDuration: Int?)
        case media
        /// Of a playlist of images.
        case picture
    }

    private let entry: Entry
    private var list: FindingList

    init(entry: Entry, options: Verifier.Options) {
        self.entry = entry
        list = FindingList(except: options.exceptions)
    }

    var findings: [Finding] { list.all }

    /// - Parameter seconds: Of a broadcast: since the run began.
    mutating func receive(_ answer: FetchResult, _ kind: Kind, seconds: Double? = nil) {
        switch answer.outcome {
        case .failure(let failure):
            // What can't be reached is the other rules' finding.
            guard case .unreachable = failure else {
                add(.boundedAnswer, answer, "\(failure)", seconds)
                return
            }
        case .response(let response):
            if response.redirectCount > 0 {
                add(.redirect, answer, "redirected to \(response.address)", seconds, isWarning: true)
            }
            guard [200, 206].contains(response.status) else { return }
            switch kind {
            case .playlist(let target): checkPlaylist(response, answer, target, seconds)
            case .media, .picture: checkMedia(response, answer, kind, seconds)
            }
            checkRange(response, answer, seconds)
        }
    }

    mutating func add(
        _ rule: Rule, _ answer: FetchResult, _ sentence: String, _ seconds: Double?, isWarning: Bool = false
    ) {
        let place = entry.shown(answer.request.address.split(separator: "?").first.map(String.init) ?? "")
        list.add(Finding(rule, place, sentence, seconds: seconds, isWarning: isWarning))
    }
}

// MARK: - Rules

extension ResponseChecks {
    private static let playlistTypes: Set<String> = [
        "application/vnd.apple.mpegurl", "audio/mpegurl", "application/x-mpegurl", "audio/x-mpegurl",
    ]

    /// Below this, packing makes it longer.
    private static let leastPackedByteCount = 1_000

    private mutating func checkPlaylist(
        _ response: FetchResponse, _ answer: FetchResult, _ target: Int?, _ seconds: Double?
    ) {
        // Section 4: known by its type, or else by its name.
        if !Self.playlistTypes.contains(response.mediaType) {
            let name = Address.name(response.address)
            let isNamed = name.hasSuffix(".m3u8") || name.hasSuffix(".m3u")
            add(.contentType, answer, "Content-Type: \(response.shownType)", seconds, isWarning: isNamed)
        }
        if answer.request.takesGzip, response.headers["content-encoding"] == nil,
            response.body.count > Self.leastPackedByteCount
        {
            add(.compression, answer, "\(response.body.count) bytes without gzip", seconds)
        }
        guard let target else { return }
        guard let control = response.headers["cache-control"]?.lowercased() else {
            add(.cacheControl, answer, "no Cache-Control", seconds, isWarning: true)
            return
        }
        let age = max(Self.seconds("s-maxage", control) ?? 0, Self.seconds("max-age", control) ?? 0)
        // A blocked answer never changes; a plain one is old after half a target duration, and wrong after a whole one.
        let isBlocked = answer.request.address.contains("_HLS_msn=")
        if age > target, !isBlocked {
            add(.cacheControl, answer, "Cache-Control: \(control), the target duration is \(target) s", seconds)
        }
    }

    private mutating func checkMedia(
        _ response: FetchResponse, _ answer: FetchResult, _ kind: Kind, _ seconds: Double?
    ) {
        let type = response.mediaType
        let isMedia =
            kind == .picture
            ? type.hasPrefix("image/")
            : type.hasPrefix("video/") || type.hasPrefix("audio/") || ["application/mp4", "text/vtt"].contains(type)
        if !isMedia || Self.playlistTypes.contains(type) {
            add(.contentType, answer, "Content-Type: \(response.shownType)", seconds, isWarning: true)
        }
        if let control = response.headers["cache-control"]?.lowercased(), control.contains("no-store") {
            add(
                .cacheControl, answer, "Cache-Control: \(control), of media that never changes", seconds,
                isWarning: true)
        }
    }

    private mutating func checkRange(_ response: FetchResponse, _ answer: FetchResult, _ seconds: Double?) {
        guard let range = answer.request.range else { return }
        if response.status != 206 {
            add(.byteRange, answer, "status \(response.status) to a request for bytes \(range)", seconds)
        } else if response.body.count != range.count {
            add(.byteRange, answer, "\(response.body.count) bytes to a request for \(range.count)", seconds)
        }
    }

    private static func seconds(_ name: String, _ control: String) -> Int? {
        for field in control.split(separator: ",") {
            let halves = field.split(separator: "=", maxSplits: 1).map { String($0.filter { $0 != " " && $0 != "\"" }) }
            if halves.count == 2, halves[0] == name { return Int(halves[1]) }
        }
        return nil
    }
}

extension FetchResponse {
    /// Without parameters, in small letters; empty if there is none.
    var mediaType: String {
        headers["content-type"]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " } ?? ""
    }

    var shownType: String { headers["content-type"] ?? "none" }
}
