import Broadcast
import Foundation
import Lines

extension RenderSummary {
    /// For people.
    var text: String {
        let names = renditions.map(\.name.count).max() ?? 0
        var lines = [playlist]
        for rendition in renditions {
            let name = rendition.name.padding(toLength: names, withPad: " ", startingAt: 0)
            lines.append(
                "  \(name)  \(kilobits(rendition.averageBitRate)) kbit/s on average, "
                    + "\(kilobits(rendition.peakBitRate)) at peak, \(rendition.segmentCount) segments, "
                    + rendition.codec)
        }
        let stopped = isStopped ? ", stopped before the end" : ""
        lines.append(
            "\(decimal(duration)) s of show in \(decimal(elapsed)) s (\(decimal(speed))×), \(frames) frames\(stopped)")
        return lines.joined(separator: "\n")
    }

    /// For machines: one object.
    var json: String { Encoded(self).jsonLine }

    private struct Encoded: Encodable {
        struct Rendition: Encodable {
            var name, codec: String
            var averageBitRate, peakBitRate, segments, bytes: Int
        }

        var playlist: String
        var stopped: Bool
        var frames, droppedFrames: Int
        var duration, elapsed, speed: Double
        var renditions: [Rendition]
        var warnings: [String]

        init(_ summary: RenderSummary) {
            playlist = summary.playlist
            stopped = summary.isStopped
            (frames, droppedFrames) = (summary.frames, summary.droppedFrames)
            (duration, elapsed, speed) = (summary.duration, summary.elapsed, summary.speed)
            warnings = summary.warnings
            renditions = summary.renditions.map {
                Rendition(
                    name: $0.name, codec: $0.codec, averageBitRate: $0.averageBitRate, peakBitRate: $0.peakBitRate,
                    segments: $0.segmentCount, bytes: $0.byteCount)
            }
        }
    }

    /// Thousands apart, rounded: `2 870`.
    private func kilobits(_ bitRate: Int) -> String {
        let value = (bitRate + 500) / 1000
        return value < 1000 ? "\(value)" : "\(value / 1000) " + String(String(1000 + value % 1000).dropFirst())
    }
}
