import MediaModel

/// What an animated PNG shows, frame by frame.
struct AnimationCanvas {
    private(set) var raster: Raster
    private var before: (area: PixelArea, pixels: [UInt8]?)?

    init(size: PixelSize) {
        raster = Raster(size: size, pixels: [UInt8](repeating: 0, count: size.area * 4))
    }

    /// Puts the next frame on the canvas, after the one before has been disposed of.
    mutating func show(_ frame: Raster, as control: AnimatedPNG.Control) {
        if let (area, pixels) = before { write(pixels, to: area) }
        before =
            switch control.disposal {
            case 1: (control.area, nil)
            case 2: (control.area, read(control.area))
            default: nil
            }
        if control.blend == 0 { write(frame.pixels, to: control.area) } else { cover(control.area, with: frame.pixels) }
    }

    private func read(_ area: PixelArea) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(area.size.area * 4)
        for y in 0..<area.height { pixels += raster.pixels[row(y, of: area)] }
        return pixels
    }

    /// - Parameter pixels: `nil` to clear the area.
    private mutating func write(_ pixels: [UInt8]?, to area: PixelArea) {
        for y in 0..<area.height {
            let target = row(y, of: area)
            for (offset, index) in target.enumerated() {
                raster.pixels[index] = pixels.map { $0[y * area.width * 4 + offset] } ?? 0
            }
        }
    }

    private mutating func cover(_ area: PixelArea, with pixels: [UInt8]) {
        for y in 0..<area.height {
            let (target, source) = (row(y, of: area).lowerBound, y * area.width * 4)
            for pixel in stride(from: 0, to: area.width * 4, by: 4) {
                let rest = 255 - Int(pixels[source + pixel + 3])
                for channel in pixel..<pixel + 4 {
                    let below = 2 * Int(raster.pixels[target + channel]) * rest
                    raster.pixels[target + channel] = UInt8(Int(pixels[source + channel]) + (below + 255) / 510)
                }
            }
        }
    }

    private func row(_ y: Int, of area: PixelArea) -> Range<Int> {
        let start = ((area.y + y) * raster.size.width + area.x) * 4
        return start..<start + area.width * 4
    }
}
