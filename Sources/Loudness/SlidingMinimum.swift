/// The least of the last so many numbers, in constant time and without allocation: those that a later, lower one covers are dropped.
struct SlidingMinimum: Sendable {
    private let length: Int
    /// A queue in a ring: values that rise, each with its number.
    private var values = InlineArray<256, Float>(repeating: 0)
    private var numbers = InlineArray<256, Int>(repeating: 0)
    private var first = 0
    private var count = 0
    private var number = 0

    /// - Parameter length: At most 256.
    init(length: Int) {
        precondition(1...256 ~= length)
        self.length = length
    }

    /// Takes the next, and returns the least.
    mutating func next(_ value: Float) -> Float {
        if count > 0, numbers[first] <= number - length {
            first = (first + 1) & 255
            count -= 1
        }
        while count > 0, values[place(count - 1)] >= value { count -= 1 }
        values[place(count)] = value
        numbers[place(count)] = number
        count += 1
        number += 1
        return values[first]
    }

    mutating func removeAll() { (first, count) = (0, 0) }

    private func place(_ index: Int) -> Int { (first + index) & 255 }
}
