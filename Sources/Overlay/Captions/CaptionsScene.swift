/// Lines of captions: they come in from below, and move up as newer ones come.
struct CaptionsScene: LayerScene {
    struct Row: Sendable {
        /// `nil` for a line that nothing is in yet.
        let sprite: Sprite?
        /// Its left edge, in luma samples.
        let x: Int
        /// The tick that shows it first, and the one that doesn't show it any more.
        let bornAt, endsAt: Int
    }

    /// In the order in which they come.
    let rows: [Row]
    /// How many are shown at once.
    let count: Int
    /// From one row to the next, and from a sprite's upper edge to its plate's, in luma samples.
    let pitch, margin: Int
    /// Of the lowest row, in luma samples.
    let bottom: Int
    /// How rows move up, and how they go when their time is over.
    let roll, exit: Transition

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        // How far newer rows have pushed the others up, in 65536ths of a row.
        var pushed = 0
        var last = rows.count - 1
        while last >= 0 {
            let born = rows[last].bornAt
            // All that come on one tick move as one.
            var first = last
            while first > 0, rows[first - 1].bornAt == born { first -= 1 }
            let (size, arrived) = (last - first + 1, roll.progress(after: tick - born))
            if arrived > 0 {
                for index in (first...last).reversed() {
                    let rise = pushed + (last - index + 1) * FixedPoint.one - size * (FixedPoint.one - arrived)
                    append(rows[index], at: tick, rise: rise, arrived: arrived, to: &list)
                }
                pushed += size * arrived
            }
            last = first - 1
        }
    }

    /// - Parameters:
    ///   - rise: How far above the box's lower edge its upper edge is, in 65536ths of a row.
    ///   - arrived: How far it has come in; 65536 is all the way.
    private func append(_ row: Row, at tick: Int, rise: Int, arrived: Int, to list: inout [Placement]) {
        // In on its way up from below, and out above the highest place.
        let room = (count + 1) * FixedPoint.one - rise
        guard room > 0, tick < row.endsAt, let sprite = row.sprite else { return }
        var opacity = FixedPoint.scale(256, by: min(arrived, room, FixedPoint.one))
        let left = row.endsAt - tick
        if exit.ticks > 0, left <= exit.ticks { opacity = opacity * left / (exit.ticks + 1) }
        guard opacity > 0 else { return }
        list.append(
            Placement(
                sprite: sprite, x: row.x, y: bottom - FixedPoint.scale(pitch, by: rise) - margin, opacity: opacity))
    }
}
