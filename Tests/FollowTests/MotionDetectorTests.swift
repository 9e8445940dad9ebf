import MediaModel
import Testing

@testable import Follow

struct MotionDetectorTests {
    static let layout = PlaneLayout(size: PixelSize(width: 16, height: 8), lumaStride: 16, chromaStride: 8)

    /// A grey picture with a bright block, looked at.
    static func look(
        _ detector: MotionDetector, _ time: Int64, block: Range<Int>?, light: Int = 90, isCut: Bool = false
    )
        throws -> [Subject]
    {
        var samples = [UInt8](repeating: UInt8(light), count: LumaThumbnail.width * LumaThumbnail.height)
        if let block {
            for row in 30..<60 { for column in block { samples[row * LumaThumbnail.width + column] = 220 } }
        }
        let shot = Shot(time: time, isCut: isCut, thumbnail: LumaThumbnail(samples: samples))
        let luma = [UInt8](repeating: 0, count: 16 * 8)
        return try detector.look(at: luma.span, luma.span, luma.span, layout, shot).subjects
    }

    @Test func findsWhatMoves() throws {
        let detector = MotionDetector()
        #expect(try Self.look(detector, 0, block: 100..<110).isEmpty, "nothing to compare with")
        let found = try #require(try Self.look(detector, 200_000_000, block: 108..<118).first)
        #expect(found.kind == .motion)
        #expect(abs(found.box.centerX - 109.0 / 160) < 0.02)
        #expect(abs(found.box.centerY - 0.5) < 0.02)
    }

    @Test func restsWhereNothingMoves() throws {
        let detector = MotionDetector()
        for step in 0..<5 { #expect(try Self.look(detector, Int64(step) * 200_000_000, block: 40..<60).isEmpty) }
    }

    @Test func isNotTakenInByLight() throws {
        let detector = MotionDetector()
        _ = try Self.look(detector, 0, block: nil)
        #expect(try Self.look(detector, 200_000_000, block: nil, light: 160).isEmpty)
    }

    @Test func beginsAnewAfterACut() throws {
        let detector = MotionDetector()
        _ = try Self.look(detector, 0, block: 10..<20)
        #expect(try Self.look(detector, 200_000_000, block: 120..<140, isCut: true).isEmpty)
    }
}
