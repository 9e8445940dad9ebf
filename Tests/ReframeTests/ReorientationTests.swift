import MediaModel
import Reframe
import Testing

@Suite struct ReorientationTests {
    /// Applies an orientation to a 3×2 picture whose samples are `abc` above `def`.
    private func apply(_ orientation: Orientation) -> [String] {
        let source = Array("abc..def.".utf8)
        let size = PixelSize(width: 3, height: 2)
        let new = orientation.applied(to: size)
        var target = [UInt8](repeating: 46, count: 7 * new.height)
        var span = target.mutableSpan
        Reorientation.apply(orientation, to: source.span, size: size, stride: 5, into: &span, stride: 7)
        return (0..<new.height).map { row in
            #expect((new.width..<7).allSatisfy { target[row * 7 + $0] == 46 }, "wrote into the padding")
            return String(decoding: target[row * 7..<row * 7 + new.width], as: UTF8.self)
        }
    }

    @Test func turnsClockwise() {
        #expect(apply(.rotated(clockwise: 0)) == ["abc", "def"])
        #expect(apply(.rotated(clockwise: 90)) == ["da", "eb", "fc"])
        #expect(apply(.rotated(clockwise: 180)) == ["fed", "cba"])
        #expect(apply(.rotated(clockwise: -90)) == ["cf", "be", "ad"])
    }

    @Test func mirrors() {
        #expect(apply(Orientation(mirrorsHorizontally: true)) == ["cba", "fed"])
        #expect(apply(Orientation(mirrorsVertically: true)) == ["def", "abc"])
        #expect(apply(Orientation(transposes: true)) == ["ad", "be", "cf"])
    }

    /// All eight: turning twice equals the turn that `then` says.
    @Test func composes() {
        let all = [false, true].flatMap { t in
            [false, true].flatMap { h in
                [false, true].map { Orientation(transposes: t, mirrorsHorizontally: h, mirrorsVertically: $0) }
            }
        }
        #expect(Set(all.map(apply)).count == 8)
        for first in all {
            for second in all {
                let size = PixelSize(width: 40, height: 34)
                let source = (0..<size.area).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 2) }
                let middle = turned(source, size, first)
                let twice = turned(middle, first.applied(to: size), second)
                #expect(twice == turned(source, size, first.then(second)), "\(first) then \(second)")
            }
        }
    }

    private func turned(_ picture: [UInt8], _ size: PixelSize, _ orientation: Orientation) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: size.area)
        var span = target.mutableSpan
        Reorientation.apply(
            orientation, to: picture.span, size: size, stride: size.width, into: &span,
            stride: orientation.applied(to: size).width)
        return target
    }
}
