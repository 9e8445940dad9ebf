/// Makes one track's times ones that a container takes: decoding times rise, and no picture is shown before it is decoded.
///
/// Presentation times stay the source's own wherever that is possible. All times are in nanoseconds. Pure.
struct PacketOrder {
    enum Answer: Equatable {
        case times(decoding: Int64, presentation: Int64)
        /// The source's clock jumped: what follows belongs into another file.
        case jump
    }

    /// A step back that is rounding or jitter rather than a jump.
    static let jitter: Int64 = 500_000_000
    /// A step ahead that no silence is.
    static let silence: Int64 = 3_600_000_000_000
    /// What the coarsest container tells apart.
    static let step: Int64 = 1_000_000

    private var last: Int64?
    private var lastSource: Int64?
    /// By how much decoding is told earlier, as some encoders date pictures before their decoding.
    private var lead: Int64 = 0

    /// - Parameter presentation: As the source has it; may lie before `decoding`.
    mutating func settle(decoding: Int64, presentation: Int64) -> Answer {
        if let lastSource {
            let distance = decoding.subtractingReportingOverflow(lastSource)
            if distance.overflow || distance.partialValue < -Self.jitter || distance.partialValue > Self.silence {
                return .jump
            }
        }
        // Pictures an hour before or after their decoding are a fault.
        let shown = abs(presentation - decoding) > Self.silence ? decoding : presentation
        lead = max(lead, decoding - shown)
        var time = decoding - lead
        if let last { time = max(time, last + Self.step) }
        (last, lastSource) = (time, max(lastSource ?? decoding, decoding))
        return .times(decoding: time, presentation: max(shown, time))
    }
}
