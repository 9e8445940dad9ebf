import HLSTesting
import MediaModel
import Testing

@testable import HLS

@Suite struct JPEGSizeTests {
    private let file = SyntheticShow.jpeg(PixelSize(width: 648, height: 576))

    @Test func readsItBehindOtherMarkers() {
        #expect(JPEGSize.read(file) == PixelSize(width: 648, height: 576))
        #expect(JPEGSize.read(Array(file[..<2] + [0xFF] + file[2...])) == PixelSize(width: 648, height: 576))
    }

    @Test func whatIsCutOffOrSomethingElseHasNone() {
        for count in 0..<17 { #expect(JPEGSize.read(Array(file.prefix(count))) == nil, "\(count)") }
        #expect(JPEGSize.read([0x89, 0x50, 0x4E, 0x47, 0, 0, 0, 0]) == nil)
        #expect(JPEGSize.read([0xFF, 0xD8, 0xFF, 0xFE, 0, 0] + file) == nil, "a marker of no length")
    }
}
