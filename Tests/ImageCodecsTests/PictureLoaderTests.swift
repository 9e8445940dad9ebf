import Foundation
import MediaModel
import MediaTesting
import Testing
import Typeset

@testable import ImageCodecs

@Suite struct PictureLoaderTests {
    private func load(_ bytes: [UInt8], _ width: Int = 8, _ height: Int = 8) throws(PictureError) -> ImageCodecs.Picture
    {
        try PictureLoader(.inside(PixelSize(width: width, height: height))).load(bytes, name: "x")
    }

    private func pixel(_ picture: ImageCodecs.Picture, frame: Int = 0, _ x: Int, _ y: Int) -> [UInt8] {
        let (red, green, blue, alpha) = picture.frames[frame].bitmap[x, y]
        return [red, green, blue, alpha]
    }

    // MARK: - What it reads

    @Test func readsAStillPNGMultiplied() throws {
        let picture = try load(.init(PNGFile.still(width: 8, height: 8) { x, y in [200, UInt8(x), UInt8(y), 128] }))
        #expect(pixel(picture, 3, 7) == [100, 2, 4, 128] && !picture.isAnimated)
    }

    @Test func readsAnAnimatedPNGWithAllItsDisposals() throws {
        let (red, green, blue): ([UInt8], [UInt8], [UInt8]) = ([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255])
        let picture = try load(
            PNGFile.animated(
                width: 8, height: 8,
                frames: [
                    .init(width: 8, height: 8, color: red, delay: 40),
                    // Brought back, cleared, kept.
                    .init(x: 2, y: 2, width: 2, height: 2, color: green, delay: 50, disposal: 2),
                    .init(x: 4, y: 4, width: 2, height: 2, color: blue, delay: 0, disposal: 1),
                    .init(x: 0, y: 0, width: 1, height: 1, color: [0, 0, 0, 0], delay: 70, blend: 1),
                    .init(x: 0, y: 0, width: 1, height: 1, color: [0, 0, 0, 0], delay: 70, blend: 0),
                ]))
        #expect(picture.frames.map(\.milliseconds) == [40, 50, 100, 70, 70])
        #expect(pixel(picture, frame: 1, 2, 2) == green && pixel(picture, frame: 2, 2, 2) == red)
        #expect(pixel(picture, frame: 2, 5, 5) == blue && pixel(picture, frame: 3, 5, 5) == [0, 0, 0, 0])
        #expect(pixel(picture, frame: 3, 0, 0) == red && pixel(picture, frame: 4, 0, 0) == [0, 0, 0, 0])
    }

    @Test func readsWebPStillAndAnimated() throws {
        let still = try load(Samples.webp, 8, 6)
        #expect(!still.isAnimated && pixel(still, 1, 1)[1] > 200 && pixel(still, 1, 1)[0] < 5)
        let film = try load(Samples.animatedWebP, 8, 6)
        #expect(film.frames.map(\.milliseconds) == [40, 80, 120])
        #expect(pixel(film, frame: 0, 0, 0)[0] > 200 && pixel(film, frame: 2, 7, 5)[2] > 200)
    }

