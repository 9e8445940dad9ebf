import Show

/// One heart's way up, as a closed form of its burst's seed, its number and its age.
struct HeartFlight {
    /// What a heart looks like and where it is at one age. Positions are of its middle, in luma samples.
    struct Pose: Hashable {
        var x, y: Int
        /// How wide the heart is drawn, in luma samples.
        var size: Int
        /// 0 to 256; 0 once it is gone.
        var opacity: Int
        /// Which colour, icon and tilt: a number to take the remainder of.
        var look: Int
    }

    private let metrics: HeartsMetrics
    private let look, size, life, rise: Int
    // In 65536ths: of a turn, of turns in a life, and of the sway.
    private let swayStart, swayTurns, swayWidth, drift: Int

    init(seed: UInt64, index: Int, metrics: HeartsMetrics) {
        self.metrics = metrics
        // The generator's states are so spread by the odd factor that neighbours have nothing in common.
        var random = SplitMix64(seed: seed ^ (UInt64(truncatingIfNeeded: index) &* 0xD1B5_4A32_D192_ED03))
        look = Int(truncatingIfNeeded: random.next() >> 33)
        size = random.next(from: metrics.smallest, to: metrics.largest)
        // Never longer than the layer's lifetime: the show forgets a burst after that.
        life = max(1, FixedPoint.scale(metrics.lifetime, by: random.next(from: 50_000, to: FixedPoint.one)))
        rise = FixedPoint.scale(metrics.rise, by: random.next(from: 44_000, to: FixedPoint.one))
        swayStart = random.nextPart()
        swayTurns = random.next(from: 45_000, to: 98_000)
        swayWidth = random.next(from: 26_000, to: FixedPoint.one)
        drift = random.next(from: -HeartsMetrics.drift, to: HeartsMetrics.drift)
    }

    /// The heart at an age in ticks; 0 is the tick at which it leaves. `nil` before that, and once it has faded.
    func pose(at age: Int) -> Pose? {
        guard age >= 0, age < life else { return nil }
        let progress = age * FixedPoint.one / life
        // Rises at an almost even pace, a little slower towards the end.
        let climb = FixedPoint.scale(progress, by: 85_000 - FixedPoint.scale(progress, by: 85_000 - FixedPoint.one))
        // All leave from one point and fan out within the first third.
        let spread = FixedPoint.easeOut(min(FixedPoint.one, progress * 3))
        let swing = FixedPoint.scale(
            FixedPoint.sine(turns: swayStart + FixedPoint.scale(swayTurns, by: progress)), by: swayWidth)
        let offset = FixedPoint.scale(metrics.sway * (swing + drift), by: spread)
        return Pose(
            x: metrics.originX + FixedPoint.scale(offset, by: 1),
            y: metrics.originY - FixedPoint.scale(rise, by: climb),
            size: FixedPoint.scale(size, by: growth(at: age)), opacity: opacity(at: age), look: look)
    }

    /// Pops up from a third of the size to a little above it, then settles.
    private func growth(at age: Int) -> Int {
        let progress = min(FixedPoint.one, (age + 1) * FixedPoint.one / metrics.growth)
        let (small, large, turn) = (22_000, 76_000, 40_000)
        if progress < turn {
            return small + FixedPoint.scale(large - small, by: FixedPoint.easeOut(progress * FixedPoint.one / turn))
        }
        let settling = (progress - turn) * FixedPoint.one / (FixedPoint.one - turn)
        return large - FixedPoint.scale(large - FixedPoint.one, by: settling)
    }

    /// Fades in the last third of the life.
    private func opacity(at age: Int) -> Int {
        let left = life - age
        return min(256, left * 3 * 256 / life)
    }
}

extension HeartBurst {
    /// The numbers of those hearts that have left by a tick, the youngest of which may leave on it, and that left less
    /// than `lifetime` ticks ago. Heart *i* of *n* leaves at `start + i * spread / n`.
    func underway(at tick: Int, lifetime: Int) -> Range<Int> {
        let elapsed = tick - start
        guard elapsed >= 0, drawn > 0 else { return 0..<0 }
        return departed(by: elapsed - lifetime)..<departed(by: elapsed)
    }

    /// How many hearts have left `elapsed` ticks after the burst's start, or before.
    private func departed(by elapsed: Int) -> Int {
        guard elapsed >= 0 else { return 0 }
        guard elapsed < spread else { return drawn }
        // i * spread / n, rounded down, is at most `elapsed` exactly while i * spread < (elapsed + 1) * n.
        return min(drawn, ((elapsed + 1) * drawn + spread - 1) / spread)
    }

    /// The tick at which a heart leaves.
    func departure(of index: Int) -> Int { start + index * spread / drawn }
}
