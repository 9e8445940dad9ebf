public import MediaModel

/// Which size a picture is shown at, whatever its own. Its shape is kept.
public enum PictureFit: Hashable, Sendable {
    /// As large as fits into the size, all of it.
    case inside(PixelSize)
    /// As small as covers all of the size; what sticks out at two opposite edges is cut off.
    case covering(PixelSize)

    /// The part of a picture that is shown, and the size it is shown at. Both are at least 1 pixel a side.
    func plan(for source: PixelSize) -> (part: PixelArea, size: PixelSize) {
        switch self {
        case .inside(let box):
            let isWide = source.width * box.height > source.height * box.width
            let size =
                isWide
                ? PixelSize(width: box.width, height: divide(source.height * box.width, source.width))
                : PixelSize(width: divide(source.width * box.height, source.height), height: box.height)
            return (PixelArea(size: source), size)
        case .covering(let box):
            let isWide = source.width * box.height > source.height * box.width
            let width = isWide ? divide(source.height * box.width, box.height) : source.width
            let height = isWide ? source.height : divide(source.width * box.height, box.width)
            let part = PixelArea(
                x: (source.width - width) / 2, y: (source.height - height) / 2, width: width, height: height)
            return (part, box)
        }
    }
}

/// The quotient to the nearest, at least 1.
private func divide(_ value: Int, _ divisor: Int) -> Int { max(1, (value + divisor / 2) / divisor) }
