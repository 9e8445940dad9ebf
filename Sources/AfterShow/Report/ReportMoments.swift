import ImageCodecs
import MediaModel
public import Reporting

/// The moments of a report: found by the rule that highlights are, each with its picture.
public struct ReportMoments: Sendable {
    /// A report tells of so many.
    private static let count = 6
    private static let length = MediaTime.seconds(10)...MediaTime.seconds(60)
    /// Pixels: twice what a page shows.
    private static let pictureWidth = 360

    private let account: ShowAccount
    /// `nil` where the recording's media can't be read.
    private let stills: RecordedStills?

    /// Blocks.
    ///
    /// - Parameter folder: The show's.
    public init(_ account: ShowAccount, folder: String) {
        self.account = account
        stills = (try? RecordingReader(folder: folder)).map { RecordedStills($0, width: Self.pictureWidth) }
    }

    /// The best moments, in the order of time; those of which the recording has no picture have none. Blocks.
    public func find() -> [Peak] {
        let end = MediaTime.seconds(Int64(max(1, account.duration.rounded(.down))))
        let search = HighlightSearch(Activity(acts, in: .zero..<end))
        return search.moments(Self.count, length: Self.length, in: .zero..<end)
            .sorted { $0.range.lowerBound < $1.range.lowerBound }.map { moment in
                let range = moment.range.lowerBound.seconds...moment.range.upperBound.seconds
                let picture = stills?.bitmap(at: moment.peak).flatMap {
                    try? JPEGEncoder.encode($0, quality: 72, name: "a moment's picture")
                }
                return Peak(
                    range, at: moment.peak.seconds, score: moment.score, in: account, picture: picture)
            }
    }

    private typealias Act = (time: MediaTime, act: RecordedEvents.Act)

    private var acts: [Act] {
        func items(_ activity: Reporting.Activity, _ act: (Int) -> [RecordedEvents.Act]) -> [Act] {
            activity.perSecond.enumerated().filter { $0.element > 0 }.flatMap { second, count in
                act(Int(count)).map { (.seconds(Int64(second)), $0) }
            }
        }
        return items(account.hearts) { [.hearts($0)] } + items(account.votes) { [.votes($0)] }
            + items(account.comments) { Array(repeating: .comment, count: $0) }
    }
}
