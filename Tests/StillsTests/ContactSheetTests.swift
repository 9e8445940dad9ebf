import MediaModel
import Stills
import Testing
import Typeset

@Suite struct ContactSheetTests {
    private static func flat(_ color: [UInt8], width: Int = 90, height: Int = 160) -> Bitmap {
        Bitmap(
            size: PixelSize(width: width, height: height),
            pixels: Array(repeatElement(color, count: width * height).joined()))
    }

    private static let layout = ContactSheet.Layout(columns: 2, cellWidth: 48)

    @Test func standsItsCellsInRows() throws {
        var sheet = ContactSheet(Self.layout)
        let colors: [[UInt8]] = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255]]
        for color in colors { sheet.append(sheet.cell(of: Self.flat(color)), label: "") }
        let bitmap = try sheet.draw(face: nil)

        #expect(bitmap.size == Self.layout.size(of: 3, pictures: PixelSize(width: 90, height: 160)))
        // 48 wide and, of 9:16, 85 high; 4 between them, and 19 for the label.
        #expect(bitmap.size == PixelSize(width: 2 * 52 + 4, height: 2 * (85 + 19 + 4) + 4))
        #expect(bitmap[28, 40] == (255, 0, 0, 255))
        #expect(bitmap[80, 40] == (0, 255, 0, 255))
        #expect(bitmap[28, 150] == (0, 0, 255, 255))
        // No fourth cell, and the ground between them.
        #expect(bitmap[80, 150] == (24, 26, 31, 255))
        #expect(bitmap[53, 40] == (24, 26, 31, 255))
    }

    @Test func writesItsLabelsBelow() throws {
        let face = try #require(FontCatalogue().face(named: "BIZ UDPGothic"))
        var sheet = ContactSheet(Self.layout)
        sheet.append(sheet.cell(of: Self.flat([90, 90, 90, 255])), label: "12.5 s")
        let bitmap = try sheet.draw(face: face)
        let ink = (90..<108).flatMap { y in (4..<52).map { x in bitmap[x, y].red } }.max()
        #expect(ink ?? 0 > 180)
    }

    @Test func isRefusedWhereItIsTooLarge() {
        var sheet = ContactSheet(ContactSheet.Layout(columns: 1, cellWidth: 16))
        for _ in 0..<3 { sheet.append(Self.flat([0, 0, 0, 255], width: 16, height: 4000), label: "") }
        #expect(throws: TypesetError.self) { try sheet.draw(face: nil) }
    }
}
