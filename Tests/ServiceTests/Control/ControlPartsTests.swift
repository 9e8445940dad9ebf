import Access
import Foundation
import MediaModel
import NIOCore
import Testing

@testable import Service

@Suite struct JSONWriterTests {
    @Test func writesWhatAReaderReads() throws {
        var json = JSONWriter()
        json.object { json in
            json.member("text", "a\"b\\c\nd\u{1}e\u{1F}💛")
            json.member("none", String?.none)
            json.member("flag", true)
            json.member("number", -7)
            json.member("time", MediaTime(-1, timescale: 3))
            json.member("list") { json in
                json.array { json in
                    json.value("x")
                    json.null()
                    json.object { _ in }
                    json.array { _ in }
                }
            }
            json.member("last", 1)
        }
        let text = String(buffer: json.bytes)
        #expect(
            text
                == #"{"text":"a\"b\\c\nd\u0001e\u001f💛","none":null,"flag":true,"number":-7,"time":-0.333333,"#
                + #""list":["x",null,{},[]],"last":1}"#)
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(read?["text"] as? String == "a\"b\\c\nd\u{1}e\u{1F}💛")
    }
}

@Suite struct SlotsTests {
    @Test func givesAPlaceBackWhenNobodyHoldsIt() {
        let slots = Slots(1)
        var slot = slots.take()
        #expect(slot != nil)
        #expect(slots.take() == nil)
        slot = nil
        #expect(slots.take() != nil)
    }
}

@Suite struct ControlAccessTests {
    @Test(arguments: ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"])
    func knowsThisMachine(host: String) { #expect(LoopbackHost.matches(host)) }

    @Test(arguments: ["0.0.0.0", "::", "192.168.0.1", "127.evil.example", "127.0.0.1.evil", "localhost.evil", ""])
    func knowsOthers(host: String) { #expect(!LoopbackHost.matches(host)) }

    @Test func showsNoToken() {
        let access = ControlAccess(control: "secret", audience: "hidden")
        let text =
            "\(access) \(String(reflecting: access)) \(String(describing: Mirror(reflecting: access).children.map { $0 }))"
        #expect(!text.contains("secret") && !text.contains("hidden"))
    }
}
