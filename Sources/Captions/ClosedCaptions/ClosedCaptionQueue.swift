public import MediaModel

/// Moves closed captions from a source's pictures to the programme's, which are others: some of the source's are shown twice, some never.
///
/// Pairs go out in their order, each once, none before the tick that its picture is due on, and no more of them than line 21 had: sixty a
/// second, of the two fields in turn. So a picture has two at 30 a second, one at 60, and two or three at 25. CEA-708 gives pictures 600
/// triplets a second (a `cc_count` of 20 at 30, of 24 at 25); those that its own packets would fill are left out, as no packets are kept.
///
/// A source that sends faster has its captions later, by ``longestWait`` at most: then all that waits of that field is left out, and its
/// screen is cleared, as half a caption reads like nonsense.
///
/// A value, without a clock.
public struct ClosedCaptionQueue: Sendable {
    private struct Waiting {
        let pair: ClosedCaptionPair
        /// `nil` for what clears screens, which is due at once.
        let tick: Int?
    }

    /// In seconds.
    public static let longestWait = 10

    private let frameRate: FrameRate
    /// For each field.
    private var waiting: [[Waiting]] = [[], []]
    /// Whether the pair of each field that came last was a control code.
    private var endsWithControl = [false, false]
    private var reader = ClosedCaptionReader()
    /// Those whose captions may stand on viewers' screens.
    private var shown: Set<ClosedCaptionChannel> = []
    /// All that have said something so far.
    public private(set) var channels: Set<ClosedCaptionChannel> = []
    /// Pairs that were left out, as too many waited.
    public private(set) var lost = 0

    /// - Parameter frameRate: The programme's.
    public init(frameRate: FrameRate) { self.frameRate = frameRate }

    /// Whether ``take(_:)`` has nothing to give, now and on every later tick.
    public var isEmpty: Bool { waitingCount == 0 }

    /// How many pairs wait; never more than ``longestWait`` of each field, and what clears screens.
    var waitingCount: Int { waiting[0].count + waiting[1].count }

    /// Takes a picture's pairs.
    ///
    /// - Parameter tick: The first that they may go out on.
    public mutating func offer(_ pairs: [ClosedCaptionPair], due tick: Int) {
        for pair in pairs { offer(pair, due: tick) }
    }

    private mutating func offer(_ pair: ClosedCaptionPair, due tick: Int) {
        let field = Int(pair.field.rawValue)
        // One keeps two control codes apart, which would be taken for one sent twice. Others need no room: a picture without any says the
        // same.
        let isWanted = !pair.isNull || endsWithControl[field]
        endsWithControl[field] = pair.isControl
        guard isWanted else { return }
        if waiting[field].count >= Self.longestWait * 30 { drop(pair.field) }
        waiting[field].append(Waiting(pair: pair, tick: tick))
        guard let channel = reader.take(pair) else { return }
        channels.insert(channel)
        shown.insert(channel)
    }

    /// Forgets all that waits, and clears viewers' screens: what comes next is another source's, or nothing.
    public mutating func beginAnew() {
        for field in ClosedCaptionPair.Field.allCases { clear(field) }
        reader = ClosedCaptionReader()
    }

    /// Forgets what waits of the source, and still clears the screens that were to be cleared.
    public mutating func forget() {
        for field in waiting.indices { waiting[field].removeAll { $0.tick != nil } }
        shown.removeAll()
    }

    private mutating func drop(_ field: ClosedCaptionPair.Field) {
        lost += waiting[Int(field.rawValue)].count
        clear(field)
    }

    private mutating func clear(_ field: ClosedCaptionPair.Field) {
        waiting[Int(field.rawValue)].removeAll(keepingCapacity: true)
        for channel in shown.sorted() where channel.field == field {
            shown.remove(channel)
            // What is seen (EDM), and what was being written out of sight (ENM); each is sent twice, as control codes are.
            for command: UInt8 in [0x2c, 0x2c, 0xae, 0xae] {
                waiting[Int(field.rawValue)].append(Waiting(pair: .init(field, channel.control, command), tick: nil))
            }
        }
    }

    /// The triplets of a tick's picture (`cc_data`); mostly none.
    ///
    /// - Parameter tick: One more than the last.
    public mutating func take(_ tick: Int) -> [UInt8] {
        var triplets: [UInt8] = []
        if isEmpty { return triplets }
        let rate = frameRate.framesPerSecond
        // Of sixty slots a second, those of this tick. The fields have them in turn.
        for slot in tick * 60 / rate..<(tick + 1) * 60 / rate {
            let field = slot % 2
            guard let next = waiting[field].first, next.tick.map({ $0 <= tick }) ?? true else { continue }
            waiting[field].removeFirst()
            next.pair.append(to: &triplets)
        }
        return triplets
    }
}

extension ClosedCaptionChannel {
    fileprivate var field: ClosedCaptionPair.Field {
        switch self {
        case .cc1, .cc2: .first
        case .cc3, .cc4: .second
        }
    }

    /// The first byte of its commands, with parity.
    fileprivate var control: UInt8 {
        switch self {
        case .cc1: 0x94
        case .cc2: 0x1c
        case .cc3: 0x15
        case .cc4: 0x9d
        }
    }
}
