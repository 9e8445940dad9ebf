/// The part of a sprite's plane that lies on the canvas, and where.
struct PlaneClip {
    /// The sprite's first visible column and row.
    let sourceX, sourceY: Int
    /// Where they lie on the canvas.
    let targetX, targetY: Int
    /// How much is visible; 0 or less for nothing.
    let width, height: Int

    /// - Parameters:
    ///   - x: The plane's left edge on the canvas, in samples of the plane; may be negative.
    ///   - y: Its top edge.
    init(x: Int, y: Int, mask: SpriteMask, canvasWidth: Int, canvasHeight: Int) {
        (sourceX, sourceY) = (max(0, -x), max(0, -y))
        (targetX, targetY) = (max(0, x), max(0, y))
        width = min(x + mask.stride, canvasWidth) - targetX
        height = min(y + mask.height, canvasHeight) - targetY
    }

    var isEmpty: Bool { width <= 0 || height <= 0 }

    /// Whether all that is visible lies inside a sprite's plane and a canvas plane of so many bytes.
    func fits(_ mask: SpriteMask, sampleCount: Int, targetCount: Int, targetStride: Int) -> Bool {
        sourceX >= 0 && sourceY >= 0 && sourceX + width <= mask.stride && sourceY + height <= mask.height
            && mask.alpha.count == mask.stride * mask.height && sampleCount == mask.alpha.count
            && mask.runs.count == mask.height
            && targetX >= 0 && targetY >= 0 && targetX + width <= targetStride
            && (targetY + height - 1) * targetStride + targetX + width <= targetCount
    }
}
