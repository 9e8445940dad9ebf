import Testing

@testable import Broadcast

@Suite struct PictureTimesTests {
    /// Sends pictures in coding order, named by their place on screen, through a decoder that holds some back, and returns what time
    /// each place gets, in the order in which they come out.
    private func run(
        coded: [Int], heldBack: Int, offset: Int64 = 0, lost: Set<Int> = []
    ) -> [(place: Int, time: Int64)] {
        var times = PictureTimes()
        var held: [(place: Int, time: Int64)] = []
        var given: [(place: Int, time: Int64)] = []
        func giveOut() {
            let next = held.indices.min { held[$0].place < held[$1].place }!
            let picture = held.remove(at: next)
            given.append((picture.place, times.time(own: picture.time, heldBack: heldBack)))
        }
        for (number, place) in coded.enumerated() {
            let decoding = Int64(number) * 40
            let presentation = offset == 0 ? decoding : Int64(place) * 40 + offset
            times.take(presentationTime: presentation, decodingTime: decoding)
            if lost.contains(place) { continue }
            held.append((place, presentation))
            if held.count > heldBack { giveOut() }
        }
        while !held.isEmpty { giveOut() }
        return given
    }

    /// I P B B P B B …
    private static let twoBetween = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11]
    /// With a B picture that others are made from.
    private static let pyramid = [0, 4, 2, 1, 3, 8, 6, 5, 7, 12, 10, 9, 11]

    @Test func believesPresentationTimes() {
        let given = run(coded: Self.pyramid, heldBack: 2, offset: 80)
        #expect(given.map(\.time) == given.map { Int64($0.place) * 40 + 80 })
    }

    @Test(arguments: [(twoBetween, 1), (pyramid, 2)])
    func ordersPicturesWithoutCompositionTimes(coded: [Int], heldBack: Int) {
        let given = run(coded: coded, heldBack: heldBack)
        #expect(given.map(\.place) == Array(0..<coded.count))
        // The first comes before it is known that the others' order is another.
        #expect(given[0].time == 0)
        #expect(given.dropFirst().map(\.time) == (1..<coded.count).map { Int64($0 + heldBack) * 40 })
    }

    @Test(arguments: [0, 1, 2]) func leavesTimesAloneWhereNothingIsReordered(heldBack: Int) {
        let given = run(coded: Array(0..<20), heldBack: heldBack, lost: [7, 11])
        #expect(given.map(\.time) == given.map { Int64($0.place) * 40 })
    }

    @Test func goesOnAfterALostPicture() {
        let given = run(coded: Self.pyramid, heldBack: 2, lost: [5])
        let times = given.map(\.time)
        #expect(zip(times, times.dropFirst()).allSatisfy(<), "\(times)")
        // No later than it would be, and no more than the lost one's duration sooner.
        for picture in given.dropFirst() {
            #expect(abs(picture.time - Int64(picture.place + 2) * 40) <= 40, "\(picture)")
        }
    }

    @Test func beginsAnewWhereTheClockIsSetBack() {
        var times = PictureTimes()
        for time in [1_000, 1_040, 1_080] as [Int64] { times.take(presentationTime: time, decodingTime: time) }
        times.take(presentationTime: 0, decodingTime: 0)
        #expect(times.time(own: 0, heldBack: 2) == 0)
    }
}
