import MediaModel

/// What a picture may take. Files come from shops' databases and from presenters' phones; a few bytes can say that they
/// hold gigabytes.
public enum PictureLimits {
    /// Of a file, in bytes.
    public static let fileBytes = 20_000_000
    /// Of a picture in its file, in pixels.
    public static let longestSide = 8_192
    /// Of an animation.
    public static let frames = 600
    /// What an animation's frames may take at the size shown, four bytes a pixel.
    public static let animationBytes = 64 << 20
    /// All frames of an animation at their own size, in pixels: some seconds of decoding.
    static let animationPixels = 500_000_000

    static func check(_ size: PixelSize) throws(Flaw) {
        guard 1...longestSide ~= size.width, 1...longestSide ~= size.height else {
            throw Flaw("it is \(size) pixels; at most \(longestSide) a side are read")
        }
    }

    /// - Parameters:
    ///   - source: The size in the file.
    ///   - shown: The size that frames are kept at.
    ///   - bytes: The most that they may take at that size.
    static func check(frames count: Int, of source: PixelSize, shown: PixelSize, bytes: Int) throws(Flaw) {
        guard count <= frames else { throw Flaw("it has \(count) frames; at most \(frames) are played") }
        guard count * source.area <= animationPixels else {
            throw Flaw("\(count) frames of \(source) pixels take too long to decode; make it smaller or shorter")
        }
        let needed = count * shown.area * 4
        guard needed <= bytes else {
            throw Flaw(
                """
                its \(count) frames take \(needed >> 20) MB at \(shown), the size shown, of \(bytes >> 20) MB that an \
                animation may take; show it smaller or make it shorter
                """)
        }
    }
}

/// What is wrong with a file, before its name is known.
struct Flaw: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }

    static let cutShort = Flaw("it is cut short or damaged")
}
