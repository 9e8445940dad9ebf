package import HLS
import HTTPTypes
import MediaModel
import Prometheus
import Synchronization

/// Who watches, by what they fetch: how many, how long, and how their players say that it goes. Any thread.
///
/// Of nobody is anything kept that could be told from others': addresses and what players call themselves go into a hash that begins with this process, and the
/// hash into a ``DistinctCounter``. Behind a cache, which fetches for all its viewers, there is one viewer: the cache.
package final class Audience: Sendable {
    private struct Contents {
        var ever = DistinctCounter()
        var lately = DistinctCounter()
        var media: [MediaCount: Int] = [:]
        var players = PlayerSessions()
    }

    private struct MediaCount: Hashable {
        let kind: Rendition.Kind
        let isPart: Bool
    }

    private let contents = Mutex(Contents())
    private let start: ContinuousClock.Instant

    package init() { start = .now }

    /// Counts an answer with media.
    func noteMedia(_ kind: Rendition.Kind, _ name: MediaName?, by visit: AudienceVisit, at now: ContinuousClock.Instant)
    {
        let isPart: Bool
        switch name {
        case .part?: isPart = true
        case .segment?: isPart = false
        case .initialisation?, nil: return
        }
        contents.withLock { contents in
            contents.ever.add(visit.viewer)
            contents.lately.add(visit.viewer)
            contents.media[MediaCount(kind: kind, isPart: isPart), default: 0] += 1
            guard let report = visit.report else { return }
            contents.players.note(report, isMaster: false, isMedia: true, at: milliseconds(now))
        }
    }

    /// Counts an answer with a playlist.
    func notePlaylist(isMaster: Bool, by visit: AudienceVisit, at now: ContinuousClock.Instant) {
        guard let report = visit.report else { return }
        contents.withLock { $0.players.note(report, isMaster: isMaster, isMedia: false, at: milliseconds(now)) }
    }

    private func milliseconds(_ now: ContinuousClock.Instant) -> Int64 { Int64((now - start) / .milliseconds(1)) }

    /// What players have said so far; `nil` if none has said anything.
    package var players: PlayerTotals? {
        let totals = contents.withLock { $0.players.current }
        let isSilent = totals.sessions == 0 && totals.throughput.count == 0 && totals.unlistedRequests == 0
        return isSilent ? nil : totals
    }

    /// What there is to say of the audience, and begins anew to count who watches: for the one who keeps the record.
    ///
    /// - Parameter grid: How long a part and a segment are.
    package func read(_ grid: PartGrid) -> AudienceReading {
        contents.withLock { contents in
            defer { contents.lately.reset() }
            func seconds(of kind: Rendition.Kind) -> Double {
                let parts = contents.media[MediaCount(kind: kind, isPart: true), default: 0]
                let segments = contents.media[MediaCount(kind: kind, isPart: false), default: 0]
                return Double(parts) * grid.partDuration.seconds + Double(segments) * grid.segmentDuration.seconds
            }
            // Who watches has sound too, and who listens has sound alone; a muted show has pictures alone.
            return AudienceReading(
                watching: contents.lately.count, viewers: contents.ever.count,
                watchedSeconds: max(seconds(of: .video), seconds(of: .audio)))
        }
    }
}

/// The audience at one instant.
package struct AudienceReading: Sendable {
    /// Viewers that were sent media since the reading before.
    package let watching: Int
    /// All that ever were.
    package let viewers: Int
    /// Media time that was sent, to all of them together: of pictures or of sound, whichever is more.
    package let watchedSeconds: Double
}

/// One request, as far as the audience is concerned.
struct AudienceVisit {
    /// Tells viewers apart within this process.
    let viewer: UInt64
    let report: CMCDReport?

    /// - Parameters:
    ///   - address: Where it comes from, without the port: a viewer's connections are many.
    init?(_ head: HTTPRequest, from address: String?) {
        guard head.method == .get else { return nil }
        let request = ViewerRequest(head)
        guard request.isForShow else { return nil }
        var hasher = Hasher()
        hasher.combine(address)
        hasher.combine(head.headerFields[.userAgent])
        // A session in the address, where only some may watch, is the viewer's own; what is before a rendition's folder.
        let folders = request.path.split(separator: "/").dropLast(2)
        for folder in folders { hasher.combine(folder) }
        viewer = UInt64(bitPattern: Int64(hasher.finalize()))
        report = CMCDReport(query: request.query, fields: request.fields)
    }
}
