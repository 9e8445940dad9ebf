import Broadcast
import Follow
import Foundation

extension FollowReport {
    /// For people.
    func text(of clip: String) -> String {
        func time(_ holds: (FollowSight) -> Bool) -> String { percent(share(holds)) }
        guard let first = ticks.first?.sight else { return "\(clip): no picture, so nothing to follow" }
        let room =
            first.size < 1
            ? "the crop is \(percent(first.size)) of its \(first.axis == .horizontal ? "width" : "height")"
            : "it has the crop's shape, so nothing moves"
        return """
            \(clip): \(String(format: "%.1f", duration)) s of \(size); \(room)
              subject  face \(time { $0.state.kind == .face }), hands \(time { $0.state.kind == .hands }), \
            motion \(time { $0.state.kind == .motion }), none \(time { $0.state.kind == nil }) of the time
              crop     still \(time { $0.state.speed == 0 && !$0.state.jumped }) of the time, moves \(moveCount), \
            jumps \(jumpCount), at most \(String(format: "%.2f", topSpeed)) crop widths a second
              clip     cuts \(cutCount), looked \(lookCount) times
            """
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
