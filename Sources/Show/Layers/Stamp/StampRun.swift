/// A stamp on screen. Its animation starts with its first tick.
public struct StampRun: Hashable, Sendable {
    public var stamp: Stamp
    /// The tick that shows it first.
    public var start: Int
    /// The tick that it begins to leave at.
    public var end: Int

    public init(stamp: Stamp, start: Int, end: Int) {
        self.stamp = stamp
        self.start = start
        self.end = end
    }
}
