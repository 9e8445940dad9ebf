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
    /// When pictures show a comment that was removed, in seconds of the show.
    private let hidden: [ClosedRange<Double>]

    /// Blocks.
    ///
    /// - Parameter folder: The show's.
    public init(_ result: ShowReader.Result, folder: String) {
        (account, hidden) = (result.account, result.removedSpans)
        stills = (try? RecordingReader(folder: folder)).map { RecordedStills($0, width: Self.pictureWidth) }
    }

    /// The best moments, in the order of time; those of which the recording has no picture have none. Blocks.
    ///
    /// - Returns: With how many have none since all of theirs show a comment that was removed.
    public func find() -> (peaks: [Peak], hiddenCount: Int) {
        let end = MediaTime.seconds(Int64(max(1, account.duration.rounded(.down))))
        let search = HighlightSearch(Activity(acts, in: .zero..<end))
        var hiddenCount = 0
        let peaks = search.moments(Self.count, length: Self.length, in: .zero..<end)
            .sorted { $0.range.lowerBound < $1.range.lowerBound }.map { moment in
                let picture = picture(of: moment)
                if picture == nil, stills?.time(ofPictureAt: moment.peak) != nil { hiddenCount += 1 }
                let range = moment.range.lowerBound.seconds...moment.range.upperBound.seconds
                return Peak(range, at: moment.peak.seconds, score: moment.score, in: account, picture: picture)
            }
        return (peaks, hiddenCount)
    }

    /// That of the peak, or the nearest within the moment on which no comment is that was removed.
    private func picture(of moment: Highlight) -> [UInt8]? {
        guard let stills else { return nil }
        let seconds = Int64(moment.range.lowerBound.seconds)...Int64(moment.range.upperBound.seconds)
        let others = seconds.map { MediaTime.seconds($0) }.filter { moment.range.contains($0) }
            .sorted { abs(($0 - moment.peak).seconds) < abs(($1 - moment.peak).seconds) }
        for time in [moment.peak] + others {
            // What is told of as a moment's picture is that of its segment's beginning.
            guard let shown = stills.time(ofPictureAt: time), !hidden.contains(where: { $0.contains(shown.seconds) })
            else { continue }
            if let bitmap = stills.bitmap(at: time) {
                return try? JPEGEncoder.encode(bitmap, quality: 72, name: "a moment's picture")
            }
        }
        return nil
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
