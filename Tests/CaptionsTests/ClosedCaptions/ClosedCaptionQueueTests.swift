import MediaModel
import Testing

@testable import Captions

@Suite struct ClosedCaptionQueueTests {
    /// A byte with the parity bit that makes it odd.
    private static func odd(_ byte: UInt8) -> UInt8 { byte.nonzeroBitCount.isMultiple(of: 2) ? byte | 0x80 : byte }

    private static func pair(_ first: UInt8, _ second: UInt8, _ field: ClosedCaptionPair.Field = .first)
        -> ClosedCaptionPair
    { .init(field, odd(first), odd(second)) }

    /// A caption that pops on (RCL, characters, EOC), as encoders send it: control codes twice.
    private static func caption(_ text: String, _ field: ClosedCaptionPair.Field = .first) -> [ClosedCaptionPair] {
        let control: UInt8 = field == .first ? 0x14 : 0x15
        let codes = [pair(control, 0x20, field), pair(control, 0x20, field)]
        var bytes = Array(text.utf8)
        if !bytes.count.isMultiple(of: 2) { bytes.append(0) }
        let characters = stride(from: 0, to: bytes.count, by: 2).map { pair(bytes[$0], bytes[$0 + 1], field) }
        return codes + characters + [pair(control, 0x2f, field), pair(control, 0x2f, field)]
    }

    private static let null = pair(0, 0)

    private static func pairs(_ triplets: [UInt8]) -> [ClosedCaptionPair] {
        ClosedCaptionPair.pairs(in: triplets.span)
    }

    /// What goes out on each tick, of pictures that come at a rate of their own.
    private static func run(
        _ pictures: [[ClosedCaptionPair]], rate: Int, at frameRate: FrameRate, ticks: Int
    ) -> (out: [[ClosedCaptionPair]], queue: ClosedCaptionQueue) {
        var queue = ClosedCaptionQueue(frameRate: frameRate)
        var next = 0
        let out = (0..<ticks).map { tick in
            while next < pictures.count, next * frameRate.framesPerSecond <= tick * rate {
                queue.offer(pictures[next], due: tick)
                next += 1
            }
            return pairs(queue.take(tick))
        }
        return (out, queue)
    }

    /// Both fields, a pair each a picture, through 5 s at whatever rates: all of it, in order, once.
    @Test(arguments: [24, 25, 30, 50, 60], FrameRate.supported.map { FrameRate(framesPerSecond: $0)! })
    func keepsEveryPairInItsOrder(rate: Int, frameRate: FrameRate) {
        let first = (0..<10).flatMap { Self.caption("PAIR \($0) OF THE FIRST") }
        let second = (0..<10).flatMap { Self.caption("ODD \($0)", .second) }
        // At 50 and 60 line 21 has one of its fields in each picture.
        let step = rate >= 50 ? 2 : 1
        let pictures = (0..<(first.count * step)).map { index -> [ClosedCaptionPair] in
            let place = index / step
            let both = [first[place]] + (place < second.count ? [second[place]] : [])
            return step == 1 ? both : both.filter { Int($0.field.rawValue) == index % 2 }
        }
        let (out, queue) = Self.run(pictures, rate: rate, at: frameRate, ticks: frameRate.framesPerSecond * 12)
        #expect(out.flatMap(\.self).filter { $0.field == .first } == first)
        #expect(out.flatMap(\.self).filter { $0.field == .second } == second)
        #expect(queue.lost == 0 && queue.isEmpty && queue.channels == [.cc1, .cc3])
    }

    /// Sixty pairs a second, whatever the pictures' rate.
    @Test(arguments: [(FrameRate.fps25, 3), (.fps30, 2), (.fps50, 2), (.fps60, 1)])
    func givesEachPictureItsShare(frameRate: FrameRate, most: Int) {
        var queue = ClosedCaptionQueue(frameRate: frameRate)
        let pairs = (0..<200).map { _ in Self.pair(0x41, 0x42) } + (0..<200).map { _ in Self.pair(0x43, 0x44, .second) }
        queue.offer(pairs, due: 0)
        let counts = (0..<frameRate.framesPerSecond).map { Self.pairs(queue.take($0)).count }
        #expect(counts.reduce(0, +) == 60 && counts.max() == most)
    }

    @Test func waitsForTheTickThatItIsFor() {
        var queue = ClosedCaptionQueue(frameRate: .fps30)
        queue.offer([Self.pair(0x41, 0x42)], due: 7)
        #expect((0..<7).allSatisfy { queue.take($0).isEmpty })
        #expect(queue.take(7) == [0xfc, Self.odd(0x41), Self.odd(0x42)])
        #expect(queue.isEmpty)
    }

    /// A source whose pictures say all the time that there is nothing to say, at twice the rate that there is room for.
    @Test func nullsTakeNoRoom() {
        let caption = Self.caption("HELLO")
        let pictures = (0..<1_200).map { index in index < caption.count ? [caption[index]] : [Self.null, Self.null] }
        let (out, queue) = Self.run(pictures, rate: 60, at: .fps30, ticks: 700)
        #expect(out.flatMap(\.self).filter { !$0.isNull } == caption)
        #expect(queue.lost == 0 && queue.isEmpty)
    }

