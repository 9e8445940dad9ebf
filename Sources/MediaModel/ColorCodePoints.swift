/// How a video says that its numbers are to be read as colours, in the code points of ITU-T H.273, which H.264, HEVC, AV1,
/// the `colr` box of MP4, Matroska and Enhanced RTMP have in common.
public struct ColorCodePoints: Hashable, Sendable {
    public var primaries, transfer, matrix: UInt8

    public static let unspecified: UInt8 = 2

    public init(
        primaries: UInt8 = Self.unspecified, transfer: UInt8 = Self.unspecified, matrix: UInt8 = Self.unspecified
    ) {
        (self.primaries, self.transfer, self.matrix) = (primaries, transfer, matrix)
    }

    /// Returns these points, and another's where these are open: pictures speak first, then their container.
    public func completed(by other: ColorCodePoints) -> ColorCodePoints {
        ColorCodePoints(
            primaries: Self.isOpen(primaries) ? other.primaries : primaries,
            transfer: Self.isOpen(transfer) ? other.transfer : transfer,
            // 0 is RGB's, and says something.
            matrix: matrix == Self.unspecified || matrix == 3 ? other.matrix : matrix)
    }

    /// 0 and 3 are reserved.
    private static func isOpen(_ code: UInt8) -> Bool { code == unspecified || code == 0 || code == 3 }
}

extension ColorCodePoints {
    /// What kind of light the numbers stand for.
    public enum Range: Hashable, Sendable {
        /// White is the brightest there is.
        case standard
        /// SMPTE ST 2084.
        case perceptualQuantizer
        /// ARIB STD-B67.
        case hybridLogGamma
    }

    public var range: Range {
        switch transfer {
        case 16: .perceptualQuantizer
        case 18: .hybridLogGamma
        default: .standard
        }
    }

    /// Whether another matrix alone doesn't make BT.709 of them: light is coded in another way, or the primaries are much wider.
    ///
    /// The primaries of BT.601 and its like are taken for BT.709's, as players do: they are close, and often wrongly written.
    public var needsMapping: Bool {
        let isOddTransfer = [8, 9, 10, 16, 18].contains(transfer)
        let isWide = [9, 11, 12].contains(primaries)
        // BT.2020's matrix means its primaries too, unless these are said to be others.
        let isOddMatrix = [8, 10, 12, 13, 14].contains(matrix) || matrix == 9 && Self.isOpen(primaries)
        return isOddTransfer || isWide || isOddMatrix
    }

    /// Returns these points without open ones, for pictures that need mapping.
    ///
    /// - Parameter size: The pictures', which decides between BT.601 and BT.709 where nothing else does.
    public func resolved(for size: PixelSize) -> ColorCodePoints {
        var codes = self
        let isBT2020 = range != .standard || [9, 10, 14].contains(matrix)
        if Self.isOpen(primaries) { codes.primaries = isBT2020 ? 9 : 1 }
        if matrix == Self.unspecified || matrix == 3 || matrix == 0 {
            codes.matrix =
                codes.primaries == 9 ? 9 : codes.primaries == 1 && ColorMatrix.assumed(for: size) == .bt601 ? 6 : 1
        }
        // Who writes BT.2020 and nothing of the transfer has the standard's own, as mpv reads it too.
        if Self.isOpen(transfer) { codes.transfer = 1 }
        return codes
    }

    /// Whether the transfer is a guess, and may be wrong by a lot.
    public var hasOpenTransfer: Bool { Self.isOpen(transfer) }

    /// What these points are in words, if colours coded so can't be read; `nil` otherwise.
    public var unreadable: String? {
        switch matrix {
        case 11: "Y'D'zD'x (SMPTE ST 2085)"
        case 15: "IPTPQc2 (Dolby Vision)"
        case 16, 17: "reversible YCgCo"
        default: nil
        }
    }
}
