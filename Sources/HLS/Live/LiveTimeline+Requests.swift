// What the origin answers: reloads of playlists, and media by name.

/// How a request for media is answered.
public enum MediaLookup<Payload: Sendable>: Sendable {
    /// The pieces, in order, that together are the file.
    case available([Payload], byteCount: Int)
    /// It is listed, and no longer in memory: on disk, under the same name.
    case stored
    /// A playlist hints at it: as soon as there is this part, or not found if the broadcast ends before; after
    /// ``BroadcastConstants/reloadDeadline``, 503.
    case wait(until: PartPosition)
    /// Never was, is no more, or no playlist has told of it yet: 404.
    case notFound
    /// It was there, and couldn't be kept: listed with EXT-X-GAP.
    case lost
}

extension LiveTimeline {
    /// Where a rendition ends now.
    public func edge(of rendition: Int) -> LiveEdge {
        guard tracks[rendition].hasParts else { return wholeEdge(of: rendition) }
        return LiveEdge(
            constants: constants, last: tracks[rendition].last,
            isSegmentWhole: tracks[rendition].unfinished == nil, isEnded: isEnded)
    }

    /// Likewise for its playlist of I-frames (6.2.5.2: it should block too). Who waits, waits for a part of the rendition.
    public func iFrameEdge(of rendition: Int) -> LiveEdge { wholeEdge(of: rendition) }

    /// Where its last whole segment ends.
    private func wholeEdge(of rendition: Int) -> LiveEdge {
        let track = tracks[rendition]
        let next = track.unfinished?.sequence ?? track.nextSequence
        return LiveEdge(
            constants: constants,
            last: PartPosition(mediaSequence: next - 1, part: constants.grid.partsPerSegment - 1),
            isSegmentWhole: true, isEnded: isEnded, hasParts: false)
    }

    /// A rendition's file by its name, which may come from anyone.
    ///
    /// Waits are for the hinted part alone: a name that nobody has been told of is not found, rather than held open.
    public func media(_ name: some StringProtocol, of rendition: Int) -> MediaLookup<Payload> {
        guard let name = MediaName(parsing: name) else { return .notFound }
        let track = tracks[rendition]
        switch name {
        case .initialisation(let run):
            guard run == self.run else { return track.isListed(initialisation: name) ? .stored : .notFound }
            return track.initialisation.map { .available([$0.payload], byteCount: $0.byteCount) } ?? .notFound
        case .segment(_, let sequence, _):
            guard let segment = track.segment(sequence), segment.name == name, !segment.isGap else { return .notFound }
            if segment.isLost { return .lost }
            let pieces = segment.parts.compactMap(\.media.payload)
            return pieces.isEmpty ? .stored : .available(pieces, byteCount: segment.byteCount)
        case .part(let run, let sequence, let part):
            guard run == self.run, track.hasParts else { return .notFound }
            let position = PartPosition(mediaSequence: sequence, part: part)
            if position == track.next, !isEnded { return .wait(until: position) }
            guard let found = track.part(position), let payload = found.payload else { return .notFound }
            return .available([payload], byteCount: found.byteCount)
        }
    }
}

extension RenditionTimeline {
    /// A whole segment that can still be had.
    fileprivate func segment(_ sequence: Int) -> Segment? {
        guard let first = segments.first?.sequence, segments.indices.contains(sequence - first) else { return nil }
        return segments[sequence - first]
    }

    /// A part that is listed, or was not long ago.
    fileprivate func part(_ position: PartPosition) -> LivePart<Payload>? {
        if let unfinished, unfinished.sequence == position.mediaSequence {
            return position.part < unfinished.parts.count ? unfinished.parts[position.part].media : nil
        }
        guard let segment = segment(position.mediaSequence), position.part < segment.parts.count else { return nil }
        // 4.4.4.9: three target durations after its tag left.
        if let left = segment.partsLeft, left + constants.partLifetime < end { return nil }
        return segment.parts[position.part].media
    }

    /// Of an earlier run, of which segments can still be had.
    fileprivate func isListed(initialisation name: MediaName) -> Bool {
        sections.contains { $0.uri == "\(name)" }
    }
}