    @Test func readsAJPEGUpright() throws {
        let picture = try load(Samples.jpeg, 16, 8)
        #expect(pixel(picture, 1, 4)[0] > 180 && pixel(picture, 14, 4)[2] > 180)
        // Orientation 6, as a phone held upright says: what is left in the file was the top.
        let tag: [UInt8] = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
        let body = Array("Exif\0\0".utf8) + tag
        let turned = Array(Samples.jpeg[..<2]) + [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body + Samples.jpeg[2...]
        let upright = try load(turned, 8, 16)
        #expect(upright.size == PixelSize(width: 8, height: 16))
        #expect(pixel(upright, 4, 1)[0] > 180 && pixel(upright, 4, 14)[2] > 180)
    }

    /// The same tag in the other formats that phones and their apps write.
    @Test func readsPNGAndWebPUpright() throws {
        let tag: [UInt8] = Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
        let (red, blue): ([UInt8], [UInt8]) = ([255, 0, 0, 255], [0, 0, 255, 255])
        let png = try load(PNGFile.still(width: 8, height: 4, exif: tag) { x, _ in x < 4 ? red : blue }, 4, 8)
        #expect(png.size == PixelSize(width: 4, height: 8) && pixel(png, 2, 0) == red && pixel(png, 2, 7) == blue)

        // Some writers put a JPEG's prefix before the block.
        for exif in [tag, Array("Exif\0\0".utf8) + tag] {
            let webp = try load(
                riff([("VP8X", [8, 0, 0, 0, 7, 0, 0, 5, 0, 0]), Samples.webpPixels, ("EXIF", exif)]), 6, 8)
            #expect(webp.size == PixelSize(width: 6, height: 8))
        }
        let broken = try load(
            riff([("VP8X", [8, 0, 0, 0, 7, 0, 0, 5, 0, 0]), Samples.webpPixels, ("EXIF", [1, 2])]), 8, 6)
        #expect(broken.size == PixelSize(width: 8, height: 6))
    }

    /// A WebP file of these chunks (RFC 9649, 2.3).
    private func riff(_ chunks: [(name: String, payload: [UInt8])]) -> [UInt8] {
        func little(_ count: Int) -> [UInt8] { (0..<4).map { UInt8(count >> (8 * $0) & 255) } }
        var body = Array("WEBP".utf8)
        for (name, payload) in chunks {
            body += Array(name.utf8) + little(payload.count) + payload + (payload.count % 2 == 1 ? [0] : [])
        }
        return Array("RIFF".utf8) + little(body.count) + body
    }

    /// libpng would take such samples for linear light: a grey of 128 became one of 186.
    @Test func keepsTheLightOfSixteenBits() throws {
        let picture = try load(PNGFile.deep(width: 8, height: 8, color: [128, 64, 250, 255]))
        #expect(pixel(picture, 3, 3) == [128, 64, 250, 255])
    }

    // MARK: - What it refuses

    @Test(arguments: [
        ([], "it is empty"), (Array("GIF89a......".utf8), "it is neither PNG nor JPEG nor WebP"),
        (PNGFile.headOnly(width: 8_193, height: 1), "it is 8193x1 pixels; at most 8192 a side are read"),
        (PNGFile.headOnly(width: 2_000_000_000, height: 2_000_000_000), "libpng says: "),
        (PNGFile.headOnly(width: 100, height: 100), "libpng says: "),
        (
            PNGFile.animated(
                width: 8, height: 8, frames: [.init(width: 8, height: 8, color: [0, 0, 0, 0], delay: 1)],
                announced: 10_000), "it has 10000 frames; at most 600 are played"
        ),
        (
            PNGFile.animated(
                width: 8, height: 8, frames: [.init(width: 8, height: 8, color: [0, 0, 0, 0], delay: 1)], announced: 2),
            "it is cut short or damaged"
        ),
        (
            PNGFile.animated(
                width: 8, height: 8, frames: [.init(x: 1, width: 8, height: 8, color: [0, 0, 0, 0], delay: 1)]),
            "a frame of it reaches beyond the picture"
        ),
    ])
    func refusesInASentence(bytes: [UInt8], reason: String) {
        let error = #expect(throws: PictureError.self) { try load(bytes) }
        #expect(error?.description.hasPrefix("x can't be shown: \(reason)") == true, "\(error!)")
    }

    @Test(arguments: [
        PNGFile.still(width: 9, height: 9) { x, y in [UInt8(x), UInt8(y), 9, 200] },
        PNGFile.animated(
            width: 4, height: 4,
            frames: (0..<3).map { .init(width: 4, height: 4, color: [UInt8($0), 1, 2, 3], delay: 20) }),
        Samples.webp, Samples.animatedWebP, Samples.jpeg,
    ])
    func survivesTruncatedAndDamagedFiles(bytes: [UInt8]) throws {
        #expect(throws: Never.self) { try load(bytes) }
        for count in 0..<bytes.count {
            // Without its last, empty chunk or marker a file is as good as whole.
            if count < bytes.count - 12 {
                #expect(throws: PictureError.self, "\(count)") { try load(Array(bytes[..<count])) }
            }
        }
        for index in 0..<bytes.count {
            for value in [UInt8(0), 255, 128, bytes[index] ^ 1] {
                var damaged = bytes
                damaged[index] = value
                if let picture = try? load(damaged) { #expect(picture.size.area <= 64) }
            }
        }
    }

    @Test func refusesAWebPOfTenThousandFrames() {
        // A RIFF header, VP8X and ANIM take 44 bytes, and each ANMF of this sample 52.
        var file = Array(Samples.animatedWebP[..<44])
        for _ in 0..<10_000 { file += Samples.animatedWebP[44..<96] }
        setSize(of: &file)
        let error = #expect(throws: PictureError.self) { try load(file) }
        #expect(error?.reason == "it has 10000 frames; at most 600 are played")
    }

    @Test func refusesSidesOfMoreThan8192Pixels() throws {
        // The frame's height and width come three bytes after its marker and length.
        var jpeg = Samples.jpeg
        let marker = try #require((0..<jpeg.count - 1).first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(marker + 7..<marker + 9, with: [0x20, 0x01])
        #expect(
            #expect(throws: PictureError.self) { try load(jpeg) }?.reason
                == "it is 8193x8 pixels; at most 8192 a side are read")
        // Lossless: 14 bits of width less 1 behind the signature 0x2F.
        var webp = Samples.webp
        let start = try #require(webp.firstIndex(of: 0x2F)) + 1
        let bits = (UInt16(webp[start]) | UInt16(webp[start + 1]) << 8) & 0xC000 | 8_192
        webp.replaceSubrange(start..<start + 2, with: [UInt8(bits & 255), UInt8(bits >> 8)])
        #expect(
            #expect(throws: PictureError.self) { try load(webp) }?.reason
                == "it is 8193x6 pixels; at most 8192 a side are read")
    }

