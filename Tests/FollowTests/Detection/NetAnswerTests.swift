import Testing

@testable import Follow

struct NetAnswerTests {
    /// What a net says that is sure of some anchors: everything else is far from sure.
    static func detections(
        _ kind: NetKind, in region: PictureSquare, _ said: [(anchor: Int, score: Float, box: [Float])]
    ) -> [Detection] {
        let width = 4 + 2 * kind.pointCount
        var boxes = [Float](repeating: 0, count: kind.anchors.count * width)
        var scores = [Float](repeating: -20, count: kind.anchors.count)
        for (anchor, score, box) in said {
            scores[anchor] = score
            for (offset, value) in box.enumerated() { boxes[anchor * width + offset] = value }
        }
        return NetAnswer.detections(boxes.span, scores.span, of: kind, in: region)
    }

    @Test(arguments: [(NetKind.faceNear, 896), (.faceFar, 2_304), (.palm, 896)])
    func hasAnAnchorForEachBox(kind: NetKind, count: Int) { #expect(kind.anchors.count == count) }

    @Test(arguments: [
        // Two anchors at each place of 16×16, then six at each of 8×8.
        (0, 4.0, 4.0), (1, 4, 4), (2, 12, 4), (32, 4, 12), (511, 124, 124), (512, 8, 8), (517, 8, 8), (518, 24, 8),
        (895, 120, 120),
    ])
    func standsAtTheMiddleOfItsCell(index: Int, x: Double, y: Double) {
        let place = NetKind.faceNear.anchors.place(of: index)
        #expect(place == (x, y))
    }

    @Test func tellsPlacesInThePicture() throws {
        // The region is twice as large as the net's input, and begins at (100, 50).
        let region = PictureSquare(x: 100, y: 50, side: 256)
        let found = Self.detections(.faceNear, in: region, [(32, 2, [1, -2, 20, 18, 5, 6])])
        let face = try #require(found.first)
        #expect(found.count == 1)
        #expect(face.square == PictureSquare(centerX: 100 + 2 * 5, centerY: 50 + 2 * 10, side: 40))
        #expect(abs(face.score - 0.8808) < 0.001)
        #expect(face.points.count == 6)
        #expect(face.points[0] == Detection.Point(x: 100 + 2 * 9, y: 50 + 2 * 18))
    }

    @Test func takesBoxesOfOneFaceTogether() throws {
        let region = PictureSquare(x: 0, y: 0, side: 128)
        let found = Self.detections(
            .faceNear, in: region, [(0, 3, [30, 30, 20, 20]), (1, 3, [32, 30, 20, 20]), (895, 1, [0, 0, 20, 20])])
        #expect(found.count == 2)
        #expect(found[0].square == PictureSquare(centerX: 35, centerY: 34, side: 20))
    }

    @Test(arguments: [(NetKind.faceNear, Float(-0.01), 0), (.faceNear, 0.01, 1), (.palm, -0.39, 1), (.palm, -0.42, 0)])
    func believesWhatIsSureEnough(kind: NetKind, score: Float, count: Int) {
        let found = Self.detections(kind, in: PictureSquare(x: 0, y: 0, side: 128), [(3, score, [0, 0, 20, 20])])
        #expect(found.count == count)
    }

    @Test(arguments: [
        [Float.nan, 0, 20, 20], [0, .infinity, 20, 20], [0, 0, .nan, .nan], [0, 0, 0, 0], [0, 0, -5, -5],
        [0, 0, 20, 20, .nan],
    ])
    func leavesOutWhatIsNoBox(box: [Float]) {
        #expect(Self.detections(.faceNear, in: PictureSquare(x: 0, y: 0, side: 128), [(3, 5, box)]).isEmpty)
    }

    @Test func bearsANetThatSeesFacesEverywhere() {
        let boxes = [Float](repeating: 20, count: 896 * 16)
        let scores = [Float](repeating: 3, count: 896)
        let found = NetAnswer.detections(
            boxes.span, scores.span, of: .faceNear, in: PictureSquare(x: 0, y: 0, side: 128))
        #expect(!found.isEmpty && found.count <= 64)
    }
}
