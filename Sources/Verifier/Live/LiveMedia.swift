import HLS
import MediaModel

/// Judges a broadcast's media as it comes, against the playlists that name it.
///
/// Keeps tables of samples, no media, and those only as long as a playlist lists their segment.
struct LiveMedia {
    struct Rendition {
        var sections: [String: [(number: Int, track: InitialisationSegment)]] = [:]
        /// Media that came before its initialisation section.
        var early: [(key: String, sequence: Int?, bytes: [UInt8])] = []
        var parts: [String: FragmentIndex] = [:]
        var segments: [Int: FragmentIndex] = [:]
        var byteCounts: [Int: Int] = [:]
        var settledParts: Set<String> = []
        var settledSegments: Set<Int> = []
        /// Hints that weren't answered with a part: a fault if that part comes.
        var missed: [String: Int] = [:]
        /// By segment, on the track's timeline: for comparing with others.
        var starts: [Int: MediaTime] = [:]
        /// Media that can't be looked into: other codecs, encryption.
        var isOpaque = false
        var meter: BandwidthMeter?
        var playlist: MediaPlaylist?
        /// Whether it was looked for EXT-X-INDEPENDENT-SEGMENTS.
        var isIndependenceJudged = false

        /// Of several tracks, the first is looked at: pictures, if there are any.
        var section: InitialisationSegment? { sections.values.first?.first?.track }
        /// `nil` for the only one.
        var trackNumber: Int? { sections.values.first.flatMap { $0.count > 1 ? $0[0].number : nil } }

        var isVideo: Bool {
            if case .video = section?.content { true } else { false }
        }
    }

    private let entry: Entry
    private var multivariant: MultivariantPlaylist?
    var renditions: [String: Rendition] = [:]

    /// A playlist of I-frames.
    struct IFrames {
        var playlist: MediaPlaylist
        /// The numbers of those that were looked at.
        var judged: Set<Int>
        /// Whether any of its pictures is in a rendition's segment.
        var hasSource: Bool
    }

    /// By playlist.
    var iFrames: [String: IFrames] = [:]
    /// By the address of their file.
    var pictures: [String: [Picture]] = [:]
    private var list: FindingList
    /// Wall-clock milliseconds at media time 0, by the first rendition that had a date.
    var dateOffset: (path: String, microseconds: Int64, sequence: Int)?

    init(entry: Entry, options: Verifier.Options) {
        self.entry = entry
        list = FindingList(except: options.exceptions)
    }

    var findings: [Finding] { list.all }

    mutating func setMultivariant(_ multivariant: MultivariantPlaylist) { self.multivariant = multivariant }

    mutating func find(
        _ rule: Rule, _ path: String, _ sentence: String, at seconds: Double, sequence: Int? = nil,
        isWarning: Bool = false
    ) {
        list.add(
            Finding(rule, entry.shown(path), sentence, sequence: sequence, seconds: seconds, isWarning: isWarning))
    }

    func entryName(_ path: String) -> String { entry.shown(path) }
    var entryAddress: String { entry.address }
    var hasMultivariant: Bool { multivariant != nil }

    func resolved(_ uri: String, _ base: String) -> String? { entry.resolve(uri, base) }

    /// Those whose own playlist this is.
    func variants(of path: String) -> [MultivariantPlaylist.Variant] {
        (multivariant?.variants ?? []).filter { entry.resolve($0.uri, entry.address) == path }
    }

    /// Whether a playlist's segments are said to decode by themselves.
    func isIndependent(_ playlist: MediaPlaylist) -> Bool {
        multivariant?.hasIndependentSegments == true || playlist.header.hasIndependentSegments
    }

    // MARK: - Answers

    mutating func receiveInitialisation(_ bytes: [UInt8], _ path: String, _ key: String, at seconds: Double) {
        do throws(BoxError) {
            let tracks = try InitialisationSegment.tracks(bytes)
            renditions[path, default: Rendition()].sections[key] = tracks
            for track in tracks { compare(track.track, path, at: seconds) }
        } catch {
            renditions[path, default: Rendition()].isOpaque = true
            find(.readableMedia, path, "\(key) isn't looked into: \(error)", at: seconds, isWarning: true)
        }
        let early = renditions[path]?.early ?? []
        renditions[path]?.early = []
        for (key, sequence, bytes) in early {
            if let sequence {
                receiveSegment(bytes, path, sequence, at: seconds)
            } else {
                receivePart(bytes, path, key, at: seconds)
            }
        }
    }

