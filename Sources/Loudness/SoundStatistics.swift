import Foundation

/// What a listener says of a recording, beside how loud it is: how far its quiet and loud parts lie apart, what lies under the voice, and
/// how much of it is silent.
///
/// Takes a value every 100 ms, and keeps them: some hundred kilobytes an hour.
public struct SoundStatistics: Sendable {
    private var shortTerms: [Double] = []
    /// Of each hop, in dBFS.
    private var levels: [Double] = []

    public init() {}

    /// Takes the next 100 ms.
    ///
    /// - Parameters:
    ///   - shortTerm: The loudness of the last 3 s, in LUFS; `nil` for none.
    ///   - level: The RMS of this hop, in dBFS; −∞ for silence.
    public mutating func add(shortTerm: Double?, level: Double) {
        if let shortTerm { shortTerms.append(shortTerm) }
        levels.append(level)
    }

    /// The highest loudness of 3 s, in LUFS.
    public var highestShortTerm: Double? { shortTerms.max() }

    /// The loudness range in LU (EBU Tech 3342): from the 10th to the 95th percentile of the short-term loudness, without what lies 20 LU
    /// under its mean. `nil` before 3 s.
    public var range: Double? {
        let heard = shortTerms.filter { $0 > SoundHop.silence }
        guard !heard.isEmpty else { return nil }
        let mean = heard.reduce(0) { $0 + blockEnergy(ofLoudness: $1) } / Double(heard.count)
        let gate = loudness(ofEnergy: mean) - 20
        let sorted = heard.filter { $0 > gate }.sorted()
        guard let low = Self.percentile(sorted, 0.1), let high = Self.percentile(sorted, 0.95) else { return nil }
        return high - low
    }

    /// What is heard in the quietest twentieth of all hops that aren't silent, in dBFS: a room, a fan, hiss. `nil` if all were.
    public var floor: Double? { Self.percentile(levels.filter { $0 > SoundHop.silence }.sorted(), 0.05) }

    /// How much of the time there is nothing: from 0 to 1.
    public var silence: Double {
        levels.isEmpty ? 1 : Double(levels.count { $0 <= SoundHop.silence }) / Double(levels.count)
    }

    private static func percentile(_ sorted: [Double], _ share: Double) -> Double? {
        guard !sorted.isEmpty else { return nil }
        return sorted[Int((Double(sorted.count - 1) * share).rounded())]
    }
}
