import Follow
import MediaModel

/// Finds what a test says, at the instants of pictures in seconds.
final class TestDetector: SubjectDetector {
    private let subjects: (Double) throws(FollowError) -> [Subject]

    init(_ subjects: @escaping (Double) throws(FollowError) -> [Subject]) { self.subjects = subjects }

    /// Finds one face, by its middle.
    convenience init(face place: @escaping (Double) -> Double) {
        self.init { time throws(FollowError) in
            [Subject(.face, SubjectBox(x: place(time) - 0.05, y: 0.2, width: 0.1, height: 0.2), score: 1)]
        }
    }

    var interval: Int64 { 200_000_000 }

    func look(
        at luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout, _ shot: Shot
    ) throws(FollowError) -> Finding {
        Finding(time: shot.time, subjects: try subjects(Double(shot.time) / 1e9))
    }
}
