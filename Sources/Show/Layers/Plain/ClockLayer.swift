/// The time of day of the programme: that of its start, and the media time since.
public struct ClockLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "clock", anchor: .topLeft, width: 30, style: LayerStyle(plate: .rgb(0, alpha: 0xa6)))

    public enum Format: String, CaseIterable, Sendable {
        /// `20:00`
        case minutes
        /// `20:00:00`
        case seconds
    }

    public var box: LayerBox
    public var format: Format
    /// As in the tz database, e.g. `Asia/Tokyo`; `nil` for the preset's.
    public var timeZone: String?

    public init(box: LayerBox = Self.standardBox, format: Format = .minutes, timeZone: String? = nil) {
        self.box = box
        self.format = format
        self.timeZone = timeZone
    }
}

extension ClockLayer {
    public static var standard: ClockLayer { ClockLayer() }
    public static var summary: String {
        "The time of day of the programme: that of its start, and the media time since."
    }
    public var layer: Layer { .clock(self) }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.choice("format", &format, "With seconds, or without")
        keys.timeZone("timeZone", &timeZone, "As in the tz database; absent for the preset's")
    }
}
