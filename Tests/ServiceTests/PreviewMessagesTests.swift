import Broadcast
import Foundation
import MediaModel
import NIOCore
import Show
import Testing

@testable import Service

@Suite struct PreviewMessagesTests {
    @Test(arguments: [
        ("ja-JP", "JPY", 0), ("en-US", "USD", 2), ("de-DE", "EUR", 2), ("fr-FR", "EUR", 2), ("en-GB", "GBP", 2),
        ("xx", "USD", 2),
    ])
    func showsProductsInTheLocalesMoney(locale: String, currency: String, digits: Int) throws {
        let demonstration = Demonstration(locale: locale)
        #expect(demonstration.currency == currency)
        #expect(demonstration.digits == digits)
        #expect(demonstration.authors.count == demonstration.comments.count)
        let event = try EventDecoder().decode(demonstration.opening.utf8)
        guard case .price(.show(let products, _)) = event.action else {
            Issue.record("\(event)")
            return
        }
        #expect(products.map(\.currency) == [currency])
        #expect(products.map(\.price) == [demonstration.products[0].price])
    }

    @Test func takesASamplesEventsRoundByRound() throws {
        let lines = [
            #"{"at": 0.5, "id": "c-1", "type": "comment", "text": "a"}"#,
            #"{"at": 1, "id": "c-1", "type": "comment", "action": "remove"}"#,
            #"{"at": 2, "id": "p-1", "type": "poll", "question": "?", "options": ["a", "b"]}"#,
            #"{"at": 3, "type": "poll", "action": "vote", "poll": "p-1", "option": 2}"#,
        ]
        var sample = SampleEvents(try lines.map { LiveEvent(try EventDecoder().decode($0.utf8), json: $0) })
        #expect(sample.take(round: 0, upTo: .milliseconds(400)).events.isEmpty)
        #expect(sample.take(round: 0, upTo: .milliseconds(1_000)).events.map(\.event.id) == ["c-1", nil])
        #expect(sample.take(round: 0, upTo: .milliseconds(1_000)).events.isEmpty)

        let next = sample.take(round: 1, upTo: .milliseconds(5_000))
        #expect(next.isNewRound)
        #expect(next.events.map(\.event.at) == [nil, nil, nil, nil])
        let actions = next.events.map(\.event.action)
        #expect(actions[0] == .comment(.show(Comment(id: "c-1~1", text: "a"))))
        #expect(actions[1] == .comment(.remove(id: "c-1~1")))
        #expect(actions[3] == .poll(.vote(option: 1, count: 1, pollID: "p-1~1")))
    }

    @Test func beginsARoundAnywhereWithAllThatWasBefore() throws {
        let lines = [
            #"{"at": 6, "type": "hearts", "count": 2}"#, #"{"at": 1, "type": "hearts", "count": 9}"#,
            #"{"at": 0.5, "id": "c-1", "type": "comment", "text": "a"}"#,
            #"{"at": 8, "id": "c-2", "type": "comment", "text": "b"}"#,
        ]
        let events = try lines.map { LiveEvent(try EventDecoder().decode($0.utf8), json: $0) }
        var sample = SampleEvents(events)
        // By time, whatever the order in the file.
        #expect(sample.take(round: 0, upTo: .seconds(2)).events.map(\.json) == [lines[2], lines[1]])
        // Hearts of long ago aren't sent again.
        #expect(sample.take(round: 1, upTo: .seconds(7)).events.map(\.json) == [lines[2], lines[0]])
        #expect(sample.take(round: 1, upTo: .seconds(9)).events.map(\.json) == [lines[3]])
        #expect(sample.marks.hasPrefix(#"[{"time":0.5,"event":{"at": 0.5, "id": "c-1""#))
        #expect(SampleEvents([]).marks == "[]")
        let many = (0..<1_200).map { LiveEvent(events[$0 % 2].event, json: "{}") } + events
        #expect(SampleEvents(many).marks.components(separatedBy: "\"time\"").count - 1 == 502)
    }

    @Test func showsTheLineOfAMistakeAndItsNeighbours() {
        let text = "one\ntwo\n\nfour"
        #expect(PresetFault.excerpt(of: text, around: 1).map(\.number) == [1, 2])
        #expect(
            PresetFault.excerpt(of: text, around: 2) == [.init(number: 1, text: "one"), .init(number: 2, text: "two")])
        #expect(PresetFault.excerpt(of: text, around: 4) == [.init(number: 4, text: "four")])
        #expect(PresetFault.excerpt(of: text, around: 9).isEmpty)
        #expect(PresetFault.excerpt(of: String(repeating: "x", count: 9_000), around: 1)[0].text.count == 400)
    }

    @Test(.timeLimit(.minutes(1))) func tellsAPageThatComesWhatHolds() async throws {
        let feed = PreviewFeed()
        feed.send("log", json: "1")
        feed.send("state", json: "2")
        feed.send("hello", json: "3")
        feed.send("state", json: "4")
        feed.send("still", json: "5")
        let stream = try #require(feed.listen())
        feed.send("still", json: "6")
        feed.close()
        var heard: [String] = []
        for await message in stream { heard.append(String(buffer: message)) }
        #expect(
            heard == [
                "event: hello\ndata: 3\n\n", "event: state\ndata: 4\n\n", "event: log\ndata: 1\n\n",
                "event: still\ndata: 6\n\n",
            ])
        #expect(feed.listen() == nil)
    }

    @Test func hasRoomForSoManyPages() {
        let feed = PreviewFeed()
        let streams = (0..<20).map { _ in feed.listen() }
        #expect(streams.count { $0 != nil } == 16)
    }
}
