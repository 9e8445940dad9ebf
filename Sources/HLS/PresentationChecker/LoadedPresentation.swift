import Captions
package import MediaModel

/// A show as its checker sees it: every playlist read, every segment indexed, no media kept.
package struct LoadedPresentation {
    let options: PresentationChecker.Options
    package let multivariant: MultivariantPlaylist
    /// Whether there is a multivariant playlist at all: a rendition's playlist alone is a show of one.
    var hasMultivariant = true
    /// The renditions that could be read whole, each once, in the order the master names them.
    package var renditions: [Rendition] = []
    /// The playlists of I-frames that could be read, likewise.
    package var iFramePlaylists: [IFrames] = []
    /// Subtitle tracks, likewise; those in fragmented MP4 without their segments.
    package var subtitles: [Subtitles] = []
    /// Playlists of images, likewise.
    package var imagePlaylists: [Images] = []
    /// Whether every rendition could be read. Otherwise, that is found already, and rules pass over what needs it.
    var isComplete = true

    package struct Segment {
        package let entry: MediaPlaylist.Segment
        /// In its playlist, from 0; gaps are counted.
        let place: Int
        /// From the show's folder.
        package let path: String
        package let initialisation: InitialisationSegment
        package let index: FragmentIndex
        package let byteCount: Int
        /// Of a segment with several tracks: those after the first.
        var others: [Track] = []

        package typealias Track = (initialisation: InitialisationSegment, index: FragmentIndex)

        var tracks: [Track] { [(initialisation, index)] + others }

        /// When the first sample is shown.
        var start: MediaTime { initialisation.time(index.firstPresentationTime) }
        /// Of the media, whatever EXTINF says.
        package var duration: MediaTime { initialisation.time(index.duration) }
    }

    package struct Rendition {
        /// The playlist's, from the show's folder.
        package let path: String
        package let playlist: MediaPlaylist
        /// Those that there are: at least one, and no gaps.
        package let segments: [Segment]

        var initialisation: InitialisationSegment { segments[0].initialisation }

        var isVideo: Bool {
            if case .video = initialisation.content { true } else { false }
        }

        /// Gaps in that part of its playlist.
        func gaps(_ places: Range<Int>) -> [MediaPlaylist.Segment] {
            guard segments.count < playlist.segments.count else { return [] }
            return playlist.segments[places].filter(\.isGap)
        }

        /// When its first segment is shown; of gaps, only EXTINF says how much time is theirs.
        var start: MediaTime {
            let missing = gaps(0..<segments[0].place)
            guard !missing.isEmpty else { return segments[0].start }
            return segments[0].start.inMicroseconds - missing.reduce(.zero) { $0 + $1.duration }
        }

        /// The segments that both have, by their places.
        func matches(with other: Rendition) -> [(Segment, Segment)] {
            guard playlist.segments.count > segments.count || other.playlist.segments.count > other.segments.count
            else {
                return Array(zip(segments, other.segments))
            }
            let places = Dictionary(other.segments.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
            return segments.compactMap { segment in places[segment.place].map { (segment, $0) } }
        }

        /// Of the media, and of gaps by their EXTINF. Exact within a timescale; only totals of different ones are rounded, to
        /// microseconds.
        package var duration: MediaTime {
            var ticks: [Int64: Int64] = [:]
            for segment in segments { ticks[segment.initialisation.timescale, default: 0] += segment.index.duration }
            return ticks.map { MediaTime($1, timescale: $0).inMicroseconds }.reduce(.zero, +)
                + gaps(0..<playlist.segments.count).reduce(.zero) { $0 + $1.duration.inMicroseconds }
        }

        /// By file sizes and EXTINF, as RFC 8216bis 4.1 defines bit rates.
        var bandwidth: BandwidthMeter {
            var meter = BandwidthMeter(targetDuration: playlist.header.targetDuration)
            for segment in segments where segment.entry.duration > .zero {
                meter.add(bytes: segment.byteCount, duration: segment.entry.duration)
            }
            return meter
        }
    }

    package struct Subtitles {
        let path: String
        let playlist: MediaPlaylist
        /// By their places in the playlist: those that could be read, and are text.
        let segments: [Int: WebVTTDocument]
    }

    package struct Images {
        let path: String
        let variant: MultivariantPlaylist.ImageVariant
        let playlist: MediaPlaylist
        /// By their places in the playlist: those that could be had.
        let pictures: [Int: Picture]
    }

    package struct Picture {
        /// In pixels; `nil` for what is no JPEG.
        let size: PixelSize?
        let byteCount: Int
    }

    package struct IFrames {
        let path: String
        let variant: MultivariantPlaylist.IFrameVariant
        let playlist: MediaPlaylist
    }
}

extension LoadedPresentation {
    var videoRenditions: [Rendition] { renditions.filter(\.isVideo) }
    var audioRenditions: [Rendition] { renditions.filter { !$0.isVideo } }
    var multivariantPath: String { options.multivariantPath }

    /// The rendition whose playlist the master names `uri`.
    func rendition(_ uri: String?) -> Rendition? {
        guard let uri, let path = options.resolve(uri, multivariantPath) else { return nil }
        return renditions.first { $0.path == path }
    }

    /// The renditions of a variant's audio group, its own left out: an audio-only variant may be in its own group.
    ///
    /// `nil` if one of them couldn't be read.
    func audioGroup(of variant: MultivariantPlaylist.Variant) -> [Rendition]? {
        guard let groupID = variant.audioGroupID else { return [] }
        let uris = multivariant.audioRenditions.filter { $0.groupID == groupID }.compactMap(\.uri)
        // One may be written in several ways.
        let own = options.resolve(variant.uri, multivariantPath)
        let others = uris.filter { $0 != variant.uri && (own == nil || options.resolve($0, multivariantPath) != own) }
        let renditions = others.compactMap { rendition($0) }
        return renditions.count == others.count ? renditions : nil
    }

    /// The path from the show's folder of what `uri` names in the file at `base`.
    ///
    /// `nil` for what can't be a file of the show: another host, an absolute path, a query, a way out of the folder.
    @Sendable package static func resolve(_ uri: String, from base: String) -> String? {
        guard !uri.hasPrefix("/"), !uri.contains(where: { ":?#%\\".contains($0) }) else { return nil }
        var parts = base.split(separator: "/").dropLast().map { String($0) }
        for part in uri.split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case "": return nil
            case ".": continue
            case "..":
                guard parts.popLast() != nil else { return nil }
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}

extension MediaTime {
    /// For findings, e.g. `1.600000 s`.
    package var text: String { "\(DecimalText.text(ticks(timescale: 1_000_000, rounding: .nearest), digits: 6)) s" }

    /// To the nearest microsecond.
    package var inMicroseconds: MediaTime { .microseconds(ticks(timescale: 1_000_000, rounding: .nearest)) }

    /// How far apart two times are, to the microsecond: exact differences of foreign timescales may need more than
    /// 64 bits.
    package func distance(to other: MediaTime) -> MediaTime {
        let difference = other.inMicroseconds - inMicroseconds
        return difference < .zero ? .zero - difference : difference
    }
}