    /// Two backspaces, and not one that was sent twice.
    @Test func aNullKeepsEqualControlCodesApart() {
        let backspace = Self.pair(0x14, 0x21)
        let (out, _) = Self.run([[backspace], [Self.null], [backspace]], rate: 30, at: .fps25, ticks: 10)
        #expect(out.flatMap(\.self) == [backspace, Self.null, backspace])
    }

    @Test func aSourceThatIsTooFastLosesAllThatWaits() {
        var queue = ClosedCaptionQueue(frameRate: .fps30)
        queue.offer(Self.caption("FIRST"), due: 0)
        queue.offer((0..<400).map { _ in Self.pair(0x41, 0x42) }, due: 0)
        #expect(queue.lost == 300)
        let out = (0..<400).flatMap { Self.pairs(queue.take($0)) }
        // The screen is cleared first.
        #expect(Array(out.prefix(4)) == [0x2c, 0x2c, 0x2e, 0x2e].map { Self.pair(0x14, $0) })
        #expect(out.count < 300 && queue.isEmpty)
    }

    @Test func clearsTheScreensOfThoseThatSaidSomethingOnce() {
        var queue = ClosedCaptionQueue(frameRate: .fps30)
        queue.offer(Self.caption("ONE") + Self.caption("TWO", .second), due: 0)
        _ = (0..<20).map { queue.take($0) }
        queue.beginAnew()
        let erased = (20..<40).flatMap { Self.pairs(queue.take($0)) }
        #expect(erased.filter { $0.field == .first } == [0x2c, 0x2c, 0x2e, 0x2e].map { Self.pair(0x14, $0) })
        #expect(erased.filter { $0.field == .second } == [0x2c, 0x2c, 0x2e, 0x2e].map { Self.pair(0x15, $0, .second) })
        queue.beginAnew()
        #expect(queue.isEmpty && queue.channels == [.cc1, .cc3])
    }
}

@Suite struct ClosedCaptionPairTests {
    private func pairs(_ bytes: [UInt8]) -> [ClosedCaptionPair] { ClosedCaptionPair.pairs(in: bytes.span) }

    @Test func readsValidPairsOfBothFields() {
        let bytes: [UInt8] = [
            0xfc, 0x94, 0x20, 0xfd, 0x15, 0x20,
            // Not valid; a packet of CEA-708 begins, and goes on; half a triplet.
            0xf8, 1, 2, 0xff, 3, 4, 0xfe, 5, 6, 0xfc, 7,
        ]
        #expect(pairs(bytes) == [.init(.first, 0x94, 0x20), .init(.second, 0x15, 0x20)])
        #expect(pairs([]).isEmpty && pairs([0xfc]).isEmpty)
    }

    @Test func aPictureMayBringSoMany() {
        let many = [UInt8](repeating: 0xfc, count: 3 * 100_000)
        #expect(pairs(many).count == ClosedCaptionPair.mostInPicture)
    }
}

@Suite struct ClosedCaptionReaderTests {
    /// Bytes without parity, of one field; what each pair adds characters to.
    private func read(_ pairs: [(UInt8, UInt8)], _ field: ClosedCaptionPair.Field) -> Set<ClosedCaptionChannel> {
        var reader = ClosedCaptionReader()
        return Set(
            pairs.compactMap { first, second in
                let odd = first.nonzeroBitCount.isMultiple(of: 2) ? first | 0x80 : first
                return reader.take(ClosedCaptionPair(field, odd, second))
            })
    }

    @Test func tellsChannelsByFieldAndControlCode() {
        #expect(read([(0x14, 0x20), (0x41, 0x42)], .first) == [.cc1])
        #expect(read([(0x1c, 0x25), (0x41, 0x42)], .first) == [.cc2])
        #expect(read([(0x15, 0x29), (0x41, 0x42)], .second) == [.cc3])
        #expect(read([(0x1d, 0x26), (0x41, 0x42)], .second) == [.cc4])
        #expect(read([(0x14, 0x20), (0x41, 0x42), (0x1c, 0x20), (0x41, 0x42)], .first) == [.cc1, .cc2])
    }

    @Test func otherDataIsNoCaption() {
        // Before anything is known; a page of text; the programme's name.
        #expect(read([(0x41, 0x42)], .first).isEmpty)
        #expect(read([(0x14, 0x2a), (0x14, 0x70), (0x41, 0x42)], .first).isEmpty)
        #expect(read([(0x01, 0x03), (0x41, 0x42)], .second).isEmpty)
        // Captions go on after it.
        #expect(read([(0x14, 0x20), (0x01, 0x03), (0x41, 0x42), (0x14, 0x20), (0x43, 0x44)], .second) == [.cc3])
    }

    @Test func damagedPairsSayNothing() {
        var reader = ClosedCaptionReader()
        _ = reader.take(.init(.first, 0x14, 0x20))
        #expect(reader.take(.init(.first, 0x41 | 0x80, 0x42)) == nil)
    }
}
