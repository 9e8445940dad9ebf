public import MediaModel

/// What a server can do with a playlist, and how far from its end players stay (EXT-X-SERVER-CONTROL,
/// RFC 8216bis 4.4.3.8).
public struct ServerControl: Hashable, Sendable {
    /// Whether a reload may ask to wait for a part (6.2.5.2).
    public let canBlockReload: Bool
    /// Farther than this from the end, a delta update may leave segments out; `nil` if there are none (6.2.5.1).
    public let canSkipUntil: MediaTime?
    /// Whether a delta update may leave date ranges out too.
    public let canSkipDateRanges: Bool
    /// How far from the end a player of whole segments stays.
    public let holdBack: MediaTime?
    /// How far from the end a player of parts stays.
    public let partHoldBack: MediaTime?

    public init(
        canBlockReload: Bool = false, canSkipUntil: MediaTime? = nil, canSkipDateRanges: Bool = false,
        holdBack: MediaTime? = nil, partHoldBack: MediaTime? = nil
    ) {
        (self.canBlockReload, self.canSkipUntil) = (canBlockReload, canSkipUntil)
        self.canSkipDateRanges = canSkipDateRanges
        (self.holdBack, self.partHoldBack) = (holdBack, partHoldBack)
    }
}

// MARK: - Text

extension ServerControl {
    var line: String {
        var list = AttributeList()
        if canBlockReload { list.append("CAN-BLOCK-RELOAD", .plain("YES")) }
        if let canSkipUntil { list.append("CAN-SKIP-UNTIL", .plain(canSkipUntil.decimalSeconds)) }
        if canSkipDateRanges { list.append("CAN-SKIP-DATERANGES", .plain("YES")) }
        if let holdBack { list.append("HOLD-BACK", .plain(holdBack.decimalSeconds)) }
        if let partHoldBack { list.append("PART-HOLD-BACK", .plain(partHoldBack.decimalSeconds)) }
        return "#EXT-X-SERVER-CONTROL:\(list.text)"
    }

    init(_ list: AttributeList) throws(AttributeList.Failure) {
        self.init(
            canBlockReload: try list.flag("CAN-BLOCK-RELOAD") ?? false,
            canSkipUntil: try list.duration("CAN-SKIP-UNTIL"),
            canSkipDateRanges: try list.flag("CAN-SKIP-DATERANGES") ?? false,
            holdBack: try list.duration("HOLD-BACK"), partHoldBack: try list.duration("PART-HOLD-BACK"))
    }
}

extension MediaTime {
    /// With six decimals, rounded to nearest: how all durations are written.
    var decimalSeconds: String { DecimalText.text(ticks(timescale: 1_000_000, rounding: .nearest), digits: 6) }

    package func times(_ count: Int) -> MediaTime { MediaTime(value * Int64(count), timescale: timescale) }
}
