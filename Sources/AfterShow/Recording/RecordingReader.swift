public import Broadcast
import FFmpegKit
public import HLS
public import MediaModel

/// A recording by media time: which segments have what was seen and heard from here to there, and their bytes.
///
/// It reads what `render` and `live` leave in a folder, finished or not, and what a broadcast's window has. It is what it was when it was
/// opened: of a broadcast that goes on, open it anew. A value that any thread may use; what reads files blocks.
public struct RecordingReader: Sendable {
    private let files: any SegmentSource
    /// The rungs, from the best to the least; at least one.
    public let pictures: [RecordedRendition]
    /// What is heard with the pictures; `nil` in a silent recording.
    public let sound: RecordedRendition?

    public var place: String { files.place }
    public var start: MediaTime { pictures[0].timeline.start }
    /// Up to where there are pictures and sound: while a broadcast goes on, one may be a segment ahead of the other.
    public var end: MediaTime {
        min(pictures[0].timeline.end, sound?.timeline.end ?? pictures[0].timeline.end)
    }
    /// Whether nothing will be added.
    public var isEnded: Bool { pictures[0].timeline.isEnded }

    /// The starts of the process that it has something of.
    var runs: [RecordedTimeline.RecordedRun] { pictures[0].timeline.recordedRuns }

    /// The media time of picture 0 of the run that is in progress, or was the last.
    public var currentRunStart: MediaTime { runs.last?.start ?? .zero }

    /// Opens a folder. Blocks.
    ///
    /// - Throws: ``JobError`` if there is no show of ours, or none of its segments.
    public init(folder: String) throws(JobError) {
        let files = FolderFiles(folder: folder)
        guard files.exists("") else { throw JobError(.inputNotFound, "\(folder): no such folder") }
        guard files.exists("master.m3u8") else {
            throw JobError(
                .inputNotFound,
                "\(folder) has no master.m3u8, and so no recording: name the folder that `render` or `live` wrote to")
        }
        let text = String(decoding: try files.bytes(of: "master.m3u8"), as: UTF8.self)
        let multivariant: MultivariantPlaylist
        do throws(PlaylistError) {
            multivariant = try MultivariantPlaylist(parsing: text)
        } catch {
            throw JobError(.inputUnusable, "\(folder)/master.m3u8 isn't a playlist of ours: \(error)")
        }
        try self.init(multivariant, files: files) { id throws(JobError) in
            // A broadcast that keeps everything lists all of it there until its end; its playlist.m3u8 has the window alone.
            let name = files.exists("\(id)/recording.m3u8") ? "recording.m3u8" : "playlist.m3u8"
            return (name, String(decoding: try files.bytes(of: name, in: id), as: UTF8.self))
        }
    }

    /// Opens what a multivariant playlist names, wherever that is.
    ///
    /// - Parameter playlist: The name and the text of a rendition's playlist.
    /// - Throws: ``JobError`` as for a folder, and what `playlist` throws.
    public init(
        _ multivariant: MultivariantPlaylist, files: any SegmentSource,
        playlist: (RenditionID) throws(JobError) -> (name: String, text: String)
    ) throws(JobError) {
        func rendition(_ uri: String, _ size: PixelSize?, _ rate: Int?) throws(JobError) -> RecordedRendition {
            let parts = uri.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let id = RenditionID(parts[0]) else {
                throw JobError(
                    .inputUnusable, "\(files.place): \(uri) isn't named as in a show of ours, so it can't be read")
            }
            let (name, text) = try playlist(id)
            do throws(PlaylistError) {
                return RecordedRendition(
                    id: id, size: size, averageBitRate: rate,
                    timeline: RecordedTimeline(try MediaPlaylist(parsing: text)))
            } catch {
                throw JobError(
                    .inputUnusable, "\(files.place)/\(id)/\(name) is damaged, or isn't a playlist of ours: \(error)")
            }
        }
        let variants = multivariant.variants.filter { $0.stream.resolution != nil }.sorted(by: Self.isBetter)
        guard let best = variants.first else {
            throw JobError(.inputUnusable, "\(files.place) has no pictures: its master.m3u8 names sound alone")
        }
        var pictures: [RecordedRendition] = []
        for variant in variants {
            pictures.append(
                try rendition(variant.uri, variant.stream.resolution, variant.stream.averageBandwidth))
        }
        let group = multivariant.audioRenditions.filter { $0.groupID == best.audioGroupID && $0.uri != nil }
        var sound: RecordedRendition?
        if let uri = (group.first(where: \.isDefault) ?? group.first)?.uri { sound = try rendition(uri, nil, nil) }

        pictures.removeAll { $0.timeline.segments.allSatisfy(\.isMissing) }
        guard !pictures.isEmpty else {
            throw JobError(.inputUnusable, "\(files.place) has no whole segment yet: wait two seconds after its start")
        }
        self.files = files
        self.pictures = try pictures.map { picture throws(JobError) in try Self.placed(picture, files) }
        self.sound = try sound.map { sound throws(JobError) in try Self.placed(sound, files) }
    }

