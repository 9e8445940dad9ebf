public import HLS
public import NIOCore

/// How far somebody has come who takes the show part by part, without playlists.
public struct StreamPlace: Hashable, Sendable {
    let rendition: Int
    let next: PartPosition
}

/// What comes next for them.
public enum StreamStep: Sendable {
    case media([ByteBuffer], next: StreamPlace)
    /// Ask again after the next change.
    case nothingYet
    case end
}

/// The show as one stream: an initialisation, then each part as it is made.
extension Origin {
    /// Where one begins who wants to see the end of the show: at the start of the segment that grows, as its pictures
    /// need no others.
    ///
    /// - Parameter kind: Of which the first rendition is taken.
    /// - Returns: What a player needs first; `nil` before the programme's beginning, or if there is no such rendition.
    public func beginStream(_ kind: Rendition.Kind) -> (initialisation: ByteBuffer, place: StreamPlace)? {
        guard case .live(let snapshot) = content else { return nil }
        let timeline = snapshot.timeline
        guard let index = timeline.renditions.firstIndex(where: { $0.kind == kind }),
            case .available(let pieces, _) = timeline.media(
                MediaName.initialisation(run: timeline.run).description, of: index), let piece = pieces.first
        else { return nil }
        return (piece, StreamPlace(rendition: index, next: Self.latestStart(timeline, index)))
    }

    /// What comes next at a place. Who has fallen behind by more than two segments goes on with the latest.
    public func step(from place: StreamPlace) -> StreamStep {
        guard case .live(let snapshot) = content else { return .nothingYet }
        let timeline = snapshot.timeline
        let index = place.rendition
        let edge = timeline.next(of: index)
        // A last segment may be shorter than others.
        if timeline.isEnded, place.next > timeline.last(of: index) { return .end }
        guard place.next < edge else { return .nothingYet }
        let isFar = edge.mediaSequence - place.next.mediaSequence > 2
        let wanted = isFar ? Self.latestStart(timeline, index) : place.next
        if case .available(let pieces, _) = Self.media(timeline, index, wanted) {
            return .media(pieces, next: StreamPlace(rendition: index, next: Self.after(wanted, timeline)))
        }
        let start = Self.latestStart(timeline, index)
        guard start != wanted, case .available(let pieces, _) = Self.media(timeline, index, start) else {
            return timeline.isEnded ? .end : .nothingYet
        }
        return .media(pieces, next: StreamPlace(rendition: index, next: Self.after(start, timeline)))
    }

    private static func media(_ timeline: LiveTimeline<ByteBuffer>, _ index: Int, _ place: PartPosition) -> MediaLookup<
        ByteBuffer
    > {
        let name = MediaName.part(run: timeline.run, sequence: place.mediaSequence, part: place.part)
        return timeline.media(name.description, of: index)
    }

    private static func latestStart(_ timeline: LiveTimeline<ByteBuffer>, _ index: Int) -> PartPosition {
        let edge = timeline.next(of: index)
        let grown = PartPosition(mediaSequence: edge.mediaSequence, part: 0)
        guard edge.part == 0, edge.mediaSequence > 0 else { return grown }
        // Nothing of the next segment is there yet.
        let whole = PartPosition(mediaSequence: edge.mediaSequence - 1, part: 0)
        if case .available = media(timeline, index, whole) { return whole }
        return grown
    }

    private static func after(_ place: PartPosition, _ timeline: LiveTimeline<ByteBuffer>) -> PartPosition {
        place.part + 1 < timeline.constants.grid.partsPerSegment
            ? PartPosition(mediaSequence: place.mediaSequence, part: place.part + 1)
            : PartPosition(mediaSequence: place.mediaSequence + 1, part: 0)
    }
}
