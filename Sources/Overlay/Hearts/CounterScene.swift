/// The running total at its place. Its icon jumps when the total grows, and settles.
struct CounterScene: Sendable {
    /// The plate and the digits, which stand still.
    let fixed: [Placement]
    /// From the icon at rest to the icon at its largest.
    let icons: [Sprite]
    /// The icon's middle, in luma samples.
    let iconX, iconY: Int
    let countedAt: Int
    /// How long the icon takes to settle, in ticks.
    let pulse: Int

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        for placement in fixed { list.append(placement) }
        // Largest at once, then smaller: when hearts come without end it stays large, rather than flicker.
        let elapsed = tick < countedAt ? pulse : min(pulse, tick - countedAt)
        let rest = FixedPoint.one - FixedPoint.easeOut(elapsed * FixedPoint.one / pulse)
        let icon = icons[FixedPoint.scale(icons.count - 1, by: rest)]
        list.append(Placement(sprite: icon, centreX: iconX, centreY: iconY))
    }
}