    private static func isBetter(_ left: MultivariantPlaylist.Variant, _ right: MultivariantPlaylist.Variant) -> Bool {
        let (a, b) = (left.stream.resolution?.area ?? 0, right.stream.resolution?.area ?? 0)
        return a == b ? left.stream.bandwidth > right.stream.bandwidth : a > b
    }

    /// Puts a rendition where its media say that they belong: of a window, what came before has left.
    private static func placed(
        _ rendition: RecordedRendition, _ files: any SegmentSource
    ) throws(JobError) -> RecordedRendition {
        let timeline = rendition.timeline
        // In an earlier run's window nothing may be left to read, and then its own beginning is as good as any.
        guard let first = timeline.segments.first(where: { !$0.isMissing }), first.run == 0 else { return rendition }
        let media = try Self.media(of: first, in: rendition.id, files)
        return rendition.starting(at: media.start - (first.start - timeline.start))
    }
}

// MARK: - Media

extension RecordingReader {
    /// A segment's bytes, and what they say.
    public struct Media: Sendable {
        public let initialisation: InitialisationSegment
        public let index: FragmentIndex
        public let bytes: [UInt8]
        /// When it begins on the clock of the run that made it.
        public var start: MediaTime {
            initialisation.time(index.firstPresentationTime) - FragmentMuxer.timelineStart
        }
    }

    /// Reads a segment and its initialisation section. Blocks.
    ///
    /// - Throws: ``JobError`` naming the file if it isn't there, is torn, or of a kind that isn't known here.
    public func media(of segment: RecordedTimeline.Segment, in rendition: RecordedRendition) throws(JobError) -> Media {
        try Self.media(of: segment, in: rendition.id, files)
    }

    private static func media(
        of segment: RecordedTimeline.Segment, in id: RenditionID, _ files: any SegmentSource
    ) throws(JobError) -> Media {
        guard let map = segment.map else {
            throw JobError(.inputUnusable, "\(files.place)/\(id)/\(segment.uri) has no EXT-X-MAP before it")
        }
        // Ours are names alone: whatever else stands there leads out of the folder.
        for name in [map, segment.uri] where MediaName(parsing: name) == nil {
            throw JobError(
                .inputUnusable, "\(files.place)/\(id): \(name) isn't named as in a show of ours, so it isn't read")
        }
        let head = try files.bytes(of: map, in: id)
        let bytes = try files.bytes(of: segment.uri, in: id)
        var name = map
        do throws(BoxError) {
            let initialisation = try InitialisationSegment(head)
            name = segment.uri
            let index = try FragmentIndex(bytes, defaults: initialisation.defaults)
            return Media(initialisation: initialisation, index: index, bytes: bytes)
        } catch {
            throw JobError(
                .inputUnusable,
                "\(files.place)/\(id)/\(name) is torn, or made by another version of Tatecast that this one can't read: \(error)"
            )
        }
    }
}
