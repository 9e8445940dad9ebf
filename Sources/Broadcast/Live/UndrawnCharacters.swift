import Overlay
import Synchronization
import Typeset

/// Tells what no font here could draw: each script and font once in words, and all of it as a metric.
///
/// A value of the show's thread.
struct UndrawnCharacters {
    private final class Count: Sendable {
        let value = Atomic(0)
    }

    private var counts: [String: Count] = [:]

    mutating func tell(_ gaps: GlyphGaps, _ status: LiveStatus, _ diagnostics: Diagnostics) {
        for (gap, number) in gaps.all {
            let key = gap.reportKey
            let count = counts[key] ?? Count()
            count.value.add(number, ordering: .relaxed)
            guard counts.updateValue(count, forKey: key) == nil else { continue }
            status.add([
                MetricSource(
                    .counter, "undrawn_characters",
                    "Characters that no font here has, and that were drawn otherwise or left out",
                    [("script", gap.script.name), ("font", gap.family)]
                ) { Double(count.value.load(ordering: .relaxed)) }
            ])
            diagnostics.warn(of: gap)
        }
    }
}

extension LiveShow {
    /// What of an event's texts can't be drawn as it is written, one sentence each.
    func warnings(about event: LiveEvent) -> [String] { builder.gaps(in: event.event).all.map(\.gap.description) }
}

extension Diagnostics {
    /// Says what couldn't be drawn, each script and font once.
    func warn(of gaps: GlyphGaps) {
        for (gap, _) in gaps.all { warn(of: gap) }
    }

    fileprivate func warn(of gap: GlyphGap) { warnOnce(gap.reportKey, gap.description) }
}

extension GlyphGap {
    fileprivate var reportKey: String { "glyphs \(script.name) \(family)" }
}
