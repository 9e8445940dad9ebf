/// Which weights of red, green and blue make luma (ITU-T H.273, MatrixCoefficients).
public enum ColorMatrix: Hashable, Sendable, CaseIterable {
    case bt601, bt709, smpte240, bt2020

    /// The weights of red and blue; green has the rest.
    public var weights: (red: Double, blue: Double) {
        switch self {
        case .bt601: (0.299, 0.114)
        case .bt709: (0.2126, 0.0722)
        case .smpte240: (0.212, 0.087)
        case .bt2020: (0.2627, 0.0593)
        }
    }

    /// What a source that doesn't say means, by the custom of players: BT.601 below 720 lines, BT.709 from there.
    public static func assumed(for size: PixelSize) -> ColorMatrix {
        min(size.width, size.height) >= 720 || max(size.width, size.height) >= 1280 ? .bt709 : .bt601
    }
}
