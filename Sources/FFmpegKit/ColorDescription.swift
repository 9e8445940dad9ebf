import CFFmpeg
public import MediaModel

/// How a picture's numbers are to be read as colours.
public struct ColorDescription: Hashable, Sendable {
    /// `nil`: the source doesn't say, or it isn't one of these.
    public var matrix: ColorMatrix?
    /// Whether luma uses 0…255 instead of 16…235.
    public var isFullRange: Bool
    /// All that the source says.
    public var codes: ColorCodePoints

    /// - Parameter codes: BT.709's, unless something else is said.
    public init(
        matrix: ColorMatrix?, isFullRange: Bool = false,
        codes: ColorCodePoints = ColorCodePoints(primaries: 1, transfer: 1, matrix: 1)
    ) {
        (self.matrix, self.isFullRange, self.codes) = (matrix, isFullRange, codes)
    }

    init(_ codes: ColorCodePoints, range: AVColorRange) {
        self.codes = codes
        isFullRange = range == AVCOL_RANGE_JPEG
        matrix =
            switch AVColorSpace(UInt32(codes.matrix)) {
            case AVCOL_SPC_BT709: .bt709
            case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_FCC: .bt601
            case AVCOL_SPC_SMPTE240M: .smpte240
            case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: .bt2020
            default: nil
            }
    }
}

extension ColorCodePoints {
    /// FFmpeg's numbers are H.273's (libavutil/pixfmt.h), but for some of its own from 256.
    init(_ primaries: AVColorPrimaries, _ transfer: AVColorTransferCharacteristic, _ matrix: AVColorSpace) {
        self.init(
            primaries: UInt8(exactly: primaries.rawValue) ?? Self.unspecified,
            transfer: UInt8(exactly: transfer.rawValue) ?? Self.unspecified,
            matrix: UInt8(exactly: matrix.rawValue) ?? Self.unspecified)
    }
}

extension VideoFrame {
    /// What the picture says, and where it is silent, what was assumed for it.
    var colorCodes: ColorCodePoints {
        get {
            ColorCodePoints(pointer.pointee.color_primaries, pointer.pointee.color_trc, pointer.pointee.colorspace)
        }
        set {
            pointer.pointee.color_primaries = AVColorPrimaries(UInt32(newValue.primaries))
            pointer.pointee.color_trc = AVColorTransferCharacteristic(UInt32(newValue.transfer))
            pointer.pointee.colorspace = AVColorSpace(UInt32(newValue.matrix))
        }
    }
}
