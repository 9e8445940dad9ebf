import Foundation
import HLS
import MediaModel

/// What a show's playlists tell of its time: how long it is, when it began, where a restart cut it.
struct RecordingOutline {
    /// Seconds.
    let duration: Double
    /// Of its first picture, in milliseconds since 1970; `nil` without dates.
    let start: Int64?
    /// The starts of the process that it has something of.
    let runs: [RecordedTimeline.RecordedRun]
    let isEnded: Bool
    /// Whether its beginning is there: a broadcast without `--record` keeps its window alone.
    let isWhole: Bool
    /// Seconds that are listed as missing, or were never kept.
    let missing: Double

    /// - Parameter folder: Of a show: with a `master.m3u8`.
    /// - Throws: ``ReportError`` if there is no show, or its playlists can't be read.
    init(folder: String) throws(ReportError) {
        let master = try Self.text("\(folder)/master.m3u8")
        guard let text = master else {
            let hasEvents = FileManager.default.fileExists(atPath: "\(folder)/\(ShowReader.events)")
            throw ReportError(
                .notFound,
                hasEvents
                    ? "\(folder) has \(ShowReader.events), and no show beside it: expected master.m3u8, as live and render write it"
                    : "\(folder) has no show: expected a folder with master.m3u8, as live and render write it")
        }
        do throws(PlaylistError) {
            let playlist = try MultivariantPlaylist(parsing: text)
            let variants = playlist.variants.filter(\.hasVideo)
            var best: RecordingOutline?
            for variant in variants.isEmpty ? playlist.variants : variants {
                guard let rendition = variant.uri.split(separator: "/").first.flatMap({ RenditionID($0) }) else {
                    continue
                }
                let name = "\(folder)/\(rendition)"
                guard let text = (try? Self.text("\(name)/recording.m3u8")) ?? (try? Self.text("\(name)/playlist.m3u8"))
                else { throw PlaylistError(line: 0, message: "\(name)/playlist.m3u8 isn't there") }
                let outline = RecordingOutline(try MediaPlaylist(parsing: text))
                // An encoder that was given up left its rung with gaps, which no viewer had to see.
                if best.map({ outline.missing < $0.missing }) ?? true { best = outline }
            }
            guard let best else { throw PlaylistError(line: 0, message: "no variant in it has a folder of its own") }
            self = best
        } catch {
            throw ReportError(.unusable, "the playlists in \(folder) can't be read: \(error)")
        }
    }

    init(_ playlist: MediaPlaylist) {
        let timeline = RecordedTimeline(playlist)
        (duration, runs) = (timeline.end.seconds, timeline.recordedRuns)
        missing = timeline.segments.reduce(0) { $0 + ($1.isMissing ? $1.duration.seconds : 0) }
        start = timeline.runs.first?.date?.millisecondsSince1970
        (isEnded, isWhole) = (playlist.isEnded, playlist.mediaSequence == 0)
    }

    /// - Returns: `nil` if there is no such file.
    private static func text(_ path: String) throws(ReportError) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ReportError(.notFound, "\(path) can't be read: permission denied")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
