import Broadcast
import Follow
import Foundation
import HLS
import MediaModel
import Presets
import Show

/// A show of samples/shows.json, as the golden pictures have it.
struct SampleShow: Decodable, Sendable {
    let name, media, events, preset: String
    /// Who is in the clip, for a crop that follows.
    let subjects: String?
    /// In seconds.
    let goldens: [Double]?

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func all() throws -> [SampleShow] {
        try JSONDecoder().decode(
            [SampleShow].self, from: Data(contentsOf: URL(fileURLWithPath: "\(repository)/samples/shows.json")))
    }

    /// The folder of its golden pictures.
    var goldenFolder: String { "\(Self.repository)/samples/golden/\(name)" }

    /// What `scripts/renew-goldens` asks for: half a phone's canvas, and the instant that all sample shows begin at.
    func options(change: (inout Preset) -> Void = { _ in }) throws -> SnapshotOptions {
        let samples = "\(Self.repository)/samples"
        var preset = try PresetFile.load(path: "\(Self.repository)/presets/\(self.preset).yaml")
        let canvas = PixelSize(width: 360, height: 640)
        // As there, nothing is encoded: the canvas is its own smallest rung.
        (preset.canvas.size, preset.ladder) = (canvas, .rungs([Rung(size: canvas, bitRate: 1)]))
        change(&preset)
        guard let start = ProgramDateTime(parsing: "2026-11-22T20:00:00.000Z") else {
            preconditionFailure("not a time")
        }
        let events = try Data(contentsOf: URL(fileURLWithPath: "\(samples)/\(self.events)"))
        var options = SnapshotOptions(
            backdrop: .file("\(samples)/\(media)"), preset: preset,
            timeline: try EventTimeline(
                ndjson: events, start: WallTime(microseconds: start.millisecondsSince1970 * 1000)),
            pictureFolder: samples,
            instants: (goldens ?? []).map { .microseconds(Int64(($0 * 1_000_000).rounded())) }, start: start)
        options.eyes.track = try subjects.map { name in
            try SubjectTrack(ndjson: Data(contentsOf: URL(fileURLWithPath: "\(samples)/\(name)")))
        }
        return options
    }
}
