public import Captions
import Foundation
import MediaModel

/// A show's chapters, one for each product while it was on screen: for players on the web (WebVTT) and for Apple's (HLS chapters JSON).
public struct Chapters: Hashable, Sendable {
    /// A product while it was on screen with nothing between.
    public struct Span: Hashable, Sendable {
        public let title: LocalizedText
        /// Seconds of the show.
        public let start, end: Double

        public init(title: LocalizedText, start: Double, end: Double) {
            (self.title, self.start, self.end) = (title, start, end)
        }
    }

    struct Chapter: Hashable {
        let start, end: Double
        let title: LocalizedText
    }

    /// Seconds: what is on screen for less is no chapter, as of products that are shown in turn.
    private static let shortest = 10.0
    /// What comes before the first product, by language.
    private static let openings = ["en": "Opening", "ja": "オープニング"]

    let chapters: [Chapter]
    private let language: String

    /// A chapter goes on until the next begins; what comes before the first product is one of its own.
    ///
    /// - Parameters:
    ///   - spans: In order; none reaches into the next.
    ///   - duration: Of the show, in seconds.
    ///   - language: Of titles where one is written, and of names that say nothing of their language; a BCP 47 tag.
    public init(_ spans: [Span], duration: Double, language: String) {
        var starts: [(start: Double, title: LocalizedText)] = []
        for span in spans where span.end - span.start >= Self.shortest {
            // A product whose price changes goes on.
            if starts.last?.title != span.title { starts.append((max(0, span.start), span.title)) }
        }
        if let first = starts.first, first.start >= Self.shortest {
            starts.insert((0, Self.opening(before: starts.map(\.title), language)), at: 0)
        } else if !starts.isEmpty {
            // Players want the first chapter at the beginning.
            starts[0].start = 0
        }
        let ends = starts.dropFirst().map(\.start) + [duration]
        chapters = zip(starts, ends).filter { $0.start < $1 }.map { Chapter(start: $0.start, end: $1, title: $0.title) }
        self.language = language
    }

    /// In the languages that products are named in, as far as there are words for it.
    private static func opening(before titles: [LocalizedText], _ language: String) -> LocalizedText {
        let named = Set(titles.flatMap(\.byLanguage).map(\.language))
        var texts: [LanguageTag: String] = [:]
        for tag in named { texts[tag] = openings.first { tag.isOf($0.key) }?.value }
        guard texts.isEmpty else { return .languages(texts) }
        let first = language.prefix { $0 != "-" }.lowercased()
        return .plain(openings[first] ?? openings["en"] ?? "")
    }

    /// Whether there is none, as without products.
    public var isEmpty: Bool { chapters.isEmpty }

    /// The languages that titles are in; none where they don't say.
    public var languages: [LanguageTag] { Set(chapters.flatMap(\.title.byLanguage).map(\.language)).sorted() }

    /// For a `<track kind="chapters">`.
    public var webVTT: String { webVTT(in: language) }

    /// Likewise, for viewers of a language.
    ///
    /// - Parameter language: A BCP 47 tag.
    public func webVTT(in language: String) -> String {
        "WEBVTT\n\n"
            + chapters.enumerated().map { number, chapter in
                let title = Self.cue(chapter.title.text(in: language))
                return "\(number + 1)\n\(Self.time(chapter.start)) --> \(Self.time(chapter.end))\n\(title)\n"
            }.joined(separator: "\n")
    }

    /// As `EXT-X-SESSION-DATA` with the id `com.apple.hls.chapters` names it.
    public var json: String {
        struct Title: Encodable {
            let language, title: String
        }
        struct Entry: Encodable {
            let chapter: Int
            let start, duration: Double
            let titles: [Title]

            enum CodingKeys: String, CodingKey {
                case chapter, duration, titles
                case start = "start-time"
            }
        }
        let entries = chapters.enumerated().map { number, chapter in
            Entry(
                chapter: number + 1, start: Self.milliseconds(chapter.start),
                duration: Self.milliseconds(chapter.end - chapter.start),
                titles: titles(of: chapter).map { Title(language: $0, title: $1) })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return (try? encoder.encode(entries)).map { String(decoding: $0, as: UTF8.self) + "\n" } ?? "[]\n"
    }

    /// Each in another language, as Apple wants it.
    private func titles(of chapter: Chapter) -> [(language: String, title: String)] {
        let texts = chapter.title.byLanguage.map { ("\($0.language)", $0.text) }
        return texts.isEmpty ? [(language, chapter.title.text(in: language))] : texts
    }

    private static func milliseconds(_ seconds: Double) -> Double { (seconds * 1_000).rounded() / 1_000 }

    private static func time(_ seconds: Double) -> String {
        CueTime.text(of: .milliseconds(Int64((min(max(0, seconds), 1e9) * 1_000).rounded())))
    }

    /// A chapter's title is one line.
    private static func cue(_ title: String) -> String {
        CaptionText.escaped(title.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
}
