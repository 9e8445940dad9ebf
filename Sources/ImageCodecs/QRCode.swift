import CImageCodecs
public import MediaModel
public import Typeset

/// A QR code: dark and light modules in a square.
///
/// A value; any thread.
public struct QRCode: Hashable, Sendable {
    /// Modules a side, without the quiet zone: 21 to 177.
    public let side: Int
    /// Row by row; `true` is dark.
    public let modules: [Bool]

    /// The most that a code may say, in bytes of UTF-8.
    public static let mostBytes = 1_200
    /// The light edge that readers need around a code, in modules (ISO/IEC 18004, 5.3.8).
    public static let quietZone = 4

    /// - Parameter payload: 1 to ``mostBytes`` bytes. A seventh of the code may be lost to glare and compression and it
    ///   still reads (level M).
    public init(_ payload: String) throws(PictureError) {
        let bytes = Array(payload.utf8)
        guard 1...Self.mostBytes ~= bytes.count else {
            throw PictureError(
                "a QR code", "it would say \(bytes.count) bytes, and 1 to \(Self.mostBytes) are possible")
        }
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw PictureError("a QR code", "libqrencode has no memory left")
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // Of each module's bits the lowest is its colour.
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    /// The most bytes that a code in this room may say, its quiet zone included; 0 if none fits.
    ///
    /// - Parameters:
    ///   - room: In pixels.
    ///   - moduleSize: In pixels.
    public static func mostBytes(in room: Int, moduleSize: Int) -> Int {
        precondition(moduleSize > 0, "modules of \(moduleSize) pixels")
        var (fits, tooMany) = (0, mostBytes + 1)
        while tooMany - fits > 1 {
            let middle = (fits + tooMany) / 2
            // Lower-case letters need a byte each, as addresses do.
            let code = try? QRCode(String(repeating: "a", count: middle))
            if let code, code.moduleSize(in: room) >= moduleSize { fits = middle } else { tooMany = middle }
        }
        return fits
    }

    /// How many pixels a module may have a side for the code and its quiet zone to fit; 0 if they can't.
    ///
    /// - Parameter room: In pixels.
    public func moduleSize(in room: Int) -> Int { max(0, room / (side + 2 * Self.quietZone)) }

    /// The code on its quiet zone, opaque.
    ///
    /// - Parameter moduleSize: In whole pixels: readers, and encoders, want sharp edges.
    public func bitmap(moduleSize: Int, dark: Color = .black, light: Color = .white) -> Bitmap {
        precondition(moduleSize > 0, "modules of \(moduleSize) pixels")
        let size = (side + 2 * Self.quietZone) * moduleSize
        var pixels: [UInt8] = []
        pixels.reserveCapacity(size * size * 4)
        for y in 0..<size {
            for x in 0..<size {
                let (column, row) = (x / moduleSize - Self.quietZone, y / moduleSize - Self.quietZone)
                let isInside = 0..<side ~= column && 0..<side ~= row
                let color = isInside && modules[row * side + column] ? dark : light
                pixels += [color.red, color.green, color.blue, 255]
            }
        }
        return Bitmap(size: PixelSize(width: size, height: size), pixels: pixels)
    }
}
