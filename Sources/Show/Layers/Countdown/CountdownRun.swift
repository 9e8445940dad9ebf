/// A countdown on screen: the phase it is in, and when that ends. Whole seconds left follow from the tick alone.
public struct CountdownRun: Hashable, Sendable {
    /// One count from its start to its zero.
    public struct Phase: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            /// The only one.
            case single
            case work, rest
        }

        public var kind: Kind
        /// Of the rounds, from 1; a rest belongs to the work before it.
        public var round: Int
        /// The tick of its first instant.
        public var start: Int
        /// The tick of its zero.
        public var end: Int

        public init(kind: Kind = .single, round: Int = 1, start: Int, end: Int) {
            self.kind = kind
            self.round = round
            self.start = start
            self.end = end
        }
    }

    public var countdown: Countdown
    public var phase: Phase
    /// How many rounds there are; 1 without rounds.
    public var rounds: Int
    /// The tick of the last phase's zero.
    public var zeroAt: Int

    public init(countdown: Countdown, phase: Phase, rounds: Int = 1, zeroAt: Int? = nil) {
        self.countdown = countdown
        self.phase = phase
        self.rounds = rounds
        self.zeroAt = zeroAt ?? phase.end
    }
}
