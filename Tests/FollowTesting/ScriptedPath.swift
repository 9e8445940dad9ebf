/// Where a subject goes, as a function of time: one of the ways that people move before a camera.
///
/// Places are the middle of a face, in shares of the source's width; times are in seconds.
public struct ScriptedPath: Sendable, CustomStringConvertible {
    public let name: String
    public let duration: Double
    /// Where the face is.
    public let place: @Sendable (_ time: Double) -> Double
    /// When nobody can see it, though it is there.
    public var hidden: [Range<Double>] = []
    /// When the source cuts to another shot.
    public var cuts: [Double] = []
    /// The face's box, in shares of the source's width and height.
    public var width = 0.08
    public var height = 0.144

    public var description: String { name }

    public init(_ name: String, duration: Double = 16, place: @escaping @Sendable (Double) -> Double) {
        (self.name, self.duration, self.place) = (name, duration, place)
    }

    public func isHidden(at time: Double) -> Bool { hidden.contains { $0.contains(time) } }

    private func hiding(_ ranges: Range<Double>...) -> ScriptedPath {
        var path = self
        path.hidden = ranges
        return path
    }

    private func cutting(at times: Double...) -> ScriptedPath {
        var path = self
        path.cuts = times
        return path
    }
}

extension ScriptedPath {
    public static let still = ScriptedPath("still") { _ in 0.62 }
    /// Somebody who sways on the spot.
    public static let sway = ScriptedPath("sway") { 0.45 + 0.02 * wave($0 * 0.35) }
    public static let slowWalk = ScriptedPath("slow walk") { 0.25 + 0.5 * ramp($0 - 3, 6) }
    public static let walk = ScriptedPath("walk") { 0.2 + 0.6 * ramp($0 - 3, 1.8) - 0.6 * ramp($0 - 10, 1.8) }
    /// 0.8 of the picture in a second: faster than the camera may go.
    public static let dash = ScriptedPath("dash") { 0.2 + 0.56 * ramp($0 - 3, 0.7) - 0.56 * ramp($0 - 10, 0.7) }
    public static let stopAndGo = ScriptedPath("stop and go") {
        0.25 + 0.16 * (ramp($0 - 3, 0.8) + ramp($0 - 6, 0.8) + ramp($0 - 9, 0.8))
    }
    /// It stays within the zone, and earns one gentle move each way.
    public static let smallShift = ScriptedPath("small shift") { 0.5 + 0.06 * (ramp($0 - 3, 0.5) - ramp($0 - 10, 0.5)) }
    public static let lostStill = ScriptedPath("lost, still") { _ in 0.4 }.hiding(4..<5.5, 10..<11.5)
    public static let lostWalking = ScriptedPath("lost, walking") { 0.25 + 0.5 * ramp($0 - 3, 5) }.hiding(4..<5.5)
    /// A hand or a product that goes over the face now and then.
    public static let hand = ScriptedPath("hand over face") { 0.55 + 0.01 * wave($0 * 0.5) }
        .hiding(2..<2.6, 4..<5.1, 6..<6.3, 8..<9.2, 11..<11.5, 13..<14.4)
    public static let cuts = ScriptedPath("cuts") { time in
        time < 4 ? 0.3 : time < 7.5 ? 0.7 : time < 11 ? 0.25 + 0.05 * (time - 7.5) : 0.6
    }.cutting(at: 4, 7.5, 11)

    public static let all = [
        still, sway, slowWalk, walk, dash, stopAndGo, smallShift, lostStill, lostWalking, hand, cuts,
    ]
    /// Those on which the camera is to stand still all the time.
    public static let calm = [still, sway, lostStill, hand]
}

/// From 0 to 1 in so many seconds.
private func ramp(_ time: Double, _ duration: Double) -> Double { min(max(time / duration, 0), 1) }

/// A sine of so many turns, by a polynomial: the C library's may differ in its last bits from machine to machine.
private func wave(_ turns: Double) -> Double {
    let phase = turns - turns.rounded(.down)
    let half = phase < 0.5 ? phase : phase - 0.5
    // Bhaskara's approximation, within 0.2 %.
    let product = 4 * half * (0.5 - half)
    let value = 16 * product / (5 - 4 * product)
    return phase < 0.5 ? value : -value
}
