/// How much of something came in each second of a show.
public struct Activity: Hashable, Sendable {
    /// Ten days: what is later isn't counted by the second.
    static let longest = 864_000

    /// By second of the show.
    public private(set) var perSecond: [Int32] = []
    public private(set) var total = 0

    /// - Parameter second: Of the show.
    mutating func add(_ count: Int, at second: Int) {
        total = max(0, total.addingReportingOverflow(count).partialValue)
        guard 0..<Self.longest ~= second else { return }
        if second >= perSecond.count {
            perSecond.append(contentsOf: repeatElement(0, count: second + 1 - perSecond.count))
        }
        let sum = Int(perSecond[second]) + count
        perSecond[second] = Int32(clamping: max(0, sum))
    }

    /// How much came from one second up to another, both of the show.
    public func sum(_ range: Range<Int>) -> Int {
        let range = range.clamped(to: 0..<perSecond.count)
        return perSecond[range].reduce(0) { $0 + Int($1) }
    }
}
