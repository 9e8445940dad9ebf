import Foundation

/// Reads what a net says.
enum NetAnswer {
    /// Two boxes that share more than this are one thing.
    private static let oneThing = 0.3
    /// No more than these are read, the surest first: a picture of a crowd, or noise.
    private static let mostDetections = 64

    /// - Parameters:
    ///   - boxes: For each anchor x, y, width and height, then the points' x and y; in samples of the net's input, places from the anchor.
    ///   - scores: For each anchor, as a logit.
    ///   - region: What the net looked at.
    /// - Returns: What it found, the surest first, in the picture's samples. Numbers that are none are left out.
    /// - Precondition: There is a score and a box for each anchor.
    static func detections(
        _ boxes: Span<Float>, _ scores: Span<Float>, of kind: NetKind, in region: PictureSquare
    ) -> [Detection] {
        let anchors = kind.anchors
        let width = 4 + 2 * kind.pointCount
        precondition(scores.count == anchors.count && boxes.count == scores.count * width)
        let scale = region.side / Double(kind.side)
        let least = Float(log(kind.threshold / (1 - kind.threshold)))
        var found: [Detection] = []
        for index in scores.indices where scores[index] >= least && scores[index].isFinite {
            let start = index * width
            let anchor = anchors.place(of: index)
            func place(_ offset: Int) -> Detection.Point {
                Detection.Point(
                    x: region.x + (anchor.x + Double(boxes[start + offset])) * scale,
                    y: region.y + (anchor.y + Double(boxes[start + offset + 1])) * scale)
            }
            let center = place(0)
            let side = Double(max(boxes[start + 2], boxes[start + 3])) * scale
            let points = (0..<kind.pointCount).map { place(4 + 2 * $0) }
            guard center.x.isFinite, center.y.isFinite, side.isFinite, side > 0,
                points.allSatisfy({ $0.x.isFinite && $0.y.isFinite })
            else { continue }
            found.append(
                Detection(
                    square: PictureSquare(centerX: center.x, centerY: center.y, side: side),
                    score: 1 / (1 + exp(-Double(scores[index]))), points: points))
        }
        found.sort { $0.score > $1.score }
        return merged(Array(found.prefix(mostDetections)))
    }

    /// Boxes of one thing as their mean, which trembles less than the surest of them.
    ///
    /// - Parameter found: The surest first.
    static func merged(_ found: [Detection]) -> [Detection] {
        var rest = found
        var merged: [Detection] = []
        while let surest = rest.first {
            let same = rest.filter { $0.square.overlap(surest.square) > oneThing }
            rest.removeAll { $0.square.overlap(surest.square) > oneThing }
            guard !same.isEmpty else { break }
            let total = same.reduce(0) { $0 + $1.score }
            func mean(_ value: (Detection) -> Double) -> Double {
                same.reduce(0) { $0 + value($1) * $1.score } / total
            }
            merged.append(
                Detection(
                    square: PictureSquare(
                        centerX: mean { $0.square.centerX }, centerY: mean { $0.square.centerY },
                        side: mean { $0.square.side }),
                    score: surest.score,
                    points: surest.points.indices.map { index in
                        Detection.Point(x: mean { $0.points[index].x }, y: mean { $0.points[index].y })
                    }))
        }
        return merged
    }
}
