import CFFmpeg
public import MediaModel

/// How a picture's numbers are to be read as colours.
public struct ColorDescription: Hashable, Sendable {
    public enum Transfer: Sendable {
        case standard
        /// SMPTE ST 2084.
        case perceptualQuantizer
        /// ARIB STD-B67.
        case hybridLogGamma
    }

    /// `nil`: the source doesn't say.
    public var matrix: ColorMatrix?
    /// Whether luma uses 0…255 instead of 16…235.
    public var isFullRange: Bool
    public var transfer: Transfer

    public init(matrix: ColorMatrix?, isFullRange: Bool = false, transfer: Transfer = .standard) {
        (self.matrix, self.isFullRange, self.transfer) = (matrix, isFullRange, transfer)
    }

    init(matrix: AVColorSpace, range: AVColorRange, transfer: AVColorTransferCharacteristic) {
        self.matrix =
            switch matrix {
            case AVCOL_SPC_BT709: .bt709
            case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_FCC: .bt601
            case AVCOL_SPC_SMPTE240M: .smpte240
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: .bt2020
            default: nil
            }
        isFullRange = range == AVCOL_RANGE_JPEG
        self.transfer =
            switch transfer {
            case AVCOL_TRC_SMPTE2084: .perceptualQuantizer
            case AVCOL_TRC_ARIB_STD_B67: .hybridLogGamma
            default: .standard
            }
    }
}
