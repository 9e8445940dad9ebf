import HLS
import MediaModel
import NIOCore
import Synchronization

/// A programme on air at an instant: nothing of it changes, so any number of threads may read it at once.
final class LiveSnapshot: Sendable {
    /// How a rendition has come along.
    struct Progress {
        /// The timeline's version that made its last segment whole.
        var segmentVersion: Int
        /// When its last part was put up.
        var renewal: ContinuousClock.Instant
    }

    /// A kind of playlist of one rendition.
    private struct PlaylistKey: Hashable {
        let rendition: Int
        let isIFrames: Bool
        let isDelta: Bool
    }

    let timeline: LiveTimeline<ByteBuffer>
    private let multivariant: CachedPlaylist
    private let folder: String?
    private let hasLongWindow: Bool
    let poster: Poster?
    /// Of each rendition.
    private let progress: [Progress]
    /// Those that somebody has asked for.
    private let playlists = Mutex<[PlaylistKey: CachedPlaylist]>([:])

    /// The text of a playlist of a longer window takes an event loop too long.
    private static let longWindow = MediaTime.seconds(600)

    init(
        timeline: LiveTimeline<ByteBuffer>, multivariant: CachedPlaylist, folder: String?, window: MediaTime,
        progress: [Progress], poster: Poster? = nil
    ) {
        (self.timeline, self.multivariant, self.folder) = (timeline, multivariant, folder)
        (hasLongWindow, self.progress, self.poster) = (window > Self.longWindow, progress, poster)
    }

    /// The multivariant playlist's.
    var multivariantText: String {
        String(decoding: multivariant.makeText(compressed: false).bytes.readableBytesView, as: UTF8.self)
    }

    var edges: OriginEdges {
        OriginEdges(last: timeline.renditions.indices.map { timeline.last(of: $0) }, isEnded: timeline.isEnded)
    }

    /// How long a request may wait, in seconds.
    var deadline: Int { timeline.constants.reloadDeadlineInSeconds }

    /// The same before it is known how long segments are.
    static let deadlineBefore = 6

    /// Whether all renditions list a segment.
    var isReady: Bool {
        let segment = timeline.constants.grid.segmentDuration
        return timeline.renditions.indices.allSatisfy { timeline.elapsed(of: $0) >= segment }
    }
}

// MARK: - Answers

extension LiveSnapshot {
    /// What is answered while nobody knows yet which renditions there will be.
    static func answerBefore(_ address: FileAddress?) -> OriginResponse {
        if let name = address?.name, name != "playlist.m3u8", name != "iframes.m3u8", MediaName(parsing: name) == nil {
            return .refuse(.notFound)
        }
        return .wait(OriginWait(condition: .beginning, atMost: .seconds(deadlineBefore), refusal: .notBegun))
    }

    /// - Parameters:
    ///   - address: `nil` for the multivariant playlist.
    ///   - now: Tells the time.
    func answer(_ address: FileAddress?, _ request: OriginRequest, at now: () -> ContinuousClock.Instant)
        -> OriginResponse
    {
        guard let address else { return .playlist(multivariant) }
        guard let rendition = timeline.renditions.firstIndex(where: { $0.id.description == address.rendition }) else {
            return .refuse(.notFound)
        }
        switch address.name {
        case "playlist.m3u8":
            if let tag = request.heldTag, let wait = wait(for: rendition, held: tag) { return .wait(wait) }
            if request.mayJoin, request.query.isEmpty, let wait = wait(for: rendition, joiningAt: now) {
                return .wait(wait)
            }
            return reload(rendition, isIFrames: false, request.query)
        case "iframes.m3u8":
            guard timeline.renditions[rendition].kind == .video else { return .refuse(.notFound) }
            return reload(rendition, isIFrames: true, request.query)
        default: return media(rendition, address.name)
        }
    }

    private func reload(_ rendition: Int, isIFrames: Bool, _ query: Substring) -> OriginResponse {
        if timeline.elapsed(of: rendition) == .zero, !timeline.isEnded {
            // A playlist of nothing stops some players for good.
            return .wait(wait(for: rendition, timeline.next(of: rendition)))
        }
        let edge = isIFrames ? timeline.iFrameEdge(of: rendition) : timeline.edge(of: rendition)
        switch edge.answer(query: query) {
        case .now(let isDelta):
            return .playlist(playlist(PlaylistKey(rendition: rendition, isIFrames: isIFrames, isDelta: isDelta)))
        case .wait(let position, _): return .wait(wait(for: rendition, position))
        case .refuse(let refusal): return .refuse(refusal)
        }
    }

