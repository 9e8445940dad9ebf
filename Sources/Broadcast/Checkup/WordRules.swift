import FFmpegKit
import Foundation
import MediaModel

/// What words a source brings for viewers to read.
struct WordFacts: Hashable, Sendable {
    /// Of CEA-608, that have said something.
    var channels: [ClosedCaptionChannel] = []
    /// Of CEA-708, likewise, by their numbers.
    var services: [Int] = []
    /// In the container, beside sound and pictures.
    var subtitles: [SubtitleTrack] = []
}

/// What a streamer should know of a source's words, and do about them. Pure.
struct WordRules {
    private let facts: WordFacts

    init(_ facts: WordFacts) { self.facts = facts }

    var section: CheckupReport.Section { .init(title: "Words", findings: [closedCaptions, subtitles]) }

    private var closedCaptions: CheckupReport.Finding {
        let names = facts.channels.map(\.rawValue).joined(separator: ", ")
        let services = facts.services.map { "\($0)" }.joined(separator: ", ")
        var finding = CheckupReport.Finding(
            key: "closedCaptions", name: "closed captions", state: .good,
            value: Double(facts.channels.count), detail: "none in its pictures")
        if !facts.channels.isEmpty {
            finding.detail = "\(names) (CEA-608)" + (services.isEmpty ? "" : ", and CEA-708, which says the same")
        } else if !facts.services.isEmpty {
            finding.state = .hint
            finding.detail = "CEA-708 alone (service \(services))"
            finding.advice = "Have the encoder send CEA-608 as well: a show keeps that alone."
        }
        return finding
    }

    private var subtitles: CheckupReport.Finding {
        let tracks = facts.subtitles.map { "\($0.language ?? "no language") (\($0.codecName))" }
        return .init(
            key: "subtitleTracks", name: "subtitles", state: tracks.isEmpty ? .good : .hint,
            value: Double(tracks.count), detail: tracks.isEmpty ? "no track of them" : tracks.joined(separator: ", "),
            advice: tracks.isEmpty
                ? nil
                : "A show doesn't take them by itself: ffmpeg -i CLIP -map 0:s:0 show.vtt, and --captions LANGUAGE=show.vtt."
        )
    }
}
