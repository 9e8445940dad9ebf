/// The last comments: each comes in from below, moves up as newer ones come, and fades at the top or in time.
struct TickerScene: LayerScene {
    struct Row: Sendable {
        let sprite: Sprite
        /// Its left edge, in luma samples.
        let x: Int
        /// The tick that shows it first.
        let shownAt: Int
    }

    /// From the oldest to the newest.
    let rows: [Row]
    let metrics: TickerMetrics
    /// Of the lowest row, in luma samples.
    let bottom: Int

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        // How many rows have come in since, each counted as far as it has come: in 65536ths of a row.
        var rank = 0
        for row in rows.reversed() {
            let arrived = FixedPoint.easeOut(progress(tick - row.shownAt + 1, of: metrics.push))
            defer { rank += arrived }
            let room = metrics.count * FixedPoint.one - rank
            guard arrived > 0, room > 0 else { continue }
            // In on its way up from below, out above the highest place, and gone at its age: the least of the three.
            let fading = metrics.stay.map { FixedPoint.one - progress(tick - row.shownAt - $0 + 1, of: metrics.push) }
            let opacity = FixedPoint.scale(256, by: min(arrived, room, fading ?? FixedPoint.one))
            guard opacity > 0 else { continue }
            let rise = FixedPoint.scale(metrics.pitch, by: rank + arrived)
            list.append(
                Placement(
                    sprite: row.sprite, x: row.x, y: bottom - rise + metrics.pitch - metrics.rowHeight,
                    opacity: opacity))
        }
    }

    /// - Returns: 0 to 65536.
    private func progress(_ elapsed: Int, of ticks: Int) -> Int {
        max(0, min(ticks, elapsed)) * FixedPoint.one / ticks
    }
}
