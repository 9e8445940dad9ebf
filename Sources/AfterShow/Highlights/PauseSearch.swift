import Foundation
public import MediaModel

/// Finds where nobody speaks: stretches of 250 ms or more that are far below what is loud around.
public struct PauseSearch: Sendable {
    /// In samples at 48 kHz: 10 ms.
    static let hop = 480
    /// 250 ms, in hops.
    private static let leastHops = 25
    /// What is below the loudest tenth by so much is a pause: between words of speech it falls by less, and music never does.
    private static let depth: Float = 25
    /// Whatever is quieter is silence, in dB of full scale.
    private static let floor: Float = -60

    /// In dB of full scale, of each hop.
    private var levels: [Float] = []
    private var (sum, count): (Float, Int) = (0, 0)
    private let start: MediaTime

    /// - Parameter start: When the first sample is heard.
    public init(start: MediaTime) { self.start = start }

    /// Takes the next samples at 48 kHz.
    public mutating func take(_ left: Span<Float>, _ right: Span<Float>) {
        for index in left.indices {
            let (a, b) = (left[index], right[index])
            sum += (a * a + b * b) / 2
            count += 1
            guard count == Self.hop else { continue }
            levels.append(Self.decibels(sum / Float(Self.hop)))
            (sum, count) = (0, 0)
        }
    }

    private static func decibels(_ power: Float) -> Float { power > 1e-10 ? 10 * log10(power) : -100 }

    /// Those that were heard so far, in order.
    public var pauses: [Range<MediaTime>] {
        let sorted = levels.sorted()
        guard !sorted.isEmpty else { return [] }
        let limit = max(sorted[sorted.count * 9 / 10] - Self.depth, Self.floor)
        var (found, first): ([Range<MediaTime>], Int?) = ([], nil)
        for (index, level) in (levels + [.infinity]).enumerated() {
            if level < limit {
                first = first ?? index
            } else if let begun = first {
                if index - begun >= Self.leastHops { found.append(time(begun)..<time(index)) }
                first = nil
            }
        }
        return found
    }

    private func time(_ hop: Int) -> MediaTime { start + MediaTime(Int64(hop * Self.hop), timescale: 48_000) }
}
