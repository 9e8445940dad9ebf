import Broadcast
import FFmpegKit
import MediaModel
import Stills
import Typeset

/// Keeps the sharpest, best exposed picture of those that are offered.
struct PosterChoice: ~Copyable {
    private var best: SharedFrame?
    private var bestScore = -1.0
    private var lastTick: Int?

    /// One of so many pictures is looked at: half a second.
    private static let distance = 15

    /// Whether a picture of this tick would be looked at.
    func isDue(at tick: Int) -> Bool { lastTick.map { tick - $0 >= Self.distance } ?? true }

    /// Looks at a picture, and keeps it if it is better than all before.
    mutating func offer(_ frame: consuming VideoFrame, tick: Int) { offer(frame.share(), tick: tick) }

    /// The same, of one that others look at too.
    mutating func offer(_ picture: SharedFrame, tick: Int) {
        guard isDue(at: tick), picture.frame.depth == 8 else { return }
        lastTick = tick
        let score = picture.frame.withPlanes(of: UInt8.self) { luma, _, _, layout in Self.score(luma, layout) }
        guard score > bestScore else { return }
        bestScore = score
        best = picture
    }

    /// The picture that was kept; `nil` if there was none.
    consuming func bitmap() -> Bitmap? {
        best.map { Bitmap($0.frame) }
    }

    /// How sharp a picture is, by how much neighbours differ, less if it is very dark or very bright.
    ///
    /// - Parameter luma: In limited range.
    static func score(_ luma: Span<UInt8>, _ layout: PlaneLayout) -> Double {
        var (edges, sum, count) = (0, 0, 0)
        // Every fourth row and column: a sixteenth of the work says as much.
        for y in stride(from: 0, to: layout.size.height - 1, by: 4) {
            for x in stride(from: 0, to: layout.size.width - 1, by: 4) {
                let place = y * layout.lumaStride + x
                let value = Int(luma[place])
                edges += abs(value - Int(luma[place + 1])) + abs(value - Int(luma[place + layout.lumaStride]))
                sum += value
                count += 1
            }
        }
        guard count > 0 else { return 0 }
        let mean = Double(sum) / Double(count)
        // 16 is black and 235 white; faces and rooms that are lit well lie about the middle.
        let exposure = mean < 60 ? max(0, (mean - 16) / 44) : mean > 200 ? max(0, (235 - mean) / 35) : 1
        return Double(edges) / Double(count) * exposure
    }
}
