public import MediaModel
public import Typeset

extension Bitmap {
    /// What a screen shows of an 8-bit 4:2:0 picture in BT.709, limited range.
    ///
    /// Chroma is brought to luma's grid along straight lines between its samples, which lie on the even luma columns and
    /// halfway between two luma rows (H.264's chroma_sample_loc_type 0). Integer arithmetic: the same on every machine.
    ///
    /// - Precondition: The planes are as large as the layout says.
    public init(
        luma: Span<UInt8>, blueChroma: Span<UInt8>, redChroma: Span<UInt8>, layout: PlaneLayout
    ) {
        precondition(luma.count >= layout.lumaByteCount, "a luma plane of \(luma.count) bytes for \(layout)")
        precondition(
            min(blueChroma.count, redChroma.count) >= layout.chromaByteCount, "chroma planes too small for \(layout)")
        let (width, height) = (layout.size.width, layout.size.height)
        // A row of each chroma plane at luma's height, in quarters; its last sample stands twice, for the last column.
        var (blue, red) = ([Int32](repeating: 0, count: width / 2 + 1), [Int32](repeating: 0, count: width / 2 + 1))
        let pixels = [UInt8](unsafeUninitializedCapacity: layout.size.area * 4) { pixels, count in
            for y in 0..<height {
                Self.mixRows(of: blueChroma, for: y, layout, into: &blue)
                Self.mixRows(of: redChroma, for: y, layout, into: &red)
                let row = y * layout.lumaStride
                for x in 0..<width {
                    let (left, right) = (x >> 1, (x + 1) >> 1)
                    let color = Self.color(
                        luma: Int32(luma[row + x]), blue: blue[left] + blue[right], red: red[left] + red[right])
                    let offset = (y * width + x) * 4
                    pixels[offset] = color.red
                    pixels[offset + 1] = color.green
                    pixels[offset + 2] = color.blue
                    pixels[offset + 3] = 255
                }
            }
            count = layout.size.area * 4
        }
        self.init(size: layout.size, pixels: pixels)
    }

    private static func mixRows(of plane: Span<UInt8>, for y: Int, _ layout: PlaneLayout, into row: inout [Int32]) {
        let (near, other) = (y >> 1, (y >> 1) + (y & 1) * 2 - 1)
        let far = max(0, min(layout.chromaSize.height - 1, other))
        let width = layout.chromaSize.width
        for x in 0..<width {
            row[x] = 3 * Int32(plane[near * layout.chromaStride + x]) + Int32(plane[far * layout.chromaStride + x])
        }
        row[width] = row[width - 1]
    }

    /// ITU-R BT.709-6, 3.2 and 3.4, in 65536ths.
    ///
    /// - Parameters:
    ///   - blue, red: In eighths.
    private static func color(luma: Int32, blue: Int32, red: Int32) -> (red: UInt8, green: UInt8, blue: UInt8) {
        // 255 / 219; then 2 (1 - K) · 255 / 224 for the chroma of red and blue, over 8, and green's shares of them.
        let (light, blue, red) = ((luma - 16) * 76_309 + 32_768, blue - 1_024, red - 1_024)
        return (
            clamp((light + red * 14_686) >> 16), clamp((light - blue * 1_747 - red * 4_366) >> 16),
            clamp((light + blue * 17_305) >> 16)
        )
    }

    private static func clamp(_ value: Int32) -> UInt8 { UInt8(max(0, min(255, value))) }
}
