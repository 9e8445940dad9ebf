import Testing

@testable import HLS

@Suite struct ChunkedArrayTests {
    @Test func isLikeAnArray() {
        var (chunked, array) = (ChunkedArray<Int>(), [Int]())
        #expect(chunked.isEmpty && chunked.last == nil)
        for round in 0..<400 {
            for number in 0..<round % 5 {
                chunked.append(round * 10 + number)
                array.append(round * 10 + number)
            }
            if round % 3 == 0, !array.isEmpty {
                chunked[array.count / 2] += 1
                array[array.count / 2] += 1
            }
            let count = round % 7 == 0 ? array.count : min(array.count, round % 4)
            if round % 2 == 0 {
                chunked.removeFirst(count)
                array.removeFirst(count)
            }
            #expect(Array(chunked) == array && chunked.first == array.first && chunked.last == array.last)
            #expect(Array(chunked[(array.count / 3)...]) == Array(array[(array.count / 3)...]))
        }
    }

    @Test func aCopyStaysAsItWas() {
        var chunked = ChunkedArray<Int>()
        for number in 0..<100 { chunked.append(number) }
        let copy = chunked
        chunked[40] = -1
        chunked.append(100)
        chunked.removeFirst(35)
        #expect(Array(copy) == Array(0..<100))
        #expect(chunked[5] == -1 && chunked.count == 66)
    }
}
