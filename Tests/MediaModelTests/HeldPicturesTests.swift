import MediaModel
import Testing

@Suite struct HeldPicturesTests {
    /// Which of the pictures, in decoding order, is the first that a decoder holding back one would be wrong at.
    private func firstWrong(_ order: [Int64], keys: Set<Int> = [0]) -> Int? {
        var held = HeldPictures()
        return order.indices.first { index in
            // In whole milliseconds, as RTMP has them.
            !held.note(
                presentationTime: order[index] * 100 / 3, decodingTime: (Int64(index) - 2) * 100 / 3,
                isKey: keys.contains(index))
        }
    }

    @Test(
        arguments: [
            ([0, 1, 2, 3, 4], nil),
            ([0, 3, 1, 2, 6, 4, 5], nil),
            // Three, of which the middle one is made into a reference; seen as it comes.
            ([0, 4, 2, 1, 3, 8, 6, 5, 7], 2),
            ([0, 8, 4, 2, 1, 3, 6, 5, 7], 2),
            // Later, where the encoder changes its mind.
            ([0, 3, 1, 2, 6, 4, 5, 11, 9, 7, 8, 10], 8),
        ] as [([Int64], Int?)])
    func foreseesAPictureThatIsStillToCome(order: [Int64], expected: Int?) {
        #expect(firstWrong(order) == expected)
    }

    /// Leading pictures come after a key picture that they are shown before.
    @Test func aKeyPictureBeginsAnew() {
        #expect(firstWrong([0, 3, 1, 2, 6, 4, 5, 7], keys: [0, 4]) == nil)
        #expect(firstWrong([0, 3, 1, 2, 90, 93, 91, 92], keys: [0, 4]) == nil)
    }
}
