/// How often one looks: sooner while somebody is missing, later where nobody has been for a while. Pure.
struct LookPace {
    /// In nanoseconds.
    private static let (hurried, usual, idle) = (Int64(100_000_000), Int64(200_000_000), Int64(300_000_000))
    /// After so long without anybody, or anything that moves, nobody is expected soon.
    private static let patience: Int64 = 3_000_000_000

    private var emptySince: Int64?
    private var isIdle = false

    /// Takes what came of a look.
    ///
    /// - Parameter time: The picture's, in nanoseconds.
    mutating func take(isEmpty: Bool, at time: Int64) {
        let since = isEmpty ? min(emptySince ?? time, time) : nil
        emptySince = since
        isIdle = since.map { time - $0 >= Self.patience } ?? false
    }

    /// How long after one look the next is due, in nanoseconds.
    func interval(isHurried: Bool) -> Int64 { isHurried ? Self.hurried : isIdle ? Self.idle : Self.usual }
}
