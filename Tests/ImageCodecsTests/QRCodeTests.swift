import MediaModel
import Testing
import Typeset

@testable import ImageCodecs

@Suite struct QRCodeTests {
    @Test func hasFindersTimingAndRoomForThePayload() throws {
        let code = try QRCode("https://shop.example/c/SAVE10")
        #expect(code.side == 29 || code.side == 25)
        func isDark(_ x: Int, _ y: Int) -> Bool { code.modules[y * code.side + x] }
        // A finder is a dark ring around a dark square of three modules.
        let ring = [true, true, true, true, true, true, true]
        for (x, y) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            #expect((0..<7).map { isDark(x + $0, y) } == ring && (0..<7).map { isDark(x, y + $0) } == ring)
            #expect((0..<7).map { isDark(x + $0, y + 3) } == [true, false, true, true, true, false, true])
        }
        #expect((8..<code.side - 8).allSatisfy { isDark($0, 6) == ($0 % 2 == 0) })
    }

    @Test(arguments: [1, 3, 7])
    func drawsEveryModuleInWholePixelsOnItsQuietZone(size: Int) throws {
        let code = try QRCode("SAVE10")
        let bitmap = code.bitmap(moduleSize: size)
        #expect(bitmap.size.width == (code.side + 8) * size && bitmap.size.height == bitmap.size.width)
        for y in 0..<bitmap.size.height {
            for x in 0..<bitmap.size.width {
                let (column, row) = (x / size - 4, y / size - 4)
                let inside = 0..<code.side ~= column && 0..<code.side ~= row
                let dark = inside && code.modules[row * code.side + column]
                let pixel = bitmap[x, y]
                #expect(pixel.red == (dark ? 0 : 255) && pixel.alpha == 255)
            }
        }
    }

    @Test func holdsAsMuchAsItSays() throws {
        #expect(try QRCode(String(repeating: "x", count: 1_200)).side <= 177)
        #expect(throws: PictureError.self) { try QRCode(String(repeating: "x", count: 1_201)) }
        #expect(throws: PictureError.self) { try QRCode("") }
        #expect(try QRCode("クーポン").side >= 21)
    }
}