    /// Writes a RIFF file's size into its header.
    private func setSize(of file: inout [UInt8]) {
        for byte in 0..<4 { file[4 + byte] = UInt8((file.count - 8) >> (8 * byte) & 255) }
    }

    @Test func countsAnAnimationsBytesAtTheSizeShown() throws {
        let file = PNGFile.animated(
            width: 4, height: 4,
            frames: (0..<20).map { .init(width: 4, height: 4, color: [UInt8($0), 1, 2, 255], delay: 20) })
        #expect(try load(file, 100, 100).frames.count == 20)
        let error = #expect(throws: PictureError.self) { try load(file, 1_000, 1_000) }
        #expect(
            error?.reason == """
                its 20 frames take 76 MB at 1000x1000, the size shown, of 64 MB that an animation may take; show it \
                smaller or make it shorter
                """)
    }

    // MARK: - Files

    @Test func saysWhyAFileCannotBeRead() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tatecast-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let loader = PictureLoader(.inside(PixelSize(width: 8, height: 8)))
        func reason(_ path: String) -> String? {
            #expect(throws: PictureError.self) { try loader.load(path: path) }?.reason
        }
        #expect(reason(folder.appending(path: "none.png").path) == "there is no such file")
        #expect(reason(folder.path) == "it is not a file")
        #expect(reason("/dev/zero") == "it is not a file")
        let large = folder.appending(path: "large.png")
        try Data().write(to: large)
        let handle = try FileHandle(forWritingTo: large)
        try handle.truncate(atOffset: 21_000_000)
        try handle.close()
        #expect(reason(large.path) == "it has 21 MB; at most 20 MB are read")

        let good = folder.appending(path: "good.webp")
        try Data(Samples.webp).write(to: good)
        #expect(try loader.load(path: good.path).size == PixelSize(width: 8, height: 6))
    }
}

/// Files of 8x6 and 16x8 pixels, made with cwebp, img2webp and FFmpeg: green; red, green and blue; red to blue.
private enum Samples {
    static let webp = decode("UklGRiAAAABXRUJQVlA4TBQAAAAvB0ABAAdQ/4j+BwCC8L9tIqL/IQ==")
    /// The one chunk of ``webp``.
    static let webpPixels = (name: "VP8L", payload: Array(webp[20...]))
    static let animatedWebP = decode(
        """
        UklGRsAAAABXRUJQVlA4WAoAAAACAAAABwAABQAAQU5JTQYAAAD/////AABBTk1GLAAAAAAAAAAAAAcAAAUAACgAAAJWUDhMFAAAAC8HQAEA\
        BxDtj/4HAILwv20iov8hQU5NRiwAAAAAAAAAAAAHAAAFAABQAAAAVlA4TBQAAAAvB0ABAAdQ/4j+BwCC8L9tIqL/IUFOTUYsAAAAAAAAAAAA\
        BwAABQAAeAAAAFZQOEwUAAAALwdAAQAHEFH//gcAgvC/bSKi/yE=
        """)
    static let jpeg = decode(
        """
        /9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgEBAQEBAUFBQUFBQYGBgYGBgYGBgYGBgYHBwcICAgHBwcGBgcH\
        CAgICAkJCQgICAgJCQoKCgwMCwsODg4RERT/xABUAAEBAQAAAAAAAAAAAAAAAAAABQYBAQEBAAAAAAAAAAAAAAAAAAAHAhABAQEAAAAAAAAA\
        AAAAAAAAAARBEQADAQEAAAAAAAAAAAAAAAAABoFCQ//AABEIAAgAEAMBEgACEgADEgD/2gAMAwEAAhEDEQA/AMBdpdrCXzgS+cK627obd0jX\
        aXaraZzgTOcJg27obd0//9k=
        """)

    private static func decode(_ text: String) -> [UInt8] { [UInt8](Data(base64Encoded: text)!) }
}
