import MediaModel

/// The frames of an animated PNG, which libpng doesn't know (APNG, since 2023 part of W3C's PNG, third edition).
///
/// Each frame is a PNG of its own in all but form: its chunks are put together as one and decoded by libpng.
struct AnimatedPNG {
    /// What a frame is and how it joins those before it (`fcTL`).
    struct Control {
        var area: PixelArea
        var milliseconds: Int
        /// 0 keeps the frame, 1 clears its area after it, 2 brings back what was there before it.
        var disposal: Int
        /// 0 replaces what is there, 1 covers it.
        var blend: Int
    }

    let size: PixelSize
    private(set) var frames: [(control: Control, data: [ArraySlice<UInt8>])] = []
    /// The header's depth, colour type and so on: everything after the size.
    private let format: ArraySlice<UInt8>
    /// Chunks that all frames share: palette, transparency, colour space.
    private var common: [UInt8] = []

    /// `nil` for a PNG of one frame.
    ///
    /// - Throws: ``Flaw`` for one that says it is animated and isn't well formed.
    init?(_ bytes: [UInt8]) throws(Flaw) {
        var chunks = PNGChunks(bytes)
        guard let header = chunks.next(), header.isOf("IHDR"), header.payload.count == 13 else { return nil }
        size = PixelSize(width: header.payload.number(at: 0, bytes: 4), height: header.payload.number(at: 4, bytes: 4))
        format = header.payload.dropFirst(8)
        var announced: Int?
        var isWhole = false
        while !isWhole, let chunk = chunks.next() {
            if chunk.isOf("acTL") {
                announced = chunk.payload.number(at: 0, bytes: 4)
                // Counted before they are collected: a file of small frames could hold very many.
                guard announced! <= PictureLimits.frames else {
                    throw Flaw("it has \(announced!) frames; at most \(PictureLimits.frames) are played")
                }
            } else if chunk.isOf("IDAT") {
                guard announced != nil else { return nil }
                // Image data without a control before it is for readers that don't know animations.
                if !frames.isEmpty { frames[frames.count - 1].data.append(chunk.payload) }
            } else if chunk.isOf("fdAT") {
                guard !frames.isEmpty, chunk.payload.count >= 4 else { throw .cutShort }
                frames[frames.count - 1].data.append(chunk.payload.dropFirst(4))
            } else if chunk.isOf("fcTL") {
                guard let announced, frames.count < announced else { throw .cutShort }
                frames.append((try Self.control(chunk.payload, in: size), []))
            } else if chunk.isOf("IEND") {
                isWhole = true
            } else if frames.isEmpty, Self.shared.contains(String(decoding: chunk.type, as: UTF8.self)) {
                common += PNGChunks.encoded(chunk.type, chunk.payload)
            }
        }
        guard let announced else { return nil }
        guard isWhole, !frames.isEmpty, frames.count == announced, frames.allSatisfy({ !$0.data.isEmpty }) else {
            throw .cutShort
        }
    }

    private static let shared: Set = ["PLTE", "tRNS", "gAMA", "cHRM", "sRGB"]

    /// One frame's own pixels, in the size of its area.
    func raster(of index: Int) throws(Flaw) -> Raster {
        let (control, data) = frames[index]
        var file = PNGChunks.signature
        file += PNGChunks.encoded(
            Array("IHDR".utf8),
            PNGChunks.bigEndian(control.area.width) + PNGChunks.bigEndian(control.area.height) + format)
        file += common
        for part in data { file += PNGChunks.encoded(Array("IDAT".utf8), part) }
        file += PNGChunks.encoded(Array("IEND".utf8), [])
        return try PNGDecoder.decode(file)
    }

    private static func control(_ payload: ArraySlice<UInt8>, in size: PixelSize) throws(Flaw) -> Control {
        guard payload.count == 26 else { throw .cutShort }
        let area = PixelArea(
            x: payload.number(at: 12, bytes: 4), y: payload.number(at: 16, bytes: 4),
            width: payload.number(at: 4, bytes: 4), height: payload.number(at: 8, bytes: 4))
        guard area.width > 0, area.height > 0, area.x + area.width <= size.width, area.y + area.height <= size.height
        else { throw Flaw("a frame of it reaches beyond the picture") }
        let (part, whole) = (payload.number(at: 20, bytes: 2), payload.number(at: 22, bytes: 2))
        let control = Control(
            area: area, milliseconds: part * 1_000 / (whole == 0 ? 100 : whole),
            disposal: payload.number(at: 24, bytes: 1), blend: payload.number(at: 25, bytes: 1))
        guard 0...2 ~= control.disposal, 0...1 ~= control.blend else { throw .cutShort }
        return control
    }
}
