import MediaModel
import Show

/// From percent of a canvas to its samples, and from anchors to positions.
struct CanvasGeometry: Sendable {
    let canvas: PixelSize

    /// The smallest text that a phone held at arm's length shows legibly, in parts of the canvas' height.
    static let smallestText = 0.022

    /// Percent of the canvas' width, in luma samples.
    func across(_ percent: Double) -> Double { Double(canvas.width) * percent / 100 }

    /// Percent of the canvas' height, in luma samples.
    func down(_ percent: Double) -> Double { Double(canvas.height) * percent / 100 }

    /// The size of the smallest text (em), in luma samples.
    var smallestText: Double { Double(canvas.height) * Self.smallestText }

    /// The top left corner of a box. One that is larger than its inset allows is moved back onto the canvas.
    func position(of box: PixelSize, anchor: Anchor, inset: Inset) -> (x: Int, y: Int) {
        let (horizontal, vertical) = (Int(across(inset.horizontal)), Int(down(inset.vertical)))
        let (freeWidth, freeHeight) = (canvas.width - box.width, canvas.height - box.height)
        let x =
            switch anchor {
            case .topLeft, .left, .bottomLeft: horizontal
            case .top, .center, .bottom: freeWidth / 2
            case .topRight, .right, .bottomRight: freeWidth - horizontal
            }
        let y =
            switch anchor {
            case .topLeft, .top, .topRight: vertical
            case .left, .center, .right: freeHeight / 2
            case .bottomLeft, .bottom, .bottomRight: freeHeight - vertical
            }
        return (max(0, min(freeWidth, x)), max(0, min(freeHeight, y)))
    }
}
