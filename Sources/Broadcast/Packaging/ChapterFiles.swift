import Captions
import HLS
import MediaModel
import Show

/// The files of a show's chapters, beside its media.
struct ChapterFiles {
    /// With their texts; none without a chapter.
    let files: [(name: String, bytes: [UInt8])]

    /// - Parameters:
    ///   - playlist: Of the whole show, or of all there is so far: what it tells players of products is what chapters are of.
    ///   - language: The preset's, a BCP 47 tag.
    init(_ playlist: MediaPlaylist, language: String) {
        let chapters = Chapters(
            playlist.productSpans, duration: playlist.duration.seconds, language: language)
        let languages = chapters.languages.map { (ChapterName.list(in: $0), chapters.webVTT(in: "\($0)")) }
        let texts =
            chapters.isEmpty
            ? [] : [(ChapterName.list, chapters.webVTT)] + languages + [(ChapterName.json, chapters.json)]
        files = texts.map { (name: $0, bytes: Array($1.utf8)) }
    }
}

extension MediaPlaylist {
    /// What was on sale when, as the date ranges tell players of it. A price or a stock that changes begins none.
    fileprivate var productSpans: [Chapters.Span] {
        let clock = anchors
        let category = PriceLayer.playerSubject.map(ShownRange.category)
        let ranges = dateRanges.filter { $0.category == category }.sorted { $0.start < $1.start }
        var spans: [(id: DateRange.Value?, span: Chapters.Span)] = []
        for (index, range) in ranges.enumerated() {
            guard let title = range.productName else { continue }
            let start = Self.seconds(of: range.start, by: clock)
            let end = index + 1 < ranges.count ? Self.seconds(of: ranges[index + 1].start, by: clock) : duration.seconds
            let id = range[Self.productID]
            if let last = spans.last, last.id == id, last.span.end >= start {
                spans[spans.count - 1].span = .init(title: title, start: last.span.start, end: end)
            } else {
                spans.append((id, .init(title: title, start: start, end: end)))
            }
        }
        return spans.map(\.span)
    }

    private static var productID: String { ShownRange.attribute("ID") }

    /// Where in the show an instant of the wall clock is.
    private var anchors: [(instant: Int64, seconds: Double)] {
        var (time, found) = (MediaTime.zero, [(instant: Int64, seconds: Double)]())
        for segment in segments {
            if let instant = segment.programDateTime { found.append((instant.millisecondsSince1970, time.seconds)) }
            time += segment.duration
        }
        return found
    }

    /// - Parameter anchors: In order. Between two runs of a broadcast the wall clock goes on, and the show doesn't.
    private static func seconds(of instant: ProgramDateTime, by anchors: [(instant: Int64, seconds: Double)]) -> Double
    {
        let instant = instant.millisecondsSince1970
        let next = anchors.partitioningIndex { $0.instant > instant }
        guard next > 0 else { return 0 }
        let seconds = anchors[next - 1].seconds + Double(instant - anchors[next - 1].instant) / 1_000
        return next < anchors.count ? min(seconds, anchors[next].seconds) : seconds
    }
}

extension DateRange {
    /// In all languages that it was told in.
    fileprivate var productName: LocalizedText? {
        let name = ShownRange.attribute("NAME")
        guard case .text(let plain)? = self[name] else { return nil }
        var texts: [LanguageTag: String] = [:]
        for attribute in attributes where attribute.name.hasPrefix("\(name)-") {
            guard let tag = try? LanguageTag(attribute.name.dropFirst(name.utf8.count + 1)),
                case .text(let text) = attribute.value
            else { continue }
            texts[tag] = text
        }
        return texts.isEmpty ? .plain(plain) : .languages(texts)
    }
}
