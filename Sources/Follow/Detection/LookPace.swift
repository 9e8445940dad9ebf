/// How often one looks: sooner while somebody is missing, later where nobody has been for a while, or a face stays where it is. Pure.
struct LookPace {
    /// In nanoseconds.
    private static let (hurried, usual) = (Int64(100_000_000), Int64(200_000_000))
    private static let (calm, idle) = (Int64(250_000_000), Int64(300_000_000))
    /// After so long without anybody, or anything that moves, nobody is expected soon; nor does a face that has stayed as long run away.
    private static let patience: Int64 = 3_000_000_000
    /// A face that goes no further stays, in shares of the picture's width: some third of how far the crop lets it go.
    private static let reach = 0.02

    private var emptySince: Int64?
    private var stay: (middle: Double, since: Int64)?
    private var isIdle = false
    private var isCalm = false

    /// Takes what came of a look.
    ///
    /// - Parameters:
    ///   - middle: Of the face that was found, in shares of the picture's width.
    ///   - time: The picture's, in nanoseconds.
    mutating func take(isEmpty: Bool, face middle: Double? = nil, at time: Int64) {
        let since = isEmpty ? min(emptySince ?? time, time) : nil
        emptySince = since
        isIdle = since.map { time - $0 >= Self.patience } ?? false
        // A live source's clock may be set back.
        if let middle, let stay, time >= stay.since, abs(middle - stay.middle) <= Self.reach {
            isCalm = time - stay.since >= Self.patience
        } else {
            (stay, isCalm) = (middle.map { ($0, time) }, false)
        }
    }

    /// How long after one look the next is due, in nanoseconds.
    func interval(isHurried: Bool) -> Int64 {
        isHurried ? Self.hurried : isIdle ? Self.idle : isCalm ? Self.calm : Self.usual
    }
}