    /// The wait for a part that was asked for.
    private func wait(for rendition: Int, _ position: PartPosition) -> OriginWait {
        OriginWait(
            condition: .part(rendition: rendition, position), atMost: .seconds(deadline),
            refusal: ReloadDecision.timedOut(timeline.constants))
    }

    /// The wait until a playlist lists a segment more than the one held does; `nil` if it does already.
    private func wait(for rendition: Int, held tag: Substring) -> OriginWait? {
        let words = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard !timeline.isEnded, words.count >= 2, words[0] == timeline.run, let version = Int(words[1]),
            version >= progress[rendition].segmentVersion, version <= timeline.version
        else { return nil }
        let end = PartPosition(
            mediaSequence: timeline.next(of: rendition).mediaSequence,
            part: timeline.constants.grid.partsPerSegment - 1)
        return OriginWait(condition: .part(rendition: rendition, end), atMost: .seconds(deadline), refusal: nil)
    }

    /// The wait for what whoever has just come had better begin with: for the first whole segment, without which hls.js takes nothing
    /// (``PlayerQuirks``), and then, if there are pictures, for a part that it is well to begin with: players take sound from where they
    /// begin. A viewer that reloads without waiting, as old ones do, is only told a little later, and of more.
    private func wait(for rendition: Int, joiningAt now: () -> ContinuousClock.Instant) -> OriginWait? {
        let (last, elapsed) = (timeline.last(of: rendition), timeline.elapsed(of: rendition))
        guard !timeline.isEnded, elapsed > .zero else { return nil }
        guard timeline.listsSegment(of: rendition) else {
            let end = PartPosition(mediaSequence: last.mediaSequence, part: timeline.constants.grid.partsPerSegment - 1)
            return OriginWait(condition: .part(rendition: rendition, end), atMost: .seconds(deadline), refusal: nil)
        }
        guard timeline.renditions[rendition].kind == .video else { return nil }
        let age = min(now() - progress[rendition].renewal, .seconds(60)) / .nanoseconds(1)
        let policy = JoinPolicy(timeline.constants)
        let isContinued = timeline.isContinued(rendition)
        let end = policy.end(last: last, elapsed: elapsed, age: Int64(age), isContinued: isContinued)
        guard end != last else { return nil }
        let patience = isContinued ? policy.patienceAfterRestart : policy.patience
        return OriginWait(condition: .part(rendition: rendition, end), atMost: .nanoseconds(patience), refusal: nil)
    }

    private func playlist(_ key: PlaylistKey) -> CachedPlaylist {
        playlists.withLock { playlists in
            if let playlist = playlists[key] { return playlist }
            let tag = "\(timeline.run)-\(timeline.version)" + (key.isDelta ? "-delta" : "")
            let kind: PlaylistKind =
                timeline.isEnded ? .final : .live(targetDuration: timeline.constants.targetDuration)
            // Not of this snapshot, which holds the playlist in turn.
            let timeline = timeline
            let playlist = CachedPlaylist(kind, tag: tag, isLong: hasLongWindow && (!key.isDelta || timeline.isEnded)) {
                let text =
                    key.isIFrames
                    ? timeline.iFramePlaylist(of: key.rendition, isDelta: key.isDelta)
                    : timeline.livePlaylist(of: key.rendition, isDelta: key.isDelta)
                return text.bytes
            }
            playlists[key] = playlist
            return playlist
        }
    }

    private func media(_ rendition: Int, _ name: Substring) -> OriginResponse {
        let (id, kind) = (timeline.renditions[rendition].id, timeline.renditions[rendition].kind)
        let tag = String(name)
        switch timeline.media(name, of: rendition) {
        case .available(let pieces, let byteCount):
            return .media(MediaFacts(kind: kind, tag: tag, byteCount: byteCount, isOnDisk: false), pieces: pieces)
        case .stored:
            guard let folder else { return .refuse(.notFound) }
            // The name is one of ours, letter by letter: the timeline knows it.
            return .stored(path: "\(folder)/\(id)/\(name)", .init(kind: kind, tag: tag))
        case .wait(let position): return .wait(wait(for: rendition, position))
        case .notFound: return .refuse(.notFound)
        case .lost: return .refuse(.lost)
        }
    }
}
