/// Measures stereo sound at 48 kHz as broadcasters do (EBU R 128, ITU-R BS.1770-4).
public struct LoudnessMeter: Sendable {
    private var hops = HopMeter()
    private var position = 0
    private var window = HopWindow(30)
    private var integration = IntegratedLoudness()
    private var peak = TruePeakMeter()

    public init() {}

    public mutating func measure(_ left: Span<Float>, _ right: Span<Float>) {
        peak.measure(left, right)
        forEachHopPart(of: left.count, from: position) { part, endsHop in
            hops.measure(left.extracting(part), right.extracting(part))
            if endsHop { add(hops.finishHop()) }
        }
        position = (position + left.count) % SoundHop.length
    }

    private mutating func add(_ hop: SoundHop) {
        window.append(hop.energy)
        if let block = window.mean(ofLast: 4) { integration.add(blockEnergy: block) }
    }

    /// Of the last 3 s, in LUFS; `nil` before, and in silence.
    public var shortTerm: Double? {
        window.mean(ofLast: 30).flatMap { $0 > SoundHop.silenceEnergy ? loudness(ofEnergy: $0) : nil }
    }

    /// Of all, gated, in LUFS; `nil` if nothing was heard.
    public var integrated: Double? { integration.value }

    /// The highest so far, in dBTP; `nil` if there was nothing but zeros.
    public var truePeak: Double? { peak.highest > 0 ? decibels(ofAmplitude: Double(peak.highest)) : nil }
}

/// Goes through `count` samples in stretches that lie in one hop each.
///
/// - Parameters:
///   - position: Of the first, in its hop.
///   - body: Is told whether its stretch ends the hop.
func forEachHopPart(of count: Int, from position: Int, _ body: (_ part: Range<Int>, _ endsHop: Bool) -> Void) {
    var (start, position) = (0, position)
    while start < count {
        let length = min(SoundHop.length - position, count - start)
        position += length
        let endsHop = position == SoundHop.length
        body(start..<start + length, endsHop)
        if endsHop { position = 0 }
        start += length
    }
}
