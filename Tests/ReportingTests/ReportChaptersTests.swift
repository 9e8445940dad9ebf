import Captions
import Foundation
import Testing

@testable import Reporting
@testable import Show

@Suite struct ReportChaptersTests {
    private func account(_ spans: [(String, Double, Double)]) -> ShowAccount {
        var account = ShowAccount()
        account.duration = 120
        account.products = spans.map { name, start, end in
            ProductSpan(
                product: Product(id: name, name: .plain(name), price: 1, currency: "USD"), start: start, end: end)
        }
        return account
    }

    @Test func areThoseOfTheProductsFromTheFirstPictureToTheEnd() {
        // What is shown for a moment is none, and a price that changes begins none.
        let spans = [("Cup", 15.5, 30.0), ("Cup", 30, 50), ("Flash", 50, 52), ("Bag", 60, 100)]
        let chapters = Chapters(account(spans), language: .english)
        #expect(
            chapters.chapters == [
                .init(start: 0, end: 15.5, title: "Opening"), .init(start: 15.5, end: 60, title: "Cup"),
                .init(start: 60, end: 120, title: "Bag"),
            ])
        #expect(Chapters(account([("Cup", 3, 60)]), language: .english).chapters.map(\.start) == [0])
        #expect(Chapters(account([]), language: .english).isEmpty)
    }

    /// Nothing that the show says in several languages is lost: players choose.
    @Test func carryAllLanguages() throws {
        var account = account([("Cup", 20, 120)])
        let cup: LocalizedText = .languages([try LanguageTag("ja"): "カップ", try LanguageTag("en-GB"): "Mug"])
        account.products = [
            ProductSpan(product: Product(id: "cup", name: cup, price: 1, currency: "USD"), start: 20, end: 60),
            ProductSpan(product: Product(id: "bag", name: "Bag", price: 1, currency: "USD"), start: 60, end: 120),
        ]
        let chapters = Chapters(account, language: .english)
        #expect(chapters.languages.map { "\($0)" } == ["en-GB", "ja"])
        #expect(chapters.webVTT.contains("\nMug\n") && chapters.webVTT(in: "ja").contains("\nカップ\n"))
        #expect(chapters.webVTT(in: "ja").contains("\nオープニング\n"))
        let entries = try #require(
            try JSONSerialization.jsonObject(with: Data(chapters.json.utf8)) as? [[String: Any]])
        #expect(
            entries.map { $0["titles"] as? [[String: String]] } == [
                [["language": "en-GB", "title": "Opening"], ["language": "ja", "title": "オープニング"]],
                [["language": "en-GB", "title": "Mug"], ["language": "ja", "title": "カップ"]],
                [["language": "en", "title": "Bag"]],
            ])
        let json = ReportJSON(account, title: "Show", language: .japanese).text
        #expect(json.contains(#""name" : "カップ""#) && json.contains(#""en-GB" : "Mug""#))
    }

    @Test func areWrittenAsPlayersReadThem() throws {
        let chapters = Chapters(account([("<b>A & B\n--> C", 0, 61.25)]), language: .japanese)
        #expect(
            chapters.webVTT
                == "WEBVTT\n\n1\n00:00:00.000 --> 00:02:00.000\n&lt;b&gt;A &amp; B --&gt; C\n")
        let entries = try #require(
            try JSONSerialization.jsonObject(with: Data(chapters.json.utf8)) as? [[String: Any]])
        #expect(
            entries.count == 1 && entries[0]["start-time"] as? Double == 0 && entries[0]["duration"] as? Double == 120)
        let titles = try #require(entries[0]["titles"] as? [[String: String]])
        #expect(titles == [["language": "ja", "title": "<b>A & B\n--> C"]])
    }
}
