import FollowTesting
import Testing

@testable import Follow

struct CutDetectorTests {
    private var chance = SeededGenerator(seed: 1)
    private static func flat(_ value: UInt8) -> LumaThumbnail {
        LumaThumbnail(samples: [UInt8](repeating: value, count: 160 * 90))
    }

    /// When cuts were, and when they were said, by picture.
    private func cuts(_ pictures: [LumaThumbnail], patience: Int = 5) -> [(at: Int, said: Int)] {
        var detector = CutDetector(patience: patience)
        return pictures.enumerated().compactMap { index, picture in
            guard case .cut(let at) = detector.take(picture, at: Int64(index)) else { return nil }
            return (Int(at), index)
        }
    }

    @Test mutating func `a cut is found on its own picture, five pictures later`() {
        var found = 0
        for seed in 1...16 {
            let (first, second) = (SyntheticScene(seed: seed), SyntheticScene(seed: seed + 100))
            let pictures = (0..<24).map { $0 < 12 ? first.picture(&chance) : second.picture(&chance) }
            let cuts = cuts(pictures)
            #expect(cuts.allSatisfy { $0.at == 12 && $0.said == 17 })
            found += cuts.count
        }
        #expect(found == 16)
    }

    @Test mutating func `the search may begin at the first suspicion`() {
        let (first, second) = (SyntheticScene(seed: 1), SyntheticScene(seed: 2))
        var detector = CutDetector()
        for index in 0..<12 { #expect(detector.take(first.picture(&chance), at: Int64(index)) == .none) }
        #expect(detector.take(second.picture(&chance), at: 12) == .suspected)
        for index in 13..<17 { #expect(detector.take(second.picture(&chance), at: Int64(index)) == .none) }
        #expect(detector.take(second.picture(&chance), at: 17) == .cut(at: 12))
    }

    @Test(arguments: 1...3) mutating func `a flash is no cut`(length: Int) {
        for seed in 1...8 {
            let scene = SyntheticScene(seed: seed)
            let pictures = (0..<30).map { index in
                (12..<12 + length).contains(index)
                    ? scene.picture(&chance, gain: 0.1, offset: 225) : scene.picture(&chance)
            }
            #expect(cuts(pictures).isEmpty)
        }
    }

    @Test(arguments: 1...3) mutating func `black for some pictures is no cut`(length: Int) {
        for seed in 1...8 {
            let scene = SyntheticScene(seed: seed)
            let pictures = (0..<30).map { (12..<12 + length).contains($0) ? Self.flat(16) : scene.picture(&chance) }
            #expect(cuts(pictures).isEmpty)
        }
    }

    @Test mutating func `a lamp that goes on or off is no cut`() {
        for seed in 1...8 {
            let scene = SyntheticScene(seed: seed)
            let pictures = (0..<40).map { index in
                (12..<26).contains(index) ? scene.picture(&chance, gain: 1.15, offset: 40) : scene.picture(&chance)
            }
            #expect(cuts(pictures).isEmpty)
        }
    }

    @Test mutating func `a pan is no cut`() {
        for seed in 1...8 {
            let scene = SyntheticScene(seed: seed)
            // Two windows a second at 30 pictures.
            let pictures = (0..<60).map { scene.picture(&chance, pan: min($0, 45) * 4) }
            #expect(cuts(pictures).isEmpty)
        }
    }

    @Test mutating func `a dissolve is one cut at most`() {
        for seed in 1...3 {
            let (first, second) = (SyntheticScene(seed: seed), SyntheticScene(seed: seed + 100))
            let pictures = (0..<40).map { index in
                let share = min(max(Double(index - 12) / 12, 0), 1)
                let (a, b) = (first.picture(&chance), second.picture(&chance))
                return LumaThumbnail(
                    samples: zip(a.samples, b.samples).map { UInt8(Double($0) * (1 - share) + Double($1) * share) })
            }
            #expect(cuts(pictures).count <= 1)
        }
    }

    @Test mutating func `pictures without anything in them have no cuts`() {
        #expect(cuts((0..<30).map { _ in Self.flat(16) }).isEmpty)
        #expect(cuts((0..<30).map { Self.flat(UInt8($0 * 8)) }).isEmpty)
        #expect(cuts((0..<30).map { Self.flat($0 % 2 == 0 ? 0 : 255) }).isEmpty)
    }

    @Test(arguments: 0...5) mutating func `with less look-ahead it decides sooner`(patience: Int) {
        let (first, second) = (SyntheticScene(seed: 1), SyntheticScene(seed: 2))
        let pictures = (0..<24).map { $0 < 12 ? first.picture(&chance) : second.picture(&chance) }
        let cuts = cuts(pictures, patience: patience)
        #expect(cuts.map(\.at) == [12] && cuts.map(\.said) == [12 + patience])
    }

    @Test func `its patience is what the look-ahead has room for`() {
        func patience(_ lookAhead: Double, _ rate: Double) -> Int {
            CutDetector(lookAhead: Int64(lookAhead * 1e9), frameDuration: Int64(1e9 / rate)).patience
        }
        #expect(patience(0.25, 30) == 5 && patience(0.5, 60) == 5)
        #expect(patience(0.1, 30) == 3 && patience(0.1, 25) == 2 && patience(0, 30) == 0)
        #expect(CutDetector(lookAhead: -1, frameDuration: 0).patience == 0)
    }
}
