import MediaModel

/// What a report said of another rendition, until an answer of that one shows whether it was so.
struct ReportClaim {
    /// The playlist that the report was in.
    let reporter: String
    let arrival: MediaTime
    let mediaSequence: Int
    /// `nil`: of the segment alone.
    let part: Int?
}

/// Claims by the rendition that they are about.
struct ReportClaims {
    /// Of one rendition: more are from answers that came while it was asked for once, and not kept.
    private static let maximumCount = 64

    /// From the end of a playlist: what claims are about unless they are old.
    static let segmentCount = 16

    private var claims: [String: [ReportClaim]] = [:]

    /// Notes what an answer says of renditions that are followed.
    mutating func note(_ step: LiveStep) {
        guard let last = step.whole.last else { return }
        let followed = Set(step.others.map(\.path))
        for report in step.playlist.renditionReports {
            guard let path = step.options.resolve(report.uri, step.fetch.path), followed.contains(path),
                claims[path, default: []].count < Self.maximumCount
            else { continue }
            // 4.4.5.4: without numbers, those of the playlist that it is in.
            claims[path, default: []].append(
                ReportClaim(
                    reporter: step.fetch.path, arrival: step.fetch.arrival,
                    mediaSequence: report.lastMediaSequence ?? last.mediaSequence,
                    part: report.lastPart ?? (report.lastMediaSequence == nil ? last.part : nil)))
        }
    }

    /// Those that were known so long before a request that its answer must bear them out.
    mutating func due(for fetch: LiveFetch, lateness: MediaTime) -> [ReportClaim] {
        guard let all = claims[fetch.path] else { return [] }
        func isDue(_ claim: ReportClaim) -> Bool { claim.arrival + lateness <= fetch.sent }
        claims[fetch.path] = all.filter { !isDue($0) }
        return all.filter(isDue)
    }
}
