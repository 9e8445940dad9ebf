import Foundation
import Show
import Testing

@testable import Reporting

@Suite struct ReportPageTests {
    private static let attack = #"</title><script>alert(1)</script><img src=x onerror="alert(2)">'\"#

    /// A show in which everybody is hostile.
    private func account() throws -> ShowAccount {
        let quoted = String(decoding: try JSONEncoder().encode(Self.attack), as: UTF8.self)
        let events =
            #"{"at":1,"type":"price","product":{"id":"a","name":\#(quoted),"price":5,"currency":"USD"}}"# + "\n"
            + #"{"at":2,"type":"poll","question":\#(quoted),"options":[\#(quoted),"B"]}"# + "\n"
            + #"{"at":2.5,"type":"poll","action":"vote","option":1}"# + "\n"
            + #"{"at":3,"type":"coupon","code":"<b>","condition":\#(quoted)}"# + "\n"
            + #"{"at":4,"type":"auction","item":\#(quoted),"startingBid":1,"currency":"USD"}"# + "\n"
            + #"{"at":5,"type":"auction","action":"bid","amount":2,"bidder":"<i>x</i>"}"# + "\n"
            + #"{"at":6,"type":"hearts","count":2}"# + "\n" + #"{"at":7,"type":"<script>"}"# + "\n"
        let record =
            #"{"at":0,"type":"begin","version":1,"time":1788264000000}"# + "\n"
            + #"{"at":10,"type":"audience","audience":{"watching":3,"viewers":3,"watchedSeconds":30,"sentBytes":100}}"#
            + "\n" + #"{"at":11,"type":"trouble","text":\#(quoted)}"# + "\n"
            + #"{"at":12,"type":"overload","state":"<script>"}"# + "\n"
        let folder = try ShowFolder(events: events, record: record)
        defer { folder.remove() }
        return try ShowReader(folder: folder.path).read().account
    }

    @Test(arguments: ReportLanguage.allCases)
    func nothingOfAShowIsMarkup(_ language: ReportLanguage) throws {
        let page = ReportPage(try account(), title: Self.attack, language: language).html
        #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>x"))
        #expect(page.contains("&lt;script&gt;alert(1)"))
        // Each element that begins ends: nothing has broken out.
        for name in ["table", "tr", "td", "section", "svg", "text", "div", "details"] {
            func count(_ text: String) -> Int { page.components(separatedBy: text).count - 1 }
            #expect(count("<\(name) ") + count("<\(name)>") == count("</\(name)>"), "\(name)")
        }
    }

    /// Names that are read from the right, and long ones, stay in their places.
    @Test func namesStayForThemselves() throws {
        let events =
            #"{"at":1,"type":"price","product":{"id":"a","name":"كوب 480!","price":5,"currency":"USD"}}"# + "\n"
            + #"{"at":20,"type":"price","product":{"id":"b","name":"\#(String(repeating: "W", count: 100))","price":5,"currency":"USD"}}"#
            + "\n" + #"{"at":21,"type":"hearts","count":2}"# + "\n"
        let folder = try ShowFolder(events: events, record: nil)
        defer { folder.remove() }
        let account = try ShowReader(folder: folder.path).read().account
        let page = ReportPage(account, title: "Show", language: .english)
        #expect(page.productsOn(1..<22).text.hasPrefix("<bdi>كوب 480!</bdi>, <bdi>WWW"))
        #expect(page.html.contains("unicode-bidi:plaintext"))
        // In the drawing each name has a drawing of its own, which cuts off what sticks out.
        let names = page.html.matches(
            of: #/<svg x="[0-9.]+" y="[0-9.]+" width="[0-9.]+" height="18"><text[^>]*>(W+|كوب 480!)</#)
        #expect(names.count == 2)
    }

    @Test func needsNoNetwork() throws {
        let page = ReportPage(try account(), title: "Show", language: .english).html
        for word in ["http:", "https:", "url(", "@import", "src=\"/"] { #expect(!page.contains(word), "\(word)") }
    }

    @Test func saysTheSameInJSON() throws {
        let account = try account()
        let text = ReportJSON(account, title: Self.attack, language: .english).text
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["title"] as? String == Self.attack && object["version"] as? Int == 1)
        let totals = try #require(object["totals"] as? [String: Any])
        #expect(totals["hearts"] as? Int == 2 && totals["viewers"] as? Int == 3)
        let series = try #require(object["series"] as? [String: Any])
        #expect((series["hearts"] as? [Int])?.reduce(0, +) == 2)
    }

    /// Where nobody kept a record, nothing is said of viewers, rather than that there were none.
    @Test func saysNothingOfWhatItDoesntKnow() throws {
        let page = ReportPage(ShowAccount(), title: "Show", language: .english).html
        #expect(!page.contains("Who watched") && !page.contains("What went wrong"))
        #expect(page.contains("Nobody sent a heart"))
    }

    @Test(arguments: [(1.0, 1, 1), (60, 1, 60), (121, 2, 61), (10_800, 120, 90), (864_000, 7_200, 120)])
    func cutsAShowIntoSpansThatPeopleCountIn(_ duration: Double, _ width: Int, _ count: Int) {
        let buckets = Buckets(duration: duration)
        #expect(buckets.width == width && buckets.count == count)
    }
}
