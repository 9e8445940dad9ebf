import CPango
import MediaModel

/// A picture of coverage alone, to blur a shape's shadow in.
struct ShadowMask: ~Copyable {
    /// Valid and unaliased for the mask's whole life: only `deinit` frees them.
    let surface: OpaquePointer
    let context: OpaquePointer
    private let size: PixelSize

    init(size: PixelSize) throws(TypesetError) {
        self.size = size
        surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(size.width), Int32(size.height))
        context = cairo_create(surface)
        let status = cairo_status(context)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw TypesetError(operation: "shadow", reason: String(cString: cairo_status_to_string(status)))
        }
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// Fills the path traced in `context`, then spreads its edge by `radius` pixels to each side.
    func fillAndBlur(radius: Int) {
        cairo_set_source_rgba(context, 0, 0, 0, 1)
        cairo_fill(context)
        cairo_surface_flush(surface)
        guard radius > 0, let data = cairo_image_surface_get_data(surface) else { return }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let plane = UnsafeMutableBufferPointer(start: data, count: stride * size.height)
        // Three box blurs come within a few per cent of a Gaussian one, at a cost that doesn't grow with the radius.
        let box = max(1, radius / 3)
        var line = [UInt8](repeating: 0, count: max(size.width, size.height))
        for _ in 0..<3 {
            for y in 0..<size.height {
                blur(plane, from: y * stride, step: 1, count: size.width, radius: box, scratch: &line)
            }
            for x in 0..<size.width {
                blur(plane, from: x, step: stride, count: size.height, radius: box, scratch: &line)
            }
        }
        cairo_surface_mark_dirty(surface)
    }
}

/// Replaces each sample of a row or column by the mean of those up to `radius` from it; beyond the ends lie zeros.
private func blur(
    _ plane: UnsafeMutableBufferPointer<UInt8>, from start: Int, step: Int, count: Int, radius: Int,
    scratch: inout [UInt8]
) {
    for index in 0..<count { scratch[index] = plane[start + index * step] }
    let width = 2 * radius + 1
    var sum = 0
    for index in 0..<min(radius, count) { sum += Int(scratch[index]) }
    for index in 0..<count {
        if index + radius < count { sum += Int(scratch[index + radius]) }
        if index - radius - 1 >= 0 { sum -= Int(scratch[index - radius - 1]) }
        plane[start + index * step] = UInt8((sum + width / 2) / width)
    }
}
