import MediaModel
import Testing

@testable import Follow

struct SightDrawingTests {
    static let layout = PlaneLayout(size: PixelSize(width: 64, height: 36), lumaStride: 64, chromaStride: 32)

    static func state(_ motion: FollowState.Motion = .hold, subject: SubjectBox? = nil) -> FollowState {
        var state = FollowState(center: 0.5)
        (state.motion, state.zone) = (motion, 0.05)
        (state.kind, state.subject) = (subject == nil ? nil : .face, subject)
        return state
    }

    /// Luma, row by row, of a picture of 120 with a sight on it.
    static func draw(_ sight: FollowSight) -> [UInt8] {
        var luma = [UInt8](repeating: 120, count: 64 * 36)
        var blue = [UInt8](repeating: 128, count: 32 * 18)
        var red = blue
        do {
            var lumaSpan = luma.mutableSpan
            var blueSpan = blue.mutableSpan
            var redSpan = red.mutableSpan
            SightDrawing.draw(sight, into: &lumaSpan, &blueSpan, &redSpan, layout, area: PixelArea(size: layout.size))
        }
        return luma
    }

    @Test func dimsWhatTheWindowLeavesOutAndFramesTheRest() {
        let sight = FollowSight(
            window: CropWindow(center: 0.5), size: 0.25, axis: .horizontal, state: Self.state(), found: [])
        let row = Array(Self.draw(sight)[18 * 64..<19 * 64])
        #expect(row[0] == 68, "half as bright outside")
        #expect(row[24] == 235 && row[39] == 235, "framed")
        #expect(row[31] == 120, "untouched inside")
        #expect(row[23] == 68 && row[40] == 68)
    }

    @Test func followsTheOtherAxisToo() {
        let sight = FollowSight(
            window: CropWindow(center: 0.5), size: 0.5, axis: .vertical, state: Self.state(), found: [])
        let luma = Self.draw(sight)
        #expect(luma[2 * 64 + 32] == 68)
        #expect(luma[10 * 64 + 32] == 235)
        #expect(luma[22 * 64 + 32] == 120)
    }

    @Test func dimsNothingWhereThereIsNoRoom() {
        let sight = FollowSight(
            window: CropWindow(center: 0.5), size: 1, axis: .horizontal, state: Self.state(), found: [])
        #expect(Self.draw(sight)[18 * 64 + 10] == 120)
    }

    @Test func framesWhatWasFoundInItsColor() {
        let box = SubjectBox(x: 0.59375, y: 0.25, width: 0.125, height: 0.5)
        let sight = FollowSight(
            window: CropWindow(center: 0.5), size: 0.5, axis: .horizontal, state: Self.state(),
            found: [Subject(.face, box, score: 1)])
        #expect(Self.draw(sight)[18 * 64 + 38] == SightDrawing.Ink.green.luma)
    }

    @Test(arguments: [-3.0, 0.9, .infinity, .nan])
    func bearsBoxesThatStickOut(_ place: Double) {
        let box = SubjectBox(x: place, y: place, width: 0.5, height: 7)
        let sight = FollowSight(
            window: CropWindow(center: place), size: 0.3, axis: .horizontal, state: Self.state(.lost, subject: box),
            found: [Subject(.motion, box, score: 1)])
        #expect(Self.draw(sight).count == 64 * 36)
    }
}
