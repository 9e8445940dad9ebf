import MediaModel

extension StageReducer {
    private static let mostStamps = 8
    /// The longest exit animation, in seconds: after that nothing of a stamp can be seen.
    private static let longestExit = 10

    mutating func add(_ stamp: Stamp, _ rules: ShowRules) {
        let gone = tick - Self.longestExit * rules.frameRate.framesPerSecond
        contents.stamps.removeAll { $0.end < gone }
        contents.stamps.append(StampRun(stamp: stamp, start: tick, end: tick + rules.ticks(stamp.duration)))
        if contents.stamps.count > Self.mostStamps { contents.stamps.removeFirst() }
    }
}
