/// A rectangle of a picture that may begin between two samples along the axis on which it moves, so that it can move evenly.
public struct PixelWindow: Hashable, Sendable {
    public enum Axis: Hashable, Sendable {
        case horizontal, vertical
    }

    /// How many steps lead from one even sample to the next. Where 720 lines of a source become 1,280, a step is 0.11 samples of the
    /// canvas: nobody sees that, however slowly the window moves.
    public static let stepCount = 32
    /// Steps from one luma sample to the next.
    public static let stepsPerSample = stepCount / 2

    /// A rectangle of the window's size, on even edges. The window begins there, or less than two samples further right or down.
    public let area: PixelArea
    public let axis: Axis
    /// How much further, 0..<32.
    public let step: Int

    /// - Precondition: There is such a step.
    public init(_ area: PixelArea, axis: Axis = .horizontal, step: Int = 0) {
        precondition(0..<Self.stepCount ~= step, "there is no step \(step)")
        (self.area, self.axis, self.step) = (area, axis, step)
    }

    /// All samples that the window has a part of, on even edges.
    public var reach: PixelArea {
        guard step > 0 else { return area }
        var reach = area
        switch axis {
        case .horizontal: reach.width += 2
        case .vertical: reach.height += 2
        }
        return reach
    }
}
