import MediaModel

/// Blends one plane of a sprite over one plane of the canvas: `source + target * (255 - alpha) / 255`, rounded.
///
/// The one place that reads and writes pixels without a check each: that all rows lie inside both planes is checked once,
/// before. Overflow checks would keep the compiler from making vector instructions of the loops, so sums of indices
/// wrap; none comes near an `Int`'s end, as all lie inside a plane.
func blendPlane(
    _ samples: Span<UInt8>, _ mask: SpriteMask, _ clip: PlaneClip, opacity: Int,
    into target: inout MutableSpan<UInt8>, stride: Int
) {
    guard !clip.isEmpty else { return }
    precondition(
        clip.fits(mask, sampleCount: samples.count, targetCount: target.count, targetStride: stride),
        "a sprite outside its plane")
    let alpha = mask.alpha.span
    let runs = mask.runs.span
    let (left, right) = (clip.sourceX, clip.sourceX &+ clip.width)
    var sourceRow = clip.sourceY &* mask.stride
    // Where the sprite's column 0 would lie, left of the canvas or not.
    var targetRow = clip.targetY &* stride &+ clip.targetX &- clip.sourceX
    for row in clip.sourceY..<clip.sourceY &+ clip.height {
        let run = unsafe runs[unchecked: row]
        let start = max(Int(run.start), left)
        let count = min(Int(run.end), right) &- start
        if count > 0 {
            let (source, first) = (sourceRow &+ start, targetRow &+ start)
            if opacity < 256, right <= mask.opaqueWidth {
                fadeRow(
                    samples, from: source, count: count, opacity: UInt16(truncatingIfNeeded: opacity), into: &target,
                    at: first)
            } else if opacity == 256 {
                blendRow(samples, alpha, from: source, count: count, into: &target, at: first)
            } else {
                blendRow(
                    samples, alpha, from: source, count: count, opacity: UInt16(truncatingIfNeeded: opacity),
                    into: &target, at: first)
            }
        }
        sourceRow &+= mask.stride
        targetRow &+= stride
    }
}

/// Copies one plane of an opaque sprite over all of one plane of the canvas.
func copyPlane(
    _ samples: Span<UInt8>, _ mask: SpriteMask, _ size: PixelSize, into target: inout MutableSpan<UInt8>, stride: Int
) {
    precondition(
        mask.stride >= size.width && mask.height >= size.height && samples.count >= mask.stride * size.height
            && stride >= size.width && target.count >= (size.height - 1) * stride + size.width,
        "a sprite smaller than its plane")
    for row in 0..<size.height {
        let (source, first) = (row &* mask.stride, row &* stride)
        for index in 0..<size.width {
            unsafe target[unchecked: first &+ index] = samples[unchecked: source &+ index]
        }
    }
}

/// Blends the samples of one row as they are.
@inline(__always)
private func blendRow(
    _ samples: Span<UInt8>, _ alpha: Span<UInt8>, from source: Int, count: Int, into target: inout MutableSpan<UInt8>,
    at first: Int
) {
    for index in 0..<count {
        let below = unsafe UInt16(target[unchecked: first &+ index])
        let cover = unsafe UInt16(alpha[unchecked: source &+ index])
        let sample = unsafe UInt16(samples[unchecked: source &+ index])
        let value = sample &+ dividedBy255(below &* (255 &- cover))
        unsafe target[unchecked: first &+ index] = UInt8(truncatingIfNeeded: value)
    }
}

/// Blends the samples of one row with an opacity from 1 to 255, in 256ths.
@inline(__always)
private func blendRow(
    _ samples: Span<UInt8>, _ alpha: Span<UInt8>, from source: Int, count: Int, opacity: UInt16,
    into target: inout MutableSpan<UInt8>, at first: Int
) {
    for index in 0..<count {
        let below = unsafe UInt16(target[unchecked: first &+ index])
        let cover = unsafe (UInt16(alpha[unchecked: source &+ index]) &* opacity &+ 128) >> 8
        let sample = unsafe (UInt16(samples[unchecked: source &+ index]) &* opacity &+ 128) >> 8
        let value = sample &+ dividedBy255(below &* (255 &- cover))
        unsafe target[unchecked: first &+ index] = UInt8(truncatingIfNeeded: value)
    }
}

/// Blends the opaque samples of one row with an opacity from 1 to 255: the same as for others, without looking at each
/// sample's alpha.
@inline(__always)
private func fadeRow(
    _ samples: Span<UInt8>, from source: Int, count: Int, opacity: UInt16, into target: inout MutableSpan<UInt8>,
    at first: Int
) {
    let rest = 255 &- (255 &* opacity &+ 128) >> 8
    for index in 0..<count {
        let below = unsafe UInt16(target[unchecked: first &+ index])
        let sample = unsafe (UInt16(samples[unchecked: source &+ index]) &* opacity &+ 128) >> 8
        let value = sample &+ dividedBy255(below &* rest)
        unsafe target[unchecked: first &+ index] = UInt8(truncatingIfNeeded: value)
    }
}

/// A product of two bytes divided by 255, to the nearest: exact for all of them.
///
/// As the upper half of a product, which is one vector instruction where shifts and sums are three.
@inline(__always)
private func dividedBy255(_ product: UInt16) -> UInt16 {
    UInt16(truncatingIfNeeded: (UInt32(product &+ 128) &* 257) >> 16)
}
