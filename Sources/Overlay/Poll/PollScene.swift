import MediaModel

/// A poll's bars and figures, which grow from one vote to the next, and the winner's mark.
struct PollScene: LayerScene {
    /// What bars and figures are drawn with: one set for all options, one for the winner.
    struct Ink: Sendable {
        let bars: BarSprites
        /// `nil` for no figures in percent.
        let percent: DigitSprites?
    }

    /// One option.
    struct Row: Sendable {
        /// Parts of all votes, in 65536ths, until the last vote and after it.
        let before, after: Int
        /// Where the bar begins, and its top, in luma samples.
        let x, y: Int
        /// Where the figure ends, and its top.
        let figureRight, figureY: Int
        /// A count of votes; `nil` where the figure is in percent, or there is none.
        let votes: Sprite?
    }

    /// What marks the winner.
    struct Winner: Sendable {
        let row: Row
        /// Behind its bar and figure, in place of all that was there.
        let mark: Placement
        /// Says that this is the result; `nil` where there is no room for it.
        let title: Placement?
        /// The tick that the poll closed on.
        let closedAt: Int
        let ink: Ink
    }

    let rows: [Row]
    let winner: Winner?
    let votedAt: Int
    /// How long bars take to grow, and the winner's mark to come, in ticks.
    let growth: Int
    let ink: Ink
    let growsLeft: Bool

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        let elapsed = max(0, min(growth, tick - votedAt + 1))
        let progress = FixedPoint.easeOut(elapsed * FixedPoint.one / growth)
        for row in rows { append(row, progress, ink, to: &list) }
        guard let winner, tick >= winner.closedAt else { return }
        let first = list.count
        list.append(winner.mark)
        if let title = winner.title { list.append(title) }
        append(winner.row, progress, winner.ink, to: &list)
        let opacity = min(256, (tick - winner.closedAt + 1) * 256 / growth)
        guard opacity < 256 else { return }
        for index in first..<list.count { list[index] = list[index].posed(Pose(opacity: opacity)) }
    }

    private func append(_ row: Row, _ progress: Int, _ ink: Ink, to list: inout [Placement]) {
        let part = row.before + FixedPoint.scale(row.after - row.before, by: progress)
        ink.bars.append(part: part, x: row.x, y: row.y, growsLeft: growsLeft, to: &list)
        if let votes = row.votes {
            list.append(Placement(sprite: votes, x: row.figureRight - votes.size.width, y: row.figureY))
        } else if let percent = ink.percent {
            var right = row.figureRight
            percent.appendSign(right: &right, y: row.figureY, to: &list)
            percent.append(FixedPoint.scale(100, by: part), right: &right, y: row.figureY, to: &list)
        }
    }
}
