import MediaModel
import Show

/// From percent of a canvas to its samples, and from anchors to positions.
struct CanvasGeometry: Sendable {
    let canvas: PixelSize
    var safeArea = SafeArea.none

    /// The smallest text that a phone held at arm's length shows legibly, in parts of the canvas' height.
    static let smallestText = 0.022

    /// Percent of the canvas' width, in luma samples.
    func across(_ percent: Double) -> Double { Double(canvas.width) * percent / 100 }

    /// Percent of the canvas' height, in luma samples.
    func down(_ percent: Double) -> Double { Double(canvas.height) * percent / 100 }

    /// The size of the smallest text (em), in luma samples.
    var smallestText: Double { Double(canvas.height) * Self.smallestText }

    /// The most that a layer may take: what its box says, and no more than lies between its insets and the far edge.
    func room(of box: LayerBox) -> PixelSize {
        let margins = box.within == .safeArea ? safeArea : .none
        let isBesideMiddle = ![.top, .center, .bottom].contains(box.anchor)
        let isAboveOrBelow = ![.left, .center, .right].contains(box.anchor)
        let width = across(100 - margins.left - margins.right - (isBesideMiddle ? box.inset.horizontal : 0))
        let height = down(100 - margins.top - margins.bottom - (isAboveOrBelow ? box.inset.vertical : 0))
        return PixelSize(
            width: max(0, Int(min(width, across(box.width)))),
            height: max(0, Int(min(height, box.height.map(down) ?? height))))
    }

    /// The top left corner of something of this size. One that is larger than its inset allows is moved back onto the
    /// canvas.
    func position(of size: PixelSize, in box: LayerBox) -> (x: Int, y: Int) {
        let margins = box.within == .safeArea ? safeArea : .none
        let (left, right) = (Int(across(margins.left)), canvas.width - Int(across(margins.right)))
        let (top, bottom) = (Int(down(margins.top)), canvas.height - Int(down(margins.bottom)))
        let (horizontal, vertical) = (Int(across(box.inset.horizontal)), Int(down(box.inset.vertical)))
        let x =
            switch box.anchor {
            case .topLeft, .left, .bottomLeft: left + horizontal
            case .top, .center, .bottom: (left + right - size.width) / 2
            case .topRight, .right, .bottomRight: right - horizontal - size.width
            }
        let y =
            switch box.anchor {
            case .topLeft, .top, .topRight: top + vertical
            case .left, .center, .right: (top + bottom - size.height) / 2
            case .bottomLeft, .bottom, .bottomRight: bottom - vertical - size.height
            }
        return (max(0, min(canvas.width - size.width, x)), max(0, min(canvas.height - size.height, y)))
    }
}
