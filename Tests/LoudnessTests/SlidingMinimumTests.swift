import Testing

@testable import Loudness

@Suite struct SlidingMinimumTests {
    @Test(arguments: [1, 2, 7, 218])
    func isTheLeastOfTheLast(length: Int) {
        var minimum = SlidingMinimum(length: length)
        let values = TestSound.noise(0.05, decibels: 0).left
        for index in values.indices {
            let expected = values[max(0, index - length + 1)...index].min()
            #expect(minimum.next(values[index]) == expected)
        }
    }

    @Test func beginsAnew() {
        var minimum = SlidingMinimum(length: 10)
        _ = minimum.next(0.1)
        minimum.removeAll()
        #expect(minimum.next(0.7) == 0.7)
    }
}
