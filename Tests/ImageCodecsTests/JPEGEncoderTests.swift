import Foundation
import MediaModel
import ImageCodecs
import Testing
import Typeset

@Suite struct JPEGEncoderTests {
    @Test(arguments: [(1, 1), (16, 8), (270, 481)])
    func writesWhatCanBeReadAgain(width: Int, height: Int) throws {
        let size = PixelSize(width: width, height: height)
        let pixels = (0..<size.area).flatMap { index -> [UInt8] in
            [UInt8(index % width * 255 / width), UInt8(index / width * 255 / height), 90, 255]
        }
        let bytes = try JPEGEncoder.encode(Bitmap(size: size, pixels: pixels), quality: 95, name: "slope.jpg")
        let path = FileManager.default.temporaryDirectory.appending(path: "slope-\(UUID().uuidString).jpg")
        try Data(bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let picture = try PictureLoader(.inside(size)).load(path: path.path(percentEncoded: false)).still
        #expect(picture.size == size)
        let worst = zip(picture.pixels, pixels).map { abs(Int($0) - Int($1)) }.max() ?? 0
        #expect(worst <= 12, "\(worst)")
    }
}