    /// More than a rendition's first answers have is given up.
    private static let maximumEarlyCount = 16

    private mutating func index(
        _ bytes: [UInt8], _ path: String, _ key: String, _ sequence: Int?, at seconds: Double
    ) -> FragmentIndex? {
        let rendition = renditions[path, default: Rendition()]
        guard !rendition.isOpaque else { return nil }
        guard let section = rendition.section else {
            if rendition.early.count < Self.maximumEarlyCount {
                renditions[path, default: Rendition()].early.append((key, sequence, bytes))
            }
            return nil
        }
        do throws(BoxError) {
            return try FragmentIndex(bytes, defaults: section.defaults, track: rendition.trackNumber)
        } catch {
            find(.readableMedia, path, "\(key): \(error)", at: seconds, sequence: sequence)
            return nil
        }
    }

    mutating func receivePart(_ bytes: [UInt8], _ path: String, _ key: String, at seconds: Double) {
        guard let index = index(bytes, path, key, nil, at: seconds) else { return }
        renditions[path]?.parts[key] = index
    }

    mutating func receiveSegment(_ bytes: [UInt8], _ path: String, _ sequence: Int, at seconds: Double) {
        renditions[path, default: Rendition()].byteCounts[sequence] = bytes.count
        guard let index = index(bytes, path, "segment \(sequence)", sequence, at: seconds) else { return }
        renditions[path]?.segments[sequence] = index
        if let playlist = renditions[path]?.playlist { settle(path, playlist, at: seconds) }
    }

    mutating func missHint(_ path: String, _ key: String, status: Int, at seconds: Double) {
        renditions[path, default: Rendition()].missed[key] = status
        if let playlist = renditions[path]?.playlist { settle(path, playlist, at: seconds) }
    }

    // MARK: - The multivariant playlist

    private mutating func compare(_ section: InitialisationSegment, _ path: String, at seconds: Double) {
        guard let multivariant else { return }
        let groups = Set(
            multivariant.audioRenditions.filter { $0.uri.flatMap { entry.resolve($0, entry.address) } == path }
                .map(\.groupID))
        let named = multivariant.variants.filter {
            entry.resolve($0.uri, entry.address) == path || $0.audioGroupID.map { groups.contains($0) } == true
        }
        let codec = try? section.codecString()
        for variant in named {
            if let codec, !variant.stream.codecs.contains(codec) {
                find(
                    .codecs, entry.address,
                    "\(variant.uri): CODECS is \"\(variant.stream.codecs.joined(separator: ","))\", "
                        + "\(entry.shown(path)) has \"\(codec)\"", at: seconds)
            }
            if case .video(let size, _) = section.content, size != variant.stream.resolution {
                let text = variant.stream.resolution.map { "RESOLUTION is \($0)" } ?? "no RESOLUTION"
                find(.resolution, entry.address, "\(variant.uri): \(text), the media has \(size)", at: seconds)
            }
        }
    }

    /// Rates over the whole run.
    mutating func finish(at seconds: Double) {
        finishIFrames(at: seconds)
        guard let multivariant else { return }
        func meter(_ uri: String) -> BandwidthMeter? {
            entry.resolve(uri, entry.address).flatMap { renditions[$0]?.meter }
        }
        for variant in multivariant.variants {
            guard let own = meter(variant.uri) else { continue }
            let group = multivariant.audioRenditions.filter { $0.groupID == variant.audioGroupID }.compactMap(\.uri)
            // One may be written in several ways.
            let address = entry.resolve(variant.uri, entry.address)
            let others = group.filter { entry.resolve($0, entry.address) != address }
            let measured = VariantBandwidth(variant: own, audioGroup: others.compactMap(meter))
            // Apple's 1.29: live, less than 125 % of it.
            guard measured.peak * 4 > variant.stream.bandwidth * 5 else { continue }
            find(
                .bandwidth, entry.address,
                "\(variant.uri): BANDWIDTH is \(variant.stream.bandwidth), measured \(measured.peak)", at: seconds)
        }
    }
}
