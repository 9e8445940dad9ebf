/// The area of a sprite's plane that lies on the canvas, and where.
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
        width = min(x + mask.width, canvasWidth) - targetX
        height = min(y + mask.height, canvasHeight) - targetY
    }
}

/// Blends one plane of a sprite over one plane of the canvas: `source + target * (255 - alpha) / 255`, rounded.
///
/// The one place that reads and writes pixels without a check each: all indices of a row follow from its first and
/// last, which are checked once. Written so that the compiler makes vector instructions of it: no branch, no call.
func blendPlane(
    _ samples: Span<UInt8>, _ mask: SpriteMask, _ clip: PlaneClip, opacity: Int,
    into target: inout MutableSpan<UInt8>, stride: Int
) {
    guard clip.width > 0, clip.height > 0 else { return }
    let alpha = mask.alpha.span
    let runs = mask.runs.span
    for row in 0..<clip.height {
        let sourceRow = clip.sourceY + row
        let run = runs[sourceRow]
        let start = max(Int(run.start), clip.sourceX)
        let count = min(Int(run.end), clip.sourceX + clip.width) - start
        guard count > 0 else { continue }
        let source = sourceRow * mask.width + start
        let first = (clip.targetY + row) * stride + clip.targetX + start - clip.sourceX
        precondition(
            source >= 0 && source + count <= samples.count && source + count <= alpha.count
                && first >= 0 && first + count <= target.count, "a row outside its plane")
        if opacity == 256 {
            for index in 0..<count {
                let below = unsafe UInt16(target[unchecked: first &+ index])
                let cover = unsafe UInt16(alpha[unchecked: source &+ index])
                let sample = unsafe UInt16(samples[unchecked: source &+ index])
                // (v + 128 + ((v + 128) >> 8)) >> 8 is v / 255 to the nearest, for all products of two bytes.
                let product = below &* (255 &- cover) &+ 128
                let value = sample &+ ((product &+ (product >> 8)) >> 8)
                unsafe target[unchecked: first &+ index] = UInt8(truncatingIfNeeded: value)
            }
        } else {
            let opacity = UInt16(opacity)
            for index in 0..<count {
                let below = unsafe UInt16(target[unchecked: first &+ index])
                let cover = unsafe (UInt16(alpha[unchecked: source &+ index]) &* opacity &+ 128) >> 8
                let sample = unsafe (UInt16(samples[unchecked: source &+ index]) &* opacity &+ 128) >> 8
                let product = below &* (255 &- cover) &+ 128
                let value = sample &+ ((product &+ (product >> 8)) >> 8)
                unsafe target[unchecked: first &+ index] = UInt8(truncatingIfNeeded: value)
            }
        }
    }
}
