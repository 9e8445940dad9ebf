import Broadcast
import Foundation
import MediaModel
import Testing

@testable import Delivery

struct WebhookEventTypeTests {
    @Test func `docs list all events, and no others`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/webhooks.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let expected = WebhookEventType.allCases.map { type in
            "| `\(type.rawValue)` | \(type.summary.meaning) | \(type.summary.data) |"
        }
        #expect(rows == expected)
    }

    @Test func `every broadcast event but the end has a message with what docs say of it`() throws {
        let date = Date(timeIntervalSince1970: 1_796_014_800.123)
        let events: [(BroadcastEvent, String)] = [
            (.ready(publish: ["rtmp://h/live"]), #"{"publish":["rtmp://h/live"],"time":2.5}"#),
            (.source(.slate, because: .nothingComes), #"{"because":"nothingComes","state":"slate","time":2.5}"#),
            (.takeover(by: "10.0.0.1"), #"{"by":"10.0.0.1","time":2.5}"#),
            (.disk(.slow(store: "the disk")), #"{"fault":"slow","place":"the disk","time":2.5}"#),
            (.segment(sequence: 7), #"{"sequence":7,"time":2.5}"#),
            (
                .committed(count: 2, hearts: 1, ids: ["a"], at: .seconds(9)),
                #"{"count":2,"hearts":1,"ids":["a"],"time":9}"#
            ),
            (.refused(id: nil, reason: "no"), #"{"error":"no","id":null,"time":2.5}"#),
            (.destinationUp(name: "tube", answer: nil), #"{"answer":null,"name":"tube","time":2.5}"#),
            (
                .destinationDown(name: "tube", cause: "it says: no", isRefused: true),
                #"{"cause":"it says: no","isRefused":true,"name":"tube","time":2.5}"#
            ),
            (.preset(name: "beauty"), #"{"name":"beauty","time":2.5}"#),
            (
                .warning("pull rtmp://h/live/sesame fails"), #"{"text":"pull rtmp://h/live/*** fails","time":2.5}"#
            ),
            (.upload(.behind(reason: "no route")), #"{"error":"no route","state":"behind","time":2.5}"#),
            (
                .clip(.ready(id: "a", file: "clips/a.mp4", from: .seconds(1), to: .seconds(4))),
                #"{"file":"clips/a.mp4","from":1,"id":"a","time":2.5,"to":4}"#
            ),
            (.clip(.failed(id: "a", cause: "full")), #"{"error":"full","id":"a","time":2.5}"#),
            (.upload(.caughtUp), #"{"state":"caught-up","time":2.5}"#),
            (
                .upload(.lost("v720/7.m4s", reason: "it is gone")),
                #"{"error":"it is gone","file":"v720/7.m4s","state":"lost","time":2.5}"#
            ),
        ]
        for (event, data) in events {
            let message = try #require(WebhookMessage(event, at: date, time: MediaTime(5, timescale: 2)))
            #expect(
                message.body
                    == #"{"data":\#(data),"timestamp":"2026-11-30T05:00:00.123Z","type":"\#(message.type.rawValue)"}"#)
        }
        #expect(WebhookMessage(.finished, at: date, time: nil) == nil)
    }
}
